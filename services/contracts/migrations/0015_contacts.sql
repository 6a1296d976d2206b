-- What was signed and sent refers to people who may have left since: they stay in the record, hold no
-- duty any more, and so are told nothing. stands is null for them, so that their address may come back.
ALTER TABLE contracts.contact ADD COLUMN stands boolean GENERATED ALWAYS AS (nullif(duties <> '{}', false)) STORED;
ALTER TABLE contracts.contact DROP CONSTRAINT contact_tenant_id_client_id_email_key_key;
ALTER TABLE contracts.contact ADD CONSTRAINT contact_stands_once UNIQUE (tenant_id, client_id, email_key, stands);
GRANT UPDATE (name, email, language, job_title, duties) ON contracts.contact TO contracts;
GRANT UPDATE (external_id, name, registration, address, country, language) ON contracts.client TO contracts;

-- The duties are those that the contact held until then.
CREATE TABLE contracts.departure (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    contact_id   uuid NOT NULL,
    duties       text[] NOT NULL,
    recorded_by  uuid,
    departed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, contact_id),
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
SELECT bus.isolate('contracts.departure');
GRANT SELECT, INSERT ON contracts.departure TO contracts;

GRANT SELECT (stands) ON contracts.contact TO schakel_finder;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE OR REPLACE FUNCTION contracts.find_contacts(address text) RETURNS TABLE (tenant_id uuid, contact_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id FROM contracts.contact c WHERE c.email_key = lower(address) AND c.stands
    ORDER BY c.tenant_id, c.id LIMIT 50
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
