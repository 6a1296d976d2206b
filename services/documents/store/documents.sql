-- name: begin
INSERT INTO documents.upload
    (rendering_id, kind, digest, size, source_digest, snapshot_digest, file_name, engine)
SELECT rendering_id, kind, digest, size, source_digest, snapshot_digest, file_name, engine
FROM jsonb_to_recordset($1) AS made (rendering_id uuid, kind text, digest bytea, size bigint,
    source_digest bytea, snapshot_digest bytea, file_name text, engine text)
ON CONFLICT (tenant_id, rendering_id, kind) DO UPDATE
SET digest = excluded.digest, size = excluded.size, source_digest = excluded.source_digest,
    snapshot_digest = excluded.snapshot_digest, file_name = excluded.file_name,
    engine = excluded.engine, begun_at = now()

-- name: begun
SELECT kind, digest, size, source_digest, snapshot_digest, file_name, engine FROM documents.upload
WHERE tenant_id = bus.tenant() AND rendering_id = $1 AND kind = $2

-- name: record
WITH begun AS (
    DELETE FROM documents.upload u
    USING unnest($1::uuid[], $3::bytea[]) AS told (rendering_id, digest)
    WHERE u.tenant_id = bus.tenant() AND u.rendering_id = told.rendering_id AND u.kind = $2
        AND u.digest = told.digest
    RETURNING u.*
)
INSERT INTO documents.document
    (rendering_id, kind, digest, size, source_digest, snapshot_digest, file_name, engine)
SELECT rendering_id, kind, digest, size, source_digest, snapshot_digest, file_name, engine FROM begun
ON CONFLICT (tenant_id, rendering_id, kind) DO NOTHING
RETURNING rendering_id, id

-- name: pdf_of
SELECT d.kind, d.digest, d.size, d.source_digest, d.snapshot_digest, d.file_name, d.engine
FROM documents.document d
WHERE d.tenant_id = bus.tenant() AND d.kind = 'pdf' AND d.source_digest = $1 AND NOT EXISTS (
    SELECT FROM documents.document_erasure e WHERE (e.tenant_id, e.document_id) = (d.tenant_id, d.id))
LIMIT 1

-- name: identifiers
SELECT rendering_id, id FROM documents.document
WHERE tenant_id = bus.tenant() AND rendering_id = ANY ($1::uuid[])
ORDER BY kind

-- name: of_rendering
SELECT d.*, r.version_id, r.client_id, r.variant, e.erased_at FROM documents.document d
JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
LEFT JOIN documents.document_erasure e ON (e.tenant_id, e.document_id) = (d.tenant_id, d.id)
WHERE d.tenant_id = bus.tenant() AND d.rendering_id = $1
ORDER BY d.kind

-- name: of_version
SELECT d.*, r.version_id, r.client_id, r.variant, e.erased_at,
    CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('level', s.level, 'self_made', c.self_made OR c.subject = c.issuer,
        'downgrade', s.downgrade) END AS seal
FROM documents.document d
JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
LEFT JOIN documents.document_erasure e ON (e.tenant_id, e.document_id) = (d.tenant_id, d.id)
LEFT JOIN documents.seal s ON (s.tenant_id, s.digest) = (d.tenant_id, d.digest)
LEFT JOIN documents.seal_certificate c ON (c.tenant_id, c.id) = (s.tenant_id, s.certificate_id)
WHERE r.tenant_id = bus.tenant() AND r.version_id = $1 AND ($2::uuid IS NULL OR r.client_id = $2)
ORDER BY r.requested_at, d.kind

-- name: get
SELECT d.*, r.version_id, r.client_id, r.variant, e.erased_at FROM documents.document d
JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
LEFT JOIN documents.document_erasure e ON (e.tenant_id, e.document_id) = (d.tenant_id, d.id)
WHERE d.tenant_id = bus.tenant() AND d.id = $1 AND ($2::uuid IS NULL OR r.client_id = $2)
