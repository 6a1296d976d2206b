-- What lies in storage, and for whom: an object stays while somebody holds it. The key is in the order
-- in which storage lists its objects, so that both can be read side by side.
CREATE TABLE documents.kept (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    object_key  text COLLATE "C" NOT NULL,
    holder      uuid NOT NULL,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    size        bigint NOT NULL CHECK (size >= 0),
    kept_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, object_key, holder)
);
CREATE INDEX ON documents.kept (tenant_id, holder);
SELECT bus.isolate('documents.kept');
GRANT SELECT, INSERT, DELETE ON documents.kept TO documents;

-- What is on its way to storage, told before it goes: what a crash leaves there is found by this row.
-- Machine time, of which begun_at is.
CREATE TABLE documents.storing (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    object_key  text COLLATE "C" NOT NULL,
    begun_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ON documents.storing (tenant_id, object_key);
CREATE INDEX ON documents.storing (begun_at);
SELECT bus.isolate('documents.storing');
GRANT SELECT, INSERT, DELETE ON documents.storing TO documents;

-- What is there already. The owner is shut in too, so for these statements alone it is not.
DO $$
DECLARE
    shut text;
    tables text[] := ARRAY['document', 'document_erasure', 'file', 'file_erasure', 'receiving', 'upload', 'kept', 'storing'];
BEGIN
    FOREACH shut IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE documents.%I NO FORCE ROW LEVEL SECURITY', shut);
    END LOOP;
    INSERT INTO documents.kept (tenant_id, object_key, holder, digest, size, kept_at)
    SELECT d.tenant_id, d.tenant_id || '/' || encode(d.digest, 'hex') || '.' || d.kind, d.id, d.digest, d.size, d.stored_at
    FROM documents.document d
    WHERE NOT EXISTS (
        SELECT FROM documents.document_erasure e WHERE (e.tenant_id, e.document_id) = (d.tenant_id, d.id))
    UNION ALL
    SELECT f.tenant_id, f.tenant_id || '/' || encode(f.digest, 'hex') || '.file', f.id, f.digest, f.size, f.stored_at
    FROM documents.file f
    WHERE NOT EXISTS (
        SELECT FROM documents.file_erasure e WHERE (e.tenant_id, e.file_id) = (f.tenant_id, f.id));
    INSERT INTO documents.storing (tenant_id, object_key, begun_at)
    SELECT r.tenant_id, r.tenant_id || '/' || encode(r.digest, 'hex') || '.file', r.begun_at FROM documents.receiving r
    UNION ALL
    SELECT u.tenant_id, u.tenant_id || '/' || encode(u.digest, 'hex') || '.' || u.kind, u.begun_at FROM documents.upload u;
    FOREACH shut IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE documents.%I FORCE ROW LEVEL SECURITY', shut);
    END LOOP;
END $$;

DROP FUNCTION documents.stranded;
DROP TABLE documents.receiving;

-- For the sweep, which knows no tenant: what has been on its way for longer than a day.
CREATE FUNCTION documents.stranded(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.tenant_id, s.id FROM documents.storing s
    WHERE s.begun_at < now() - interval '1 day' ORDER BY s.begun_at LIMIT most;
END;
CREATE POLICY sweep ON documents.storing FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, id, begun_at) ON documents.storing TO schakel_finder;

-- What storage refuses to give up under a lock is asked again much later, and keeps nobody else waiting.
ALTER TABLE documents.removal ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();
GRANT UPDATE (due_at) ON documents.removal TO documents;
GRANT SELECT (due_at) ON documents.removal TO schakel_finder;
CREATE OR REPLACE FUNCTION documents.unerased(most integer) RETURNS TABLE (tenant_id uuid, client_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT x.tenant_id, x.client_id FROM (
        SELECT r.tenant_id, r.client_id FROM documents.removal r WHERE r.due_at <= now()
        UNION
        SELECT p.tenant_id, p.client_id FROM documents.erasure_reply p
        WHERE NOT EXISTS (
            SELECT FROM documents.removal r WHERE (r.tenant_id, r.client_id) = (p.tenant_id, p.client_id))
    ) x LIMIT most;
END;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.stranded OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.stranded FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.stranded TO documents;
