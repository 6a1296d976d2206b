-- name: add
INSERT INTO notifications.notice (id, kind, subject_id, change_id, facts) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING

-- name: add_announcement
INSERT INTO notifications.notice (id, kind, subject_id, change_id, alteration)
VALUES ($1, 'change_announced', $2, $2, $3)
ON CONFLICT DO NOTHING

-- name: begin_chain
INSERT INTO notifications.chain (notice_id, length, digest) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING

-- name: get
SELECT id, kind, subject_id, change_id, facts, created_at FROM notifications.notice WHERE id = $1

-- name: state_facts
UPDATE notifications.notice SET facts = $2 WHERE id = $1 AND facts IS NULL RETURNING id

-- name: page
SELECT n.id, n.kind, n.subject_id, n.change_id, n.created_at,
    (SELECT g.problem FROM notifications.gathering g
     WHERE g.notice_id = n.id AND g.finished_at IS NULL AND g.problem IS NOT NULL LIMIT 1) AS problem
FROM notifications.notice n
WHERE ($1::uuid IS NULL OR n.subject_id = $1)
    AND ($2::uuid IS NULL OR (n.created_at, n.id) < (SELECT m.created_at, m.id FROM notifications.notice m WHERE m.id = $2))
ORDER BY n.created_at DESC, n.id DESC
LIMIT $3

-- name: counts
-- By the marks of the chunks, and what stands apart from them; never by going through all.
WITH marked AS (
    SELECT notice_id, sum(settled) AS settled, sum(opened - settled) AS sending, sum(size - opened) AS queued
    FROM notifications.chunk WHERE notice_id = ANY($1::uuid[]) GROUP BY notice_id
), alone AS MATERIALIZED (
    -- By itself: before it knows the tables, PostgreSQL would go through all of each chunk instead.
    SELECT notice_id, chunk_id, ordinal, state FROM notifications.delivery
    WHERE notice_id = ANY($1::uuid[]) AND state IS NOT NULL
), apart AS (
    SELECT d.notice_id, d.state, CASE
        WHEN d.ordinal <= c.settled THEN 'accepted' WHEN d.ordinal <= c.opened THEN 'sending' ELSE 'queued' END AS mark
    FROM alone d JOIN notifications.chunk c ON c.id = d.chunk_id
)
SELECT notice_id, state, sum(deliveries)::bigint AS deliveries FROM (
    SELECT notice_id, 'accepted' AS state, settled AS deliveries FROM marked
    UNION ALL SELECT notice_id, 'sending', sending FROM marked
    UNION ALL SELECT notice_id, 'queued', queued FROM marked
    UNION ALL SELECT notice_id, state, count(*) FROM apart GROUP BY notice_id, state
    UNION ALL SELECT notice_id, mark, -count(*) FROM apart GROUP BY notice_id, mark) counted
GROUP BY notice_id, state HAVING sum(deliveries) > 0

-- name: withdraw
INSERT INTO notifications.withdrawal (change_id) VALUES ($1) ON CONFLICT DO NOTHING

-- name: is_withdrawn
SELECT EXISTS (SELECT FROM notifications.withdrawal WHERE change_id = $1)

-- name: sign
INSERT INTO notifications.signed_version (version_id) VALUES ($1) ON CONFLICT DO NOTHING

-- name: is_signed
SELECT EXISTS (SELECT FROM notifications.signed_version WHERE version_id = $1)

-- name: exists
SELECT EXISTS (SELECT FROM notifications.notice WHERE id = $1)
