-- name: insert
INSERT INTO contracts.review (change_id, revision, note, reviewed_by)
SELECT c.id, c.revision, $2, $3 FROM contracts.change c WHERE c.id = $1
ON CONFLICT DO NOTHING
RETURNING id, change_id, revision, note, reviewed_by, reviewed_at

-- name: list_all
SELECT id, change_id, revision, note, reviewed_by, reviewed_at
FROM contracts.review WHERE change_id = $1 ORDER BY id

-- name: four_eyes
SELECT four_eyes FROM contracts.tenant
