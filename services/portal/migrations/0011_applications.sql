-- Integrations (RFC 6749, 4.4). A secret is 32 random bytes, shown once; only its digest stands here.
CREATE TABLE portal.application (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES portal.provider,
    id          uuid NOT NULL DEFAULT uuidv7(),
    name        text NOT NULL CHECK (name <> ''),
    scopes      text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'onboard'] AND scopes <> '{}'),
    created_by  uuid NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (id),
    FOREIGN KEY (tenant_id, created_by) REFERENCES portal.staff
);
CREATE INDEX ON portal.application (tenant_id, created_by);
SELECT bus.isolate('portal.application');

-- Of each application the newest counts, and the one before it for one day more, so that a rotation
-- interrupts nothing.
CREATE TABLE portal.application_secret (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    id              uuid NOT NULL DEFAULT uuidv7(),
    application_id  uuid NOT NULL,
    secret_digest   bytea NOT NULL CHECK (octet_length(secret_digest) = 32),
    created_by      uuid NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES portal.application,
    FOREIGN KEY (tenant_id, created_by) REFERENCES portal.staff
);
CREATE INDEX ON portal.application_secret (tenant_id, application_id, id);
CREATE INDEX ON portal.application_secret (tenant_id, created_by);
SELECT bus.isolate('portal.application_secret');

CREATE TABLE portal.application_revocation (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    application_id  uuid NOT NULL,
    revoked_by      uuid NOT NULL,
    revoked_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, application_id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES portal.application,
    FOREIGN KEY (tenant_id, revoked_by) REFERENCES portal.staff
);
CREATE INDEX ON portal.application_revocation (tenant_id, revoked_by);
SELECT bus.isolate('portal.application_revocation');

GRANT SELECT, INSERT ON portal.application, portal.application_secret, portal.application_revocation TO portal;

GRANT SELECT (tenant_id, id) ON portal.application TO schakel_finder;
CREATE POLICY finder ON portal.application FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA portal TO schakel_finder;
SET LOCAL ROLE schakel_finder;

CREATE FUNCTION portal.find_application(application_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT a.tenant_id FROM portal.application a WHERE a.id = application_id;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA portal FROM schakel_finder;
REVOKE ALL ON FUNCTION portal.find_application FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.find_application TO portal;
