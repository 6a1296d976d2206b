-- The secret address of somebody's calendar: of its token the digest alone stands here. One a person
-- at most; another one takes its place.
CREATE TABLE portal.calendar_link (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES portal.provider,
    id            uuid NOT NULL DEFAULT uuidv7(),
    kind          text NOT NULL CHECK (kind IN ('staff', 'contact', 'reseller')),
    person_id     uuid NOT NULL,
    client_id     uuid CHECK ((client_id IS NOT NULL) = (kind = 'contact')),
    reseller_id   uuid CHECK ((reseller_id IS NOT NULL) = (kind = 'reseller')),
    token_digest  bytea NOT NULL UNIQUE CHECK (octet_length(token_digest) = 32),
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    made_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, person_id)
);
CREATE INDEX ON portal.calendar_link (tenant_id, client_id) WHERE client_id IS NOT NULL;
SELECT bus.isolate('portal.calendar_link');
GRANT SELECT, INSERT, DELETE ON portal.calendar_link TO portal;

GRANT SELECT (tenant_id, token_digest) ON portal.calendar_link TO schakel_finder;
CREATE POLICY finder ON portal.calendar_link FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA portal TO schakel_finder;
SET LOCAL ROLE schakel_finder;

CREATE FUNCTION portal.find_calendar(digest bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT c.tenant_id FROM portal.calendar_link c WHERE c.token_digest = digest;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA portal FROM schakel_finder;
REVOKE ALL ON FUNCTION portal.find_calendar FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.find_calendar TO portal;
