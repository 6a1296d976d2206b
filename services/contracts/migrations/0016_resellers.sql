CREATE TABLE contracts.reseller (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id         uuid NOT NULL DEFAULT uuidv7(),
    name       text NOT NULL,
    name_key   text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
    brand      text NOT NULL,
    contact    text,
    added_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key)
);
SELECT bus.isolate('contracts.reseller');
GRANT SELECT, INSERT, UPDATE (name, brand, contact) ON contracts.reseller TO contracts;

-- stands is null for who has left, so that their address may come back.
CREATE TABLE contracts.reseller_person (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    reseller_id  uuid NOT NULL,
    name         text NOT NULL,
    email        text NOT NULL,
    email_key    text NOT NULL GENERATED ALWAYS AS (lower(email)) STORED,
    language     text NOT NULL CHECK (language IN ('nl', 'en')),
    departed_at  timestamptz,
    recorded_by  uuid,
    stands       boolean GENERATED ALWAYS AS (nullif(departed_at IS NULL, false)) STORED,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT reseller_person_stands_once UNIQUE (tenant_id, reseller_id, email_key, stands),
    FOREIGN KEY (tenant_id, reseller_id) REFERENCES contracts.reseller
);
CREATE INDEX ON contracts.reseller_person (email_key);
SELECT bus.isolate('contracts.reseller_person');
GRANT SELECT, INSERT, UPDATE (departed_at, recorded_by) ON contracts.reseller_person TO contracts;

-- In whose name the running transaction is done; null for everybody but people at a reseller.
CREATE FUNCTION contracts.acting_reseller() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT nullif(current_setting('app.reseller', true), '')::uuid;
END;

-- Who is brought in by a reseller is its own, whatever the statement says.
ALTER TABLE contracts.client ADD COLUMN reseller_id uuid DEFAULT contracts.acting_reseller();
ALTER TABLE contracts.client ADD FOREIGN KEY (tenant_id, reseller_id) REFERENCES contracts.reseller;
CREATE INDEX ON contracts.client (tenant_id, reseller_id, name_key, id) WHERE reseller_id IS NOT NULL;
GRANT UPDATE (reseller_id) ON contracts.client TO contracts;

-- Which reseller serves a client from when on; null: the provider itself. The last one stands.
CREATE TABLE contracts.placement (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    client_id    uuid NOT NULL,
    reseller_id  uuid,
    placed_by    uuid,
    placed_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client,
    FOREIGN KEY (tenant_id, reseller_id) REFERENCES contracts.reseller
);
CREATE INDEX ON contracts.placement (tenant_id, client_id, id);
SELECT bus.isolate('contracts.placement');
GRANT SELECT, INSERT ON contracts.placement TO contracts;

-- Shuts the rows that belong to a client, through the row that key names, in that client's reseller.
-- The setting is read once a statement; whoever is no reseller goes past it without looking further.
CREATE FUNCTION contracts.keep_to_reseller(target regclass, parent regclass, key text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE POLICY reseller_rows ON %1$s AS RESTRICTIVE TO contracts
            USING ((SELECT contracts.acting_reseller()) IS NULL OR EXISTS (
                SELECT FROM %2$s AS parent
                WHERE (parent.tenant_id, parent.id) = (%1$s.tenant_id, %1$s.%3$I)))',
        target, parent, key);
END $$;

CREATE POLICY reseller_rows ON contracts.client AS RESTRICTIVE TO contracts
    USING ((SELECT contracts.acting_reseller()) IS NULL
        OR coalesce(reseller_id = (SELECT contracts.acting_reseller()), false));
CREATE POLICY reseller_rows ON contracts.reseller AS RESTRICTIVE TO contracts
    USING ((SELECT contracts.acting_reseller()) IS NULL OR id = (SELECT contracts.acting_reseller()));
SELECT contracts.keep_to_reseller('contracts.reseller_person', 'contracts.reseller', 'reseller_id');
SELECT contracts.keep_to_reseller(target, 'contracts.client', 'client_id') FROM unnest(ARRAY[
    'contracts.contact', 'contracts.placement', 'contracts.link_exception', 'contracts.agreement',
    'contracts.affected_agreement', 'contracts.recipient', 'contracts.objection', 'contracts.approval'
]::regclass[]) AS target;
SELECT contracts.keep_to_reseller(target, 'contracts.agreement', 'agreement_id') FROM unnest(ARRAY[
    'contracts.agreement_product', 'contracts.agreement_version', 'contracts.agreement_end',
    'contracts.signature', 'contracts.activation', 'contracts.pending_version'
]::regclass[]) AS target;
SELECT contracts.keep_to_reseller('contracts.departure', 'contracts.contact', 'contact_id');
SELECT contracts.keep_to_reseller('contracts.outcome', 'contracts.recipient', 'recipient_id');
SELECT contracts.keep_to_reseller('contracts.objection_decision', 'contracts.objection', 'objection_id');

-- Somebody who signs in has an address, before it is known at which provider.
GRANT SELECT (tenant_id, id, email_key, stands) ON contracts.reseller_person TO schakel_finder;
CREATE POLICY finder ON contracts.reseller_person FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION contracts.find_reseller_people(address text) RETURNS TABLE (tenant_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT p.tenant_id, p.id FROM contracts.reseller_person p WHERE p.email_key = lower(address) AND p.stands
    ORDER BY p.tenant_id, p.id LIMIT 50
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
REVOKE ALL ON FUNCTION contracts.find_reseller_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.find_reseller_people TO contracts;
