-- name: insert
INSERT INTO contracts.override (change_id, agreement_id, reason, person, overridden_by)
VALUES ($1, $2, $3, $4, $5)
RETURNING id, change_id, agreement_id, person, reason, overridden_by, overridden_at

-- name: list_all
SELECT id, change_id, agreement_id, person, reason, overridden_by, overridden_at
FROM contracts.override WHERE change_id = $1 ORDER BY id
