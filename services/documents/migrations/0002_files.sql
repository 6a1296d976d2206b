-- Whose bytes are on their way to storage, told before they go: what a crash leaves there is found.
CREATE TABLE documents.receiving (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    begun_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX ON documents.receiving (begun_at);
SELECT bus.isolate('documents.receiving');
GRANT SELECT, INSERT, UPDATE (begun_at), DELETE ON documents.receiving TO documents;

-- A file that somebody handed in: stored, read back, and never altered since.
CREATE TABLE documents.file (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    name        text NOT NULL,
    media_type  text NOT NULL,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    size        bigint NOT NULL,
    stored_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ON documents.file (tenant_id, digest);
SELECT bus.isolate('documents.file');
GRANT SELECT, INSERT ON documents.file TO documents;

-- For the sweep, which knows no tenant: what has been on its way for longer than a day.
CREATE FUNCTION documents.stranded(most integer) RETURNS TABLE (tenant_id uuid, digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT r.tenant_id, r.digest FROM documents.receiving r
    WHERE r.begun_at < now() - interval '1 day' ORDER BY r.begun_at LIMIT most;
END;
CREATE POLICY sweep ON documents.receiving FOR SELECT TO schakel_finder USING (true);
GRANT SELECT ON documents.receiving TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.stranded OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.stranded FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.stranded TO documents;
