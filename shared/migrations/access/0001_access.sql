-- An appointment or an integration that ended: a token that was given under it holds no more. The
-- portal says so; every service asks for those of late, without a tenant, and gets identifiers.
CREATE TABLE access.ending (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    grant_id   uuid NOT NULL,
    ended_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, grant_id)
);
CREATE INDEX ON access.ending (ended_at);
SELECT bus.isolate('access.ending');

GRANT USAGE ON SCHEMA access TO contracts, documents, notifications, portal, schakel_finder;
GRANT SELECT (tenant_id, grant_id), INSERT (grant_id) ON access.ending TO portal;
GRANT SELECT (grant_id, ended_at) ON access.ending TO schakel_finder;
CREATE POLICY finder ON access.ending FOR SELECT TO schakel_finder USING (true);

-- No token lives longer than an hour.
CREATE FUNCTION access.ended_of_late() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT e.grant_id FROM access.ending e WHERE e.ended_at > now() - interval '2 hours' $$;
REVOKE ALL ON FUNCTION access.ended_of_late() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.ended_of_late() TO contracts, documents, notifications, portal;
GRANT CREATE ON SCHEMA access TO schakel_finder;
ALTER FUNCTION access.ended_of_late() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA access FROM schakel_finder;
