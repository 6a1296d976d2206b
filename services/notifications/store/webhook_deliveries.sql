-- name: add
-- To every endpoint that wants to hear of it; what a halted one missed is kept for later.
WITH news AS (
    SELECT * FROM jsonb_to_recordset($1) AS n (id uuid, type text, data jsonb, path text)
), wanted AS (
    SELECT n.id, n.type, n.data, n.path, e.id AS endpoint_id,
        EXISTS (SELECT FROM notifications.webhook_halt h
                WHERE h.endpoint_id = e.id AND h.lifted_at IS NULL) AS halted
    FROM news n JOIN notifications.webhook_endpoint e
        ON e.removed_at IS NULL AND (n.type = ANY (e.events) OR e.id = $3)
    WHERE $3::uuid IS NULL OR e.id = $3
), kept AS (
    INSERT INTO notifications.webhook_message (id, type, occurred_at, data, path)
    SELECT DISTINCT ON (w.id) w.id, w.type, coalesce($2, clock.now()), w.data, w.path FROM wanted w
    ON CONFLICT DO NOTHING
)
INSERT INTO notifications.webhook_delivery (endpoint_id, message_id, state)
SELECT w.endpoint_id, w.id, CASE WHEN w.halted THEN 'held' ELSE 'queued' END FROM wanted w
ON CONFLICT (tenant_id, endpoint_id, message_id) DO NOTHING
RETURNING id, endpoint_id, state

-- name: due
SELECT d.id, d.message_id, d.tries, m.type, m.occurred_at, m.data, m.path
FROM notifications.webhook_delivery d JOIN notifications.webhook_message m ON m.id = d.message_id
WHERE d.endpoint_id = $1 AND d.state = 'queued' AND d.due_at <= now()
ORDER BY d.due_at, d.id
LIMIT $2

-- name: open
WITH opened AS (
    UPDATE notifications.webhook_delivery
    SET attempts = attempts + 1, tries = tries + 1, due_at = now() + $2::interval
    WHERE id = ANY ($1::uuid[]) AND state = 'queued'
    RETURNING id, attempts, tries
), begun AS (
    -- One that was opened before and not begun left its row.
    INSERT INTO notifications.webhook_attempt (delivery_id, number) SELECT id, attempts FROM opened
    ON CONFLICT (tenant_id, delivery_id, number) DO UPDATE SET started_at = clock.now()
)
SELECT id, attempts, tries FROM opened

-- name: settle
-- That it came is true however late we hear it; anything else counts only for the attempt that runs.
WITH ended AS (
    SELECT * FROM jsonb_to_recordset($1) AS o (
        id uuid, number integer, outcome text, status integer, response text, seconds double precision,
        state text, wait double precision)
), told AS (
    UPDATE notifications.webhook_attempt a
    SET ended_at = clock.now(), outcome = o.outcome, status = o.status, seconds = o.seconds,
        response = CASE WHEN m.answers_stay THEN o.response END
    FROM ended o
    JOIN notifications.webhook_delivery x ON x.id = o.id
    JOIN notifications.webhook_message m ON m.id = x.message_id
    WHERE a.delivery_id = o.id AND a.number = o.number
)
UPDATE notifications.webhook_delivery d
SET state = CASE WHEN d.state = 'held' AND o.state = 'queued' THEN 'held' ELSE o.state END,
    due_at = now() + make_interval(secs => o.wait),
    delivered_at = CASE WHEN o.state = 'delivered' THEN clock.now() ELSE d.delivered_at END
FROM ended o
WHERE d.id = o.id AND d.state <> 'delivered' AND (d.attempts = o.number OR o.state = 'delivered')

-- name: put_back
UPDATE notifications.webhook_delivery d
SET attempts = d.attempts - 1, tries = greatest(d.tries - 1, 0), due_at = now()
FROM jsonb_to_recordset($1) AS o (id uuid, number integer)
WHERE d.id = o.id AND d.attempts = o.number AND d.state IN ('queued', 'held')

-- name: hold
UPDATE notifications.webhook_delivery SET state = 'held' WHERE endpoint_id = $1 AND state = 'queued'

-- name: ask_again
UPDATE notifications.webhook_delivery SET state = 'queued', tries = 0, due_at = now()
WHERE id = $1 AND state <> 'queued'
RETURNING endpoint_id

-- name: ask_all_again
-- What did not come since a moment.
UPDATE notifications.webhook_delivery SET state = 'queued', tries = 0, due_at = now()
WHERE endpoint_id = $1 AND state = ANY ($2::text[]) AND created_at >= coalesce($3, '-infinity'::timestamptz)

-- name: ask_held_again
UPDATE notifications.webhook_delivery SET state = 'queued', tries = 0, due_at = now()
WHERE endpoint_id = $1 AND state = 'held'

-- name: page
SELECT d.id, d.endpoint_id, d.message_id, m.type, m.occurred_at, d.state, d.attempts, d.created_at,
    d.delivered_at, CASE WHEN d.state = 'queued' THEN d.due_at END AS next_attempt_at,
    last.outcome AS last_outcome, last.status AS last_status
FROM notifications.webhook_delivery d
JOIN notifications.webhook_message m ON m.id = d.message_id
LEFT JOIN LATERAL (
    SELECT a.outcome, a.status FROM notifications.webhook_attempt a
    WHERE a.delivery_id = d.id AND a.ended_at IS NOT NULL ORDER BY a.number DESC LIMIT 1) last ON true
WHERE d.endpoint_id = $1 AND ($2::uuid IS NULL OR d.id < $2)
    AND ($3::text IS NULL OR d.state = $3) AND ($4::text IS NULL OR m.type = $4)
ORDER BY d.id DESC
LIMIT $5

-- name: read
SELECT d.id, d.endpoint_id, d.message_id, m.type, m.occurred_at, d.state, d.attempts, d.created_at,
    d.delivered_at, CASE WHEN d.state = 'queued' THEN d.due_at END AS next_attempt_at,
    last.outcome AS last_outcome, last.status AS last_status, m.data, m.path
FROM notifications.webhook_delivery d
JOIN notifications.webhook_message m ON m.id = d.message_id
JOIN notifications.webhook_endpoint e ON e.id = d.endpoint_id AND e.removed_at IS NULL
LEFT JOIN LATERAL (
    SELECT a.outcome, a.status FROM notifications.webhook_attempt a
    WHERE a.delivery_id = d.id AND a.ended_at IS NOT NULL ORDER BY a.number DESC LIMIT 1) last ON true
WHERE d.id = $1

-- name: log
SELECT a.number, a.started_at, a.ended_at, a.outcome, a.status, a.response, a.seconds
FROM notifications.webhook_attempt a JOIN notifications.webhook_delivery d ON d.id = a.delivery_id
WHERE a.delivery_id = $1 AND a.number <= d.attempts ORDER BY a.number LIMIT 200

-- name: forget
SELECT notifications.forget_webhooks($1)
