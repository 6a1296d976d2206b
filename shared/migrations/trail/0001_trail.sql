-- Who did what: of each tenant one chain over all services, in which every row binds the one before
-- it. Nothing in the chain is personal but identifiers; what is, stands in a row beside it that can be
-- erased. A service adds rows in its own name and reads none of them; contracts shows them.
CREATE TABLE trail.act (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    number      bigint NOT NULL CHECK (number > 0),
    at          timestamptz NOT NULL,
    -- Null in acts from before there was one chain: then all were of contracts.
    service     text,
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
CREATE INDEX ON trail.act (tenant_id, at);
CREATE INDEX ON trail.act (tenant_id, actor_id, number);
CREATE INDEX ON trail.act (tenant_id, operation, number);
CREATE INDEX ON trail.act USING gin (targets);
SELECT bus.isolate('trail.act');
CREATE POLICY own_name ON trail.act AS RESTRICTIVE FOR INSERT WITH CHECK (service = current_user);

-- Opens the commitment of an act; deleted when the person is erased.
CREATE TABLE trail.act_detail (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    number     bigint NOT NULL,
    salt       bytea NOT NULL CHECK (octet_length(salt) = 32),
    personal   jsonb NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES trail.act
);
SELECT bus.isolate('trail.act_detail');

-- The end of the chain: who adds to it holds this row until the transaction ends.
CREATE TABLE trail.act_head (
    tenant_id  uuid PRIMARY KEY DEFAULT bus.tenant(),
    number     bigint NOT NULL,
    digest     bytea NOT NULL CHECK (octet_length(digest) = 32)
) WITH (fillfactor = 50);
SELECT bus.isolate('trail.act_head');

GRANT USAGE ON SCHEMA trail TO contracts, documents, notifications, portal;
GRANT INSERT ON trail.act, trail.act_detail TO contracts, documents, notifications, portal;
GRANT SELECT, INSERT, UPDATE (number, digest) ON trail.act_head TO contracts, documents, notifications, portal;
GRANT SELECT ON trail.act, trail.act_detail TO contracts;
GRANT DELETE ON trail.act_detail TO contracts;
