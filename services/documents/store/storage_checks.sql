-- name: keepers
SELECT tenant_id FROM documents.keepers($1, $2)

-- name: recorded
SELECT DISTINCT ON (object_key) object_key, digest, size FROM documents.kept
WHERE tenant_id = bus.tenant() AND object_key > $1 ORDER BY object_key LIMIT $2

-- name: record
INSERT INTO documents.storage_check (digests, lock, objects, bytes, missing, altered, unknown, removed)
SELECT $1, $2, t.* FROM jsonb_to_record($3) AS t (
    objects bigint, bytes bigint, missing bigint, altered bigint, unknown bigint, removed bigint)

-- name: last
SELECT id, checked_at, digests, lock, objects, bytes, missing, altered, unknown, removed
FROM documents.storage_check WHERE tenant_id = bus.tenant() ORDER BY id DESC LIMIT 1

-- name: held
SELECT count(*) AS objects, coalesce(sum(size), 0)::bigint AS bytes FROM (
    SELECT DISTINCT ON (object_key) size FROM documents.kept WHERE tenant_id = bus.tenant()) k
