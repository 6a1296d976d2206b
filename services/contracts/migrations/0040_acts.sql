-- Who did what: of each tenant one chain, in which every row binds the one before it. Nothing in the
-- chain is personal but identifiers; what is, stands in a row beside it that can be erased.
CREATE TABLE contracts.act (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    number      bigint NOT NULL CHECK (number > 0),
    at          timestamptz NOT NULL,
    operation   text NOT NULL,
    noun        text NOT NULL,
    actor_kind  text NOT NULL,
    actor_id    uuid,
    actor_role  text,
    targets     uuid[] NOT NULL,
    status      smallint NOT NULL,
    commitment  bytea NOT NULL CHECK (octet_length(commitment) = 32),
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
    PRIMARY KEY (tenant_id, number)
);
CREATE INDEX ON contracts.act (tenant_id, at);
CREATE INDEX ON contracts.act (tenant_id, actor_id, number);
CREATE INDEX ON contracts.act (tenant_id, operation, number);
CREATE INDEX ON contracts.act USING gin (targets);
SELECT bus.isolate('contracts.act');
GRANT SELECT, INSERT ON contracts.act TO contracts;

-- Opens the commitment of an act; deleted when the person is erased.
CREATE TABLE contracts.act_detail (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    number     bigint NOT NULL,
    salt       bytea NOT NULL CHECK (octet_length(salt) = 32),
    personal   jsonb NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES contracts.act
);
SELECT bus.isolate('contracts.act_detail');
GRANT SELECT, INSERT, DELETE ON contracts.act_detail TO contracts;

-- The end of the chain: who adds to it holds this row until the transaction ends.
CREATE TABLE contracts.act_head (
    tenant_id  uuid PRIMARY KEY DEFAULT bus.tenant() REFERENCES contracts.tenant,
    number     bigint NOT NULL,
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32)
) WITH (fillfactor = 50);
SELECT bus.isolate('contracts.act_head');
GRANT SELECT, INSERT, UPDATE (number, digest) ON contracts.act_head TO contracts;

-- Every provider, a page at a time, for the check of all chains.
CREATE FUNCTION contracts.list_tenants_after(last uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.tenant_id FROM contracts.tenant t WHERE t.tenant_id > last ORDER BY t.tenant_id LIMIT 200 $$;
REVOKE ALL ON FUNCTION contracts.list_tenants_after(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.list_tenants_after(uuid) TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.list_tenants_after(uuid) OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
