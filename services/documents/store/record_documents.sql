-- name: today
SELECT clock.today()

-- name: request
INSERT INTO documents.record_document (kind, language, day, told, change_id, requested_by)
SELECT kind, language, day, told, change_id, $2
FROM jsonb_to_record($1) AS d (kind text, language text, day date, told jsonb, change_id uuid) RETURNING id

-- name: read
SELECT i.*, c.digest, c.erased_at FROM documents.record_document i
LEFT JOIN documents.record_document_content c ON (c.tenant_id, c.record_document_id) = (i.tenant_id, i.id)
WHERE i.tenant_id = bus.tenant() AND i.id = $1

-- name: page
SELECT i.*, c.digest, c.erased_at FROM documents.record_document i
LEFT JOIN documents.record_document_content c ON (c.tenant_id, c.record_document_id) = (i.tenant_id, i.id)
WHERE i.tenant_id = bus.tenant() AND ($1::text IS NULL OR i.kind = $1) AND ($2::date IS NULL OR i.day = $2)
    AND ($3::uuid IS NULL OR i.change_id = $3) AND ($4::uuid IS NULL OR i.id < $4)
ORDER BY i.id DESC LIMIT $5

-- name: freeze
INSERT INTO documents.record_document_content (record_document_id, canonical, digest, client_ids)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: content
SELECT canonical, digest, client_ids FROM documents.record_document_content
WHERE tenant_id = bus.tenant() AND record_document_id = $1

-- name: now
SELECT clock.now()

-- name: hold
-- Until the commit nobody erases it.
SELECT erased_at FROM documents.record_document_content WHERE tenant_id = bus.tenant() AND record_document_id = $1 FOR SHARE

-- name: record
INSERT INTO documents.record_document_file (record_document_id, format, digest, size, source_digest, file_name)
SELECT record_document_id, format, digest, size, source_digest, file_name
FROM jsonb_to_record($1) AS f (record_document_id uuid, format text, digest bytea, size bigint, source_digest bytea,
                               file_name text)
ON CONFLICT DO NOTHING RETURNING id

-- name: files
SELECT id, record_document_id, format, digest, size, source_digest, file_name, stored_at FROM documents.record_document_file
WHERE tenant_id = bus.tenant() AND record_document_id = ANY ($1::uuid[]) ORDER BY record_document_id, format

-- name: complete
UPDATE documents.record_document SET completed_at = clock.now(), problem = NULL, detail = NULL
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: postpone
UPDATE documents.record_document SET attempts = attempts + 1, problem = $2, detail = $3, due_at = now() + $4::interval
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: due
SELECT tenant_id, id FROM documents.due_record_documents($1)

-- name: erase
UPDATE documents.record_document_content SET canonical = NULL, erased_at = clock.now()
WHERE tenant_id = bus.tenant() AND client_ids @> ARRAY[$1::uuid] AND erased_at IS NULL
RETURNING record_document_id

-- name: held
SELECT count(*) FROM documents.record_document_content c
JOIN documents.record_document_file f ON (f.tenant_id, f.record_document_id) = (c.tenant_id, c.record_document_id)
WHERE c.tenant_id = bus.tenant() AND c.client_ids @> ARRAY[$1::uuid] AND c.erased_at IS NULL
