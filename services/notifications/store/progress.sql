-- name: pace
-- What was settled within so many seconds of legal time, among the rows that were written last: these
-- are found by their places, however long the chain is.
SELECT count(*) AS settled, extract(epoch FROM clock.now() - CASE
    WHEN count(*) >= $4 THEN min(at) ELSE greatest(clock.now() - make_interval(secs => $3), $5) END)::float8 AS seconds
FROM (
    SELECT e.at FROM notifications.chain c
    JOIN notifications.evidence e ON e.notice_id = c.notice_id AND e.position > c.length - $4
    WHERE c.notice_id = $1 AND e.kind = ANY($2::text[]) AND e.at > clock.now() - make_interval(secs => $3)) latest

-- name: put_off
-- What the mail server asked to bring again later; the next of it on real time, as queues run.
SELECT count(*) AS deliveries, min(due_at) AS next_attempt_at
FROM notifications.delivery WHERE notice_id = $1 AND state = 'queued'

-- name: causes
SELECT d.state, last.kind, (last.details ->> 'code')::integer AS code, last.details ->> 'reason' AS reason,
    count(*) AS deliveries
FROM notifications.delivery d
CROSS JOIN LATERAL (
    SELECT e.kind, e.details FROM notifications.evidence e
    WHERE e.delivery_id = d.id AND e.kind = ANY($2::text[]) ORDER BY e.position DESC LIMIT 1) last
WHERE d.notice_id = $1 AND d.state IN ('failed', 'in_doubt')
GROUP BY 1, 2, 3, 4
ORDER BY 5 DESC, 2, 3, 4
LIMIT 50
