-- name: add
INSERT INTO notifications.letter (notice_id, client_id, delivery_id, requested_by)
SELECT notice_id, client_id, delivery_id, $2
FROM jsonb_to_recordset($1) AS d (notice_id uuid, client_id uuid, delivery_id uuid)
ON CONFLICT (tenant_id, notice_id, client_id) DO NOTHING
RETURNING id

-- name: of
SELECT l.id, l.notice_id, l.client_id, l.requested_at, l.problem, l.document_id, l.digest, p.posted_on, p.recorded_at,
    coalesce(l.told -> 'data' -> 'letter' -> 'address_lines', '[]') AS address_lines
FROM notifications.letter l
LEFT JOIN notifications.posting p ON p.letter_id = l.id
WHERE (l.notice_id, l.client_id) IN (
    SELECT notice_id, client_id FROM jsonb_to_recordset($1) AS d (notice_id uuid, client_id uuid))
ORDER BY l.id

-- name: page
SELECT l.id, l.notice_id, l.client_id, l.requested_at, l.problem, l.document_id, l.digest, p.posted_on, p.recorded_at,
    coalesce(l.told -> 'data' -> 'letter' -> 'address_lines', '[]') AS address_lines
FROM notifications.letter l
LEFT JOIN notifications.posting p ON p.letter_id = l.id
WHERE ($1::uuid IS NULL OR l.client_id = $1) AND ($2::boolean IS NULL OR (p.letter_id IS NOT NULL) = $2)
    AND ($3::uuid IS NULL OR l.id < $3)
ORDER BY l.id DESC
LIMIT $4

-- name: hold
SELECT l.id, l.notice_id, l.client_id, l.delivery_id, d.recipient_id, l.requested_at, l.problem, l.document_id, l.digest,
    p.posted_on, p.recorded_at, coalesce(l.told -> 'data' -> 'letter' -> 'address_lines', '[]') AS address_lines
FROM notifications.letter l
JOIN notifications.delivery d ON (d.tenant_id, d.id) = (l.tenant_id, l.delivery_id)
LEFT JOIN notifications.posting p ON p.letter_id = l.id
WHERE l.id = ANY($1::uuid[])
ORDER BY l.notice_id, l.id
FOR NO KEY UPDATE OF l

-- name: sheet
SELECT l.told -> 'data' AS told, l.id, l.requested_at, p.posted_on
FROM notifications.letter l
LEFT JOIN notifications.posting p ON p.letter_id = l.id
WHERE l.told IS NOT NULL AND ($1::boolean IS NULL OR (p.letter_id IS NOT NULL) = $1)
ORDER BY l.id

-- name: open
SELECT l.id, l.notice_id, l.client_id, d.recipient_id, l.told, l.document_id, l.erased_at,
    clock.day_of(l.requested_at) AS day
FROM notifications.letter l
JOIN notifications.delivery d ON d.id = l.delivery_id
WHERE l.id = $1

-- name: freeze
UPDATE notifications.letter SET told = $2, problem = NULL WHERE id = $1 AND told IS NULL AND erased_at IS NULL

-- name: state_problem
UPDATE notifications.letter SET problem = $2 WHERE id = $1

-- name: made
UPDATE notifications.letter SET document_id = $2, digest = $3, problem = NULL WHERE id = $1

-- name: post
INSERT INTO notifications.posting (letter_id, posted_on, recorded_by) SELECT unnest($1::uuid[]), $2, $3

-- name: erase
UPDATE notifications.letter SET told = NULL, problem = NULL, erased_at = clock.now()
WHERE client_id = $1 AND erased_at IS NULL

-- name: unfinished
SELECT work, tenant_id, id FROM notifications.unfinished_letters()

-- name: today
SELECT clock.today()
