-- Anybody may ask whether a file was issued here, and does not say by whom: what bears a digest is
-- found over all tenants, by identifier.
CREATE INDEX ON documents.document (digest);
CREATE INDEX ON documents.document (snapshot_digest);
GRANT SELECT (tenant_id, id, digest, snapshot_digest, stored_at) ON documents.document TO schakel_finder;
CREATE POLICY issued ON documents.document FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, id, fingerprint) ON documents.seal_certificate TO schakel_finder;
CREATE POLICY issued ON documents.seal_certificate FOR SELECT TO schakel_finder USING (true);

-- A file is worth more than the text that it prints, which several files bear.
CREATE FUNCTION documents.issued(wanted bytea) RETURNS TABLE (tenant_id uuid, document_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT x.tenant_id, x.id FROM (
        SELECT d.tenant_id, d.id, 1 AS rank, d.stored_at FROM documents.document d WHERE d.digest = wanted
        UNION ALL
        SELECT d.tenant_id, d.id, 2, d.stored_at FROM documents.document d WHERE d.snapshot_digest = wanted
    ) x ORDER BY x.rank, x.stored_at DESC LIMIT 1;
END;

CREATE FUNCTION documents.sealed_with(wanted bytea) RETURNS TABLE (tenant_id uuid, certificate_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT c.tenant_id, c.id FROM documents.seal_certificate c WHERE c.fingerprint = wanted LIMIT 1;
END;

GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.issued OWNER TO schakel_finder;
ALTER FUNCTION documents.sealed_with OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.issued, documents.sealed_with FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.issued, documents.sealed_with TO documents;
