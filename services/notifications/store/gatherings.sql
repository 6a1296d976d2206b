-- name: add
INSERT INTO notifications.gathering (notice_id, recipient_id) VALUES ($1, $2)
ON CONFLICT (tenant_id, notice_id, recipient_id) DO NOTHING
RETURNING id

-- name: get
SELECT id, notice_id, recipient_id, position, finished_at IS NOT NULL AS finished
FROM notifications.gathering WHERE id = $1

-- name: advance
UPDATE notifications.gathering
SET position = $2, problem = NULL, finished_at = CASE WHEN $3 THEN clock.now() END
WHERE id = $1

-- name: state_problem
UPDATE notifications.gathering SET problem = $2 WHERE id = $1

-- name: running
SELECT EXISTS (SELECT FROM notifications.gathering WHERE notice_id = $1 AND finished_at IS NULL)

-- name: progress
SELECT count(*) FILTER (WHERE finished_at IS NULL) AS open,
    (array_agg(problem) FILTER (WHERE problem IS NOT NULL AND finished_at IS NULL))[1] AS problem
FROM notifications.gathering WHERE notice_id = $1

-- name: urgent
SELECT id FROM notifications.urgent($1)

-- name: unfinished
SELECT work, tenant_id, id FROM notifications.unfinished()
