-- name: request
INSERT INTO documents.dossier (client_id, audience, language) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, client_id, audience) WHERE completed_at IS NULL AND removed_at IS NULL DO NOTHING
RETURNING id

-- name: under_way
SELECT * FROM documents.dossier
WHERE tenant_id = bus.tenant() AND client_id = $1 AND audience = $2 AND completed_at IS NULL AND removed_at IS NULL

-- name: get
SELECT * FROM documents.dossier
WHERE tenant_id = bus.tenant() AND id = $1 AND ($2::uuid IS NULL OR client_id = $2 AND audience = 'client')

-- name: of_client
SELECT * FROM documents.dossier
WHERE tenant_id = bus.tenant() AND client_id = $1 AND (NOT $2 OR audience = 'client')
    AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4

-- name: begin
UPDATE documents.dossier SET files_total = $2, bytes_total = $3, files_done = 0, bytes_done = 0, problem = NULL,
    detail = NULL, due_at = now() + interval '1 minute'
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL AND removed_at IS NULL

-- name: move_on
UPDATE documents.dossier SET files_done = $2, bytes_done = $3, due_at = now() + interval '1 minute'
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: complete
UPDATE documents.dossier d SET completed_at = clock.now(), expires_at = clock.now() + $3::interval,
    files_done = files_total, bytes_done = bytes_total, problem = NULL, detail = NULL, object_key = m.object_key,
    file_name = m.file_name, digest = m.digest, size = m.size, manifest_digest = m.manifest_digest
FROM jsonb_to_record($2) AS m (object_key text, file_name text, digest bytea, size bigint, manifest_digest bytea)
WHERE d.tenant_id = bus.tenant() AND d.id = $1 AND d.completed_at IS NULL AND d.removed_at IS NULL
RETURNING d.id

-- name: postpone
UPDATE documents.dossier SET attempts = attempts + 1, problem = $2, detail = $3, due_at = now() + $4::interval
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: remove
UPDATE documents.dossier SET removed_at = clock.now(), file_name = NULL
WHERE tenant_id = bus.tenant() AND id = ANY ($1::uuid[]) AND removed_at IS NULL

-- name: standing
SELECT id FROM documents.dossier WHERE tenant_id = bus.tenant() AND client_id = $1 AND removed_at IS NULL

-- name: due
SELECT tenant_id, id, expired FROM documents.due_dossiers($1)

-- name: documents
-- Of one client, with what proves each; those whose bytes are gone are left out.
SELECT d.id, r.version_id, d.file_name, k.object_key, d.digest, d.size
FROM documents.rendering r
JOIN documents.document d ON (d.tenant_id, d.rendering_id) = (r.tenant_id, r.id)
JOIN documents.kept k ON (k.tenant_id, k.holder) = (d.tenant_id, d.id)
WHERE r.tenant_id = bus.tenant() AND r.client_id = $1
ORDER BY r.requested_at, d.id

-- name: letters
SELECT f.id, f.file_name, k.object_key, f.digest, f.size
FROM documents.letter_content c
JOIN documents.letter l ON (l.tenant_id, l.id) = (c.tenant_id, c.letter_id)
JOIN documents.letter_file f ON (f.tenant_id, f.letter_id) = (c.tenant_id, c.letter_id)
JOIN documents.kept k ON (k.tenant_id, k.holder) = (f.tenant_id, f.id)
WHERE c.tenant_id = bus.tenant() AND c.client_ids @> ARRAY[$1::uuid] AND l.kind <> 'evidence-report'
ORDER BY l.id, f.format

-- name: files
SELECT f.id, f.name, k.object_key, f.digest, f.size
FROM documents.file f JOIN documents.kept k ON (k.tenant_id, k.holder) = (f.tenant_id, f.id)
WHERE f.tenant_id = bus.tenant() AND f.id = ANY ($1::uuid[])
ORDER BY f.id
