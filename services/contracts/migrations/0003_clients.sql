CREATE TABLE contracts.client (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    external_id   text,
    name          text NOT NULL,
    name_key      text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
    registration  text,
    address       text,
    country       text NOT NULL,
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    onboarded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id)
);
CREATE INDEX ON contracts.client (tenant_id, name_key, id);
SELECT bus.isolate('contracts.client');
GRANT SELECT, INSERT ON contracts.client TO contracts;

CREATE TABLE contracts.contact (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    client_id   uuid NOT NULL,
    name        text NOT NULL,
    email       text NOT NULL,
    email_key   text NOT NULL GENERATED ALWAYS AS (lower(email)) STORED,
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    job_title   text,
    duties      text[] NOT NULL CHECK (duties <@ ARRAY['signatory', 'notice', 'privacy', 'breach']),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, client_id, email_key),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.contact (email_key);
SELECT bus.isolate('contracts.contact');
GRANT SELECT, INSERT ON contracts.contact TO contracts;

-- The place of a contact in the order in which its client is told: notice, privacy, signatory, breach.
CREATE FUNCTION contracts.turn(duties text[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT min(array_position(ARRAY['notice', 'privacy', 'signatory', 'breach'], duty))
    FROM unnest(duties) AS duty
$$;

-- A link that for one client holds in another range than for everybody else.
CREATE TABLE contracts.link_exception (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    link_id    uuid NOT NULL,
    client_id  uuid NOT NULL,
    valid      daterange NOT NULL,
    PRIMARY KEY (tenant_id, client_id, link_id),
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.link_exception (tenant_id, link_id);
SELECT bus.isolate('contracts.link_exception');
GRANT SELECT, INSERT, UPDATE (valid) ON contracts.link_exception TO contracts;
