-- name: lock
-- Until the commit nobody else begins, records or removes an object of this key.
SELECT pg_advisory_xact_lock(hashtextextended(k, 40)) FROM unnest($1::text[]) AS k

-- name: begin
INSERT INTO documents.storing (object_key) SELECT unnest($1::text[]) RETURNING id, object_key

-- name: abandon
DELETE FROM documents.storing WHERE tenant_id = bus.tenant() AND id = $1

-- name: postpone
UPDATE documents.storing SET due_at = now() + interval '1 hour' WHERE tenant_id = bus.tenant() AND id = $1

-- name: record
-- Nothing is answered when it began so long ago that the sweep may have been there.
WITH begun AS (
    DELETE FROM documents.storing s
    USING jsonb_to_recordset($1) AS told (begun uuid, holder uuid, object_key text, digest bytea, size bigint)
    WHERE s.tenant_id = bus.tenant() AND s.id = told.begun AND s.object_key = told.object_key
        AND s.begun_at > now() - interval '12 hours'
    RETURNING told.*
)
INSERT INTO documents.kept (object_key, holder, digest, size)
SELECT object_key, holder, digest, size FROM begun
RETURNING holder

-- name: release
WITH gone AS (
    DELETE FROM documents.kept WHERE tenant_id = bus.tenant() AND holder = ANY ($1::uuid[]) RETURNING object_key
)
INSERT INTO documents.removal (object_key, client_id) SELECT DISTINCT object_key, $2::uuid FROM gone
ON CONFLICT DO NOTHING

-- name: is_kept
SELECT EXISTS (SELECT FROM documents.kept WHERE tenant_id = bus.tenant() AND object_key = $1)

-- name: is_under_way
SELECT EXISTS (
    SELECT FROM documents.storing
    WHERE tenant_id = bus.tenant() AND object_key = $1 AND begun_at > now() - interval '1 day')

-- name: stranded
SELECT tenant_id, id FROM documents.stranded($1)

-- name: key_of
SELECT object_key FROM documents.storing WHERE tenant_id = bus.tenant() AND id = $1
