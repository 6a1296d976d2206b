-- name: page
-- In real time, which is what the log of a mail server has: legal time runs ahead in a demonstration.
SELECT d.id, d.notice_id, d.due_at AS until,
    coalesce(o.at, d.created_at) - (clock.now() - now()) AS since,
    w.ids AS witnesses, w.moments
FROM notifications.delivery d
LEFT JOIN notifications.evidence o ON o.delivery_id = d.id AND o.attempt = d.attempts AND o.kind = 'opened'
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(id), '{}') AS ids, coalesce(array_agg(at), '{}') AS moments FROM (
        SELECT n.id, e.at - (clock.now() - now()) AS at
        FROM notifications.delivery n
        JOIN notifications.evidence e ON e.delivery_id = n.id AND e.kind = 'accepted'
        WHERE n.chunk_id = d.chunk_id AND n.id <> d.id
        ORDER BY abs(n.ordinal - d.ordinal) LIMIT 20) near) w
WHERE d.state = 'in_doubt' AND d.channel = 'mail' AND ($1::uuid IS NULL OR d.id > $1)
ORDER BY d.id
LIMIT $2

-- name: hold_chunks
-- Whoever stops what has not left yet waits, and then finds it.
SELECT id FROM notifications.chunk
WHERE id IN (SELECT chunk_id FROM notifications.delivery WHERE id = ANY($1::uuid[])) ORDER BY id
FOR NO KEY UPDATE

-- name: hold
SELECT id FROM notifications.delivery WHERE id = ANY($1::uuid[]) AND state = 'in_doubt' ORDER BY id
FOR NO KEY UPDATE

-- name: standing
SELECT id, notice_id, chunk_id, state, attempts, recipient_id FROM notifications.standing
WHERE id = ANY($1::uuid[]) AND state = 'in_doubt'

-- name: tenants
SELECT tenant_id FROM notifications.doubtful() AS tenant_id
