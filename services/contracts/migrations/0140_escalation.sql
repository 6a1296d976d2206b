-- How many days before the last day to object somebody else at a client is told, where it is still not
-- known that anybody there was reached.
ALTER TABLE contracts.tenant
    ADD COLUMN escalation_days integer NOT NULL DEFAULT 7 CHECK (escalation_days BETWEEN 1 AND 60);
GRANT UPDATE (escalation_days) ON contracts.tenant TO contracts;

CREATE INDEX ON contracts.affected_agreement (tenant_id, change_id, agreement_id) WHERE reached_at IS NULL;
