-- name: record
INSERT INTO documents.file (name, media_type, digest, size)
SELECT name, media_type, digest, size
FROM jsonb_to_record($1) AS f (name text, media_type text, digest bytea, size bigint)
RETURNING id, name, media_type, digest, size, stored_at

-- name: read
SELECT f.id, f.name, f.media_type, f.digest, f.size, f.stored_at, e.erased_at FROM documents.file f
LEFT JOIN documents.file_erasure e ON (e.tenant_id, e.file_id) = (f.tenant_id, f.id)
WHERE f.tenant_id = bus.tenant() AND f.id = $1
