-- What storage keeps under a lock for nobody is asked again much later, and keeps nothing else waiting.
ALTER TABLE documents.storing ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();
GRANT UPDATE (due_at) ON documents.storing TO documents;
GRANT SELECT (due_at) ON documents.storing TO schakel_finder;
CREATE OR REPLACE FUNCTION documents.stranded(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.tenant_id, s.id FROM documents.storing s
    WHERE s.begun_at < now() - interval '1 day' AND s.due_at <= now() ORDER BY s.begun_at LIMIT most;
END;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.stranded OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
