-- name: begin
INSERT INTO documents.receiving (digest) VALUES ($1)
ON CONFLICT (tenant_id, digest) DO UPDATE SET begun_at = now()

-- name: record
WITH begun AS (
    DELETE FROM documents.receiving r USING jsonb_to_record($1) AS f (digest bytea)
    WHERE r.tenant_id = bus.tenant() AND r.digest = f.digest
)
INSERT INTO documents.file (name, media_type, digest, size)
SELECT name, media_type, digest, size
FROM jsonb_to_record($1) AS f (name text, media_type text, digest bytea, size bigint)
RETURNING id, name, media_type, digest, size, stored_at

-- name: read
SELECT f.id, f.name, f.media_type, f.digest, f.size, f.stored_at, e.erased_at FROM documents.file f
LEFT JOIN documents.file_erasure e ON (e.tenant_id, e.file_id) = (f.tenant_id, f.id)
WHERE f.tenant_id = bus.tenant() AND f.id = $1

-- name: stranded
SELECT tenant_id, digest FROM documents.stranded($1)

-- name: take_stranded
DELETE FROM documents.receiving
WHERE tenant_id = bus.tenant() AND digest = $1 AND begun_at < now() - interval '1 day'
RETURNING NOT EXISTS (
    SELECT FROM documents.file f WHERE f.tenant_id = bus.tenant() AND f.digest = $1 AND NOT EXISTS (
        SELECT FROM documents.file_erasure e WHERE (e.tenant_id, e.file_id) = (f.tenant_id, f.id))) AS orphan
