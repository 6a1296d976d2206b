-- name: lock
SELECT length, digest, clock.now() AS at FROM notifications.chain WHERE notice_id = $1 FOR UPDATE

-- name: head
SELECT length, digest FROM notifications.chain WHERE notice_id = $1

-- name: known
SELECT delivery_id, attempt, kind FROM notifications.evidence WHERE delivery_id = ANY($1::uuid[])

-- name: append
WITH row AS (
    SELECT * FROM unnest($3::notifications.evidence_row[])
), head AS (
    UPDATE notifications.chain SET length = $4, digest = $5 WHERE notice_id = $1
), evidence AS (
    INSERT INTO notifications.evidence (notice_id, position, delivery_id, attempt, kind, at, details, commitment, digest)
    SELECT $1, position, delivery_id, attempt, kind, $2, details::jsonb, commitment, digest FROM row
)
INSERT INTO notifications.disclosure (notice_id, position, salt, payload)
SELECT $1, position, salt, payload::jsonb FROM row

-- name: leave_unnamed
-- Who was erased is not named again by what comes afterwards: a mail that came back, a line of a log.
DELETE FROM notifications.disclosure p USING notifications.evidence e, notifications.delivery d
WHERE p.notice_id = $1 AND p.position > $2 AND p.position <= $3 AND (e.notice_id, e.position) = (p.notice_id, p.position)
    AND d.id = e.delivery_id AND NOT EXISTS (
        SELECT FROM notifications.disclosure q WHERE (q.notice_id, q.position) = (d.notice_id, d.position))

-- name: chain
-- By its key, whatever the planner believes of a notice that just went out: of its rows it may know nothing
-- yet, and would hold each beside all others.
SELECT e.position, e.delivery_id, e.attempt, e.kind, e.at, e.details, e.commitment, e.digest, d.salt, d.payload
FROM notifications.evidence e
LEFT JOIN LATERAL (
    SELECT x.salt, x.payload FROM notifications.disclosure x
    WHERE (x.tenant_id, x.notice_id, x.position) = (e.tenant_id, e.notice_id, e.position) OFFSET 0
) d ON true
WHERE e.notice_id = $1
ORDER BY e.position

