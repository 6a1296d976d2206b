-- A document of a provider's own record was issued as well: whoever holds one may ask.
CREATE INDEX ON documents.record_document_file (digest);
CREATE INDEX ON documents.record_document_content (digest);
GRANT SELECT (tenant_id, id, record_document_id, digest, stored_at) ON documents.record_document_file TO schakel_finder;
CREATE POLICY issued ON documents.record_document_file FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, record_document_id, digest) ON documents.record_document_content TO schakel_finder;
CREATE POLICY issued ON documents.record_document_content FOR SELECT TO schakel_finder USING (true);

DROP FUNCTION documents.issued;
-- A file is worth more than the text that it prints, which several files bear. file_id is that of a
-- record_document_file.
CREATE FUNCTION documents.issued(wanted bytea) RETURNS TABLE (tenant_id uuid, document_id uuid, file_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT x.tenant_id, x.document_id, x.file_id FROM (
        SELECT d.tenant_id, d.id AS document_id, NULL::uuid AS file_id, 1 AS rank, d.stored_at
        FROM documents.document d WHERE d.digest = wanted
        UNION ALL
        SELECT f.tenant_id, NULL, f.id, 1, f.stored_at FROM documents.record_document_file f WHERE f.digest = wanted
        UNION ALL
        SELECT d.tenant_id, d.id, NULL, 2, d.stored_at FROM documents.document d WHERE d.snapshot_digest = wanted
        UNION ALL
        SELECT f.tenant_id, NULL, f.id, 2, f.stored_at FROM documents.record_document_content c
        JOIN documents.record_document_file f
            ON (f.tenant_id, f.record_document_id) = (c.tenant_id, c.record_document_id)
        WHERE c.digest = wanted
    ) x ORDER BY x.rank, x.stored_at DESC LIMIT 1;
END;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.issued OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.issued FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.issued TO documents;
