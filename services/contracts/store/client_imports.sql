-- name: insert
WITH made AS (
    INSERT INTO contracts.client_import (file_name, media_type, digest, dry_run, on_existing, requested_by)
    SELECT file_name, media_type, sha256($2::bytea), dry_run, on_existing, $3
    FROM jsonb_to_record($1) AS d (file_name text, media_type text, dry_run boolean, on_existing text)
    RETURNING tenant_id, id
), kept AS (
    INSERT INTO contracts.client_import_file (tenant_id, import_id, content)
    SELECT tenant_id, id, $2::bytea FROM made
)
SELECT id FROM made

-- name: confirm
-- The file moves from the dry run to the import that it becomes; once.
WITH moved AS (
    DELETE FROM contracts.client_import_file f
    USING contracts.client_import i, contracts.client_import_end x
    WHERE f.import_id = $1 AND (i.tenant_id, i.id) = (f.tenant_id, f.import_id)
        AND (x.tenant_id, x.import_id) = (f.tenant_id, f.import_id) AND x.outcome = 'checked'
    RETURNING f.tenant_id, f.content, i.file_name, i.media_type, i.digest, i.on_existing
), made AS (
    INSERT INTO contracts.client_import (
        tenant_id, file_name, media_type, digest, dry_run, on_existing, requested_by)
    SELECT tenant_id, file_name, media_type, digest, false, on_existing, $2 FROM moved
    RETURNING tenant_id, id
), kept AS (
    INSERT INTO contracts.client_import_file (tenant_id, import_id, content)
    SELECT made.tenant_id, made.id, moved.content FROM made CROSS JOIN moved
)
SELECT id FROM made

-- name: list_page
SELECT i.id, i.file_name, i.dry_run, i.on_existing, i.requested_at,
    coalesce(x.outcome, CASE WHEN p.import_id IS NULL THEN 'waiting' ELSE 'running' END) AS state,
    p.stage, coalesce(p.done, 0) AS done, coalesce(p.total, 0) AS total,
    coalesce(x.tally, '{}') AS tally, x.ended_at,
    x.outcome IS NOT DISTINCT FROM 'checked' AND f.import_id IS NOT NULL AS confirmable
FROM contracts.client_import i
LEFT JOIN contracts.client_import_progress p ON (p.tenant_id, p.import_id) = (i.tenant_id, i.id)
LEFT JOIN contracts.client_import_end x ON (x.tenant_id, x.import_id) = (i.tenant_id, i.id)
LEFT JOIN contracts.client_import_file f ON (f.tenant_id, f.import_id) = (i.tenant_id, i.id)
WHERE ($1::uuid IS NULL OR i.id = $1) AND ($2::uuid IS NULL OR i.id < $2)
ORDER BY i.id DESC
LIMIT $3

-- name: findings
SELECT place, row, column_name AS column, code, detail FROM contracts.client_import_finding
WHERE import_id = $1 AND place > $2
ORDER BY place
LIMIT $3

-- name: due
SELECT tenant_id, import_id, stale FROM contracts.due_imports()

-- name: claim
-- One worker at a time: the lock goes with the transaction, however that ends.
SELECT i.dry_run, i.on_existing, i.requested_by, f.content
FROM contracts.client_import i
JOIN contracts.client_import_file f ON (f.tenant_id, f.import_id) = (i.tenant_id, i.id)
WHERE i.id = $1
    AND NOT EXISTS (SELECT FROM contracts.client_import_end x WHERE (x.tenant_id, x.import_id) = (i.tenant_id, i.id))
    AND pg_try_advisory_xact_lock(hashtextextended('contracts.import ' || $1::uuid, 0))

-- name: begin
INSERT INTO contracts.client_import_progress AS p (import_id, attempts, stage, done, total)
VALUES ($1, 1, 'read', 0, 0)
ON CONFLICT (tenant_id, import_id) DO UPDATE SET attempts = p.attempts + 1, stage = 'read', done = 0, total = 0
RETURNING attempts

-- name: note
UPDATE contracts.client_import_progress SET stage = $2, done = $3, total = $4 WHERE import_id = $1

-- name: add_findings
INSERT INTO contracts.client_import_finding (import_id, place, row, column_name, code, detail)
SELECT $1, place, d.row, d."column", code, detail
FROM jsonb_to_recordset($2) AS d (place integer, row integer, "column" text, code text, detail text)

-- name: end
INSERT INTO contracts.client_import_end (import_id, outcome, tally) VALUES ($1, $2, $3)

-- name: forget
DELETE FROM contracts.client_import_file WHERE import_id = $1
