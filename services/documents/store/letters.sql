-- name: request
-- Null when the key is taken.
INSERT INTO documents.letter (key, kind, language) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id

-- name: freeze
INSERT INTO documents.letter_content (letter_id, canonical, digest, client_ids) VALUES ($1, $2, $3, $4)

-- name: read
SELECT l.*, c.digest, c.client_ids, c.erased_at FROM documents.letter l
JOIN documents.letter_content c ON (c.tenant_id, c.letter_id) = (l.tenant_id, l.id)
WHERE l.tenant_id = bus.tenant() AND l.id = $1

-- name: under_key
SELECT l.*, c.digest, c.client_ids, c.erased_at FROM documents.letter l
JOIN documents.letter_content c ON (c.tenant_id, c.letter_id) = (l.tenant_id, l.id)
WHERE l.tenant_id = bus.tenant() AND l.key = $1

-- name: page
SELECT l.*, c.digest, c.client_ids, c.erased_at FROM documents.letter l
JOIN documents.letter_content c ON (c.tenant_id, c.letter_id) = (l.tenant_id, l.id)
WHERE l.tenant_id = bus.tenant() AND ($1::text IS NULL OR l.kind = $1)
    AND ($2::uuid IS NULL OR c.client_ids @> ARRAY[$2::uuid]) AND ($3::uuid IS NULL OR l.id < $3)
ORDER BY l.id DESC LIMIT $4

-- name: content
SELECT canonical, digest, client_ids FROM documents.letter_content WHERE tenant_id = bus.tenant() AND letter_id = $1

-- name: hold
-- Until the commit nobody erases it.
SELECT erased_at FROM documents.letter_content WHERE tenant_id = bus.tenant() AND letter_id = $1 FOR SHARE

-- name: record
INSERT INTO documents.letter_file (letter_id, format, digest, size, source_digest, file_name)
SELECT letter_id, format, digest, size, source_digest, file_name
FROM jsonb_to_record($1) AS f (letter_id uuid, format text, digest bytea, size bigint, source_digest bytea, file_name text)
ON CONFLICT DO NOTHING RETURNING id

-- name: files
SELECT id, letter_id, format, digest, size, source_digest, file_name, stored_at FROM documents.letter_file
WHERE tenant_id = bus.tenant() AND letter_id = ANY ($1::uuid[]) ORDER BY letter_id, format

-- name: complete
UPDATE documents.letter SET completed_at = clock.now(), problem = NULL, detail = NULL
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: postpone
UPDATE documents.letter SET attempts = attempts + 1, problem = $2, detail = $3, due_at = now() + $4::interval
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: due
SELECT tenant_id, id FROM documents.due_letters($1)

-- name: erase
UPDATE documents.letter_content SET canonical = NULL, erased_at = clock.now()
WHERE tenant_id = bus.tenant() AND client_ids @> ARRAY[$1::uuid] AND erased_at IS NULL
RETURNING letter_id

-- name: held
SELECT count(*) FROM documents.letter_content c
JOIN documents.letter_file f ON (f.tenant_id, f.letter_id) = (c.tenant_id, c.letter_id)
WHERE c.tenant_id = bus.tenant() AND c.client_ids @> ARRAY[$1::uuid] AND c.erased_at IS NULL
