-- name: hold
-- Whoever records something of a client in this moment goes first; whoever comes later sees the order.
SELECT pg_advisory_xact_lock(hashtextextended('documents.erasure ' || $1::uuid, 0))

-- name: wait_for_orders
SELECT pg_advisory_xact_lock_shared(hashtextextended('documents.erasure ' || client_id, 0))
FROM unnest($1::uuid[]) AS client_id

-- name: order
INSERT INTO documents.erasure (client_id) VALUES ($1) ON CONFLICT DO NOTHING

-- name: is_ordered
SELECT EXISTS (SELECT FROM documents.erasure WHERE tenant_id = bus.tenant() AND client_id = $1)

-- name: ordered_among
SELECT client_id FROM documents.erasure WHERE tenant_id = bus.tenant() AND client_id = ANY ($1::uuid[])

-- name: ordered_since
SELECT EXISTS (
    SELECT FROM documents.erasure
    WHERE tenant_id = bus.tenant() AND client_id = ANY ($1::uuid[]) AND ordered_at >= $2)

-- name: held
SELECT count(*) FROM documents.document d
JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
WHERE r.tenant_id = bus.tenant() AND r.client_id = $1 AND NOT EXISTS (
    SELECT FROM documents.document_erasure e WHERE (e.tenant_id, e.document_id) = (d.tenant_id, d.id))

-- name: take_documents
-- Also what was on its way to storage when a worker died.
WITH of AS (
    SELECT id FROM documents.rendering WHERE tenant_id = bus.tenant() AND client_id = $1
), doomed AS (
    DELETE FROM documents.upload u USING of
    WHERE (u.tenant_id, u.rendering_id) = (bus.tenant(), of.id) RETURNING u.digest, u.kind
), told AS (
    INSERT INTO documents.removal (object_key, client_id)
    SELECT DISTINCT bus.tenant() || '/' || encode(x.digest, 'hex') || '.' || x.kind, $1::uuid FROM doomed x
    ON CONFLICT DO NOTHING
)
INSERT INTO documents.document_erasure (document_id)
SELECT d.id FROM documents.document d JOIN of ON d.rendering_id = of.id
WHERE d.tenant_id = bus.tenant() AND NOT EXISTS (
    SELECT FROM documents.document_erasure e WHERE (e.tenant_id, e.document_id) = (d.tenant_id, d.id))
RETURNING document_id

-- name: take_files
INSERT INTO documents.file_erasure (file_id)
SELECT f.id FROM documents.file f
WHERE f.tenant_id = bus.tenant() AND f.id = ANY ($1::uuid[]) AND NOT EXISTS (
    SELECT FROM documents.file_erasure e WHERE (e.tenant_id, e.file_id) = (f.tenant_id, f.id))
RETURNING file_id

-- name: unname_files
UPDATE documents.file SET name = '–' WHERE tenant_id = bus.tenant() AND id = ANY ($1::uuid[])

-- name: reply_later
INSERT INTO documents.erasure_reply (client_id, erased) VALUES ($1, $2)

-- name: unerased
SELECT tenant_id, client_id FROM documents.unerased($1)

-- name: removals
SELECT object_key FROM documents.removal
WHERE tenant_id = bus.tenant() AND client_id = $1 AND due_at <= now() LIMIT $2

-- name: postpone
UPDATE documents.removal SET due_at = now() + interval '1 hour'
WHERE tenant_id = bus.tenant() AND client_id = $1 AND object_key = $2

-- name: removed
DELETE FROM documents.removal WHERE tenant_id = bus.tenant() AND client_id = $1 AND object_key = $2

-- name: replies
-- None while something is left in storage.
DELETE FROM documents.erasure_reply
WHERE tenant_id = bus.tenant() AND client_id = $1 AND NOT EXISTS (
    SELECT FROM documents.removal r WHERE r.tenant_id = bus.tenant() AND r.client_id = $1)
RETURNING erased

-- name: verify
SELECT x.what, x.version_id, x.variant, x.kind, x.issued_at, x.erased_at FROM (
    SELECT CASE WHEN d.digest = $1 THEN 'document' ELSE 'text' END AS what, r.version_id, r.variant,
        CASE WHEN d.digest = $1 THEN d.kind END AS kind, d.stored_at AS issued_at, e.erased_at, r.client_id
    FROM documents.document d
    JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
    LEFT JOIN documents.document_erasure e ON (e.tenant_id, e.document_id) = (d.tenant_id, d.id)
    WHERE d.tenant_id = bus.tenant() AND (d.digest = $1 OR d.snapshot_digest = $1)
    UNION ALL
    SELECT 'file', NULL, NULL, NULL, f.stored_at, e.erased_at, NULL
    FROM documents.file f
    LEFT JOIN documents.file_erasure e ON (e.tenant_id, e.file_id) = (f.tenant_id, f.id)
    WHERE f.tenant_id = bus.tenant() AND f.digest = $1
    UNION ALL
    SELECT 'document', NULL, NULL, f.format, f.stored_at, c.erased_at, NULL
    FROM documents.record_document_file f
    JOIN documents.record_document_content c ON (c.tenant_id, c.record_document_id) = (f.tenant_id, f.record_document_id)
    WHERE f.tenant_id = bus.tenant() AND f.digest = $1
    UNION ALL
    SELECT 'text', NULL, NULL, NULL, c.frozen_at, c.erased_at, NULL
    FROM documents.record_document_content c WHERE c.tenant_id = bus.tenant() AND c.digest = $1
    UNION ALL
    SELECT CASE WHEN f.digest = $1 THEN 'document' ELSE 'text' END, NULL, NULL,
        CASE WHEN f.digest = $1 THEN f.format END, f.stored_at, c.erased_at,
        CASE WHEN cardinality(c.client_ids) = 1 THEN c.client_ids[1] END
    FROM documents.letter_content c
    JOIN documents.letter_file f ON (f.tenant_id, f.letter_id) = (c.tenant_id, c.letter_id)
    WHERE c.tenant_id = bus.tenant() AND (f.digest = $1 OR c.digest = $1)
) x
WHERE $2::uuid IS NULL OR x.client_id = $2
ORDER BY x.issued_at, x.what
LIMIT 1
