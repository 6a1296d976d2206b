-- What lies ready to be signed and is not, after the days that the provider has set: its signatories are
-- reminded, once for each offer. An offer is the agreement itself, or one proposal to change it.
ALTER TABLE contracts.tenant
    ADD COLUMN signing_reminder_days integer NOT NULL DEFAULT 7 CHECK (signing_reminder_days BETWEEN 1 AND 366);
GRANT UPDATE (signing_reminder_days) ON contracts.tenant TO contracts;

CREATE TABLE contracts.signing_reminder (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    agreement_id  uuid NOT NULL,
    amendment_id  uuid,
    version_id    uuid NOT NULL,
    reminded_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, agreement_id, amendment_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, amendment_id) REFERENCES contracts.amendment,
    FOREIGN KEY (tenant_id, version_id) REFERENCES contracts.agreement_version
);
SELECT bus.isolate('contracts.signing_reminder');
SELECT contracts.keep_to_reseller('contracts.signing_reminder', 'contracts.agreement', 'agreement_id');
GRANT SELECT, INSERT ON contracts.signing_reminder TO contracts;

-- Those who may be due are found by the day on which they were offered, however many there are.
CREATE INDEX ON contracts.agreement_version (tenant_id, clock.day_of(frozen_at), id)
    WHERE cause IN ('onboarding', 'amendment');
