CREATE TABLE contracts.tenant (
    tenant_id               uuid PRIMARY KEY DEFAULT bus.tenant(),
    slug                    text NOT NULL UNIQUE,
    name                    text NOT NULL,
    legal_name              text,
    registration            text,
    address                 text,
    country                 text,
    email                   text,
    phone                   text,
    website                 text,
    privacy_contact         text,
    eu_only                 boolean NOT NULL,
    transfer_basis          text,
    reply_term              jsonb,
    statement_effective_on  date,
    changes_told_by         text,
    created_at              timestamptz NOT NULL DEFAULT clock.now()
);
SELECT bus.isolate('contracts.tenant');
GRANT SELECT, INSERT ON contracts.tenant TO contracts;

-- One answer for one key: a caller that never heard the answer may ask again.
CREATE TABLE contracts.idempotency (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    key          text NOT NULL,
    body_digest  bytea NOT NULL,
    answer       jsonb,
    made_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
);
SELECT bus.isolate('contracts.idempotency');
GRANT SELECT, INSERT, UPDATE (answer) ON contracts.idempotency TO contracts;

-- Who takes on clients waits for who changes links, and the other way round: nobody is taken on
-- unseen between the freezing of a change's recipients and its going live.
CREATE FUNCTION contracts.hold_links() RETURNS void LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock_shared(hashtextextended('contracts.links ' || bus.tenant(), 0)) $$;

CREATE FUNCTION contracts.change_links() RETURNS void LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(hashtextextended('contracts.links ' || bus.tenant(), 0)) $$;
