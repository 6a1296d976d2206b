-- name: append
-- One statement appends the fact and gives each consumer its own delivery, in the caller's transaction.
WITH event AS (
    INSERT INTO bus.event (tenant_id, type, version, payload) VALUES ($1, $2, $3, $4)
    RETURNING id, type
), delivery AS (
    INSERT INTO bus.delivery (event_id, consumer)
    SELECT event.id, subscription.consumer FROM event JOIN bus.subscription USING (type)
)
SELECT event.id, pg_notify('bus', event.type) FROM event

-- name: append_many
-- As append, for as many facts of one kind as $4 holds.
WITH event AS (
    INSERT INTO bus.event (tenant_id, type, version, payload)
    SELECT $1, $2, $3, fact FROM jsonb_array_elements($4) AS fact
    RETURNING id, type
), delivery AS (
    INSERT INTO bus.delivery (event_id, consumer)
    SELECT event.id, subscription.consumer FROM event JOIN bus.subscription USING (type)
)
SELECT count(*), pg_notify('bus', $2) FROM event

-- name: subscribe
INSERT INTO bus.subscription (consumer, type) SELECT current_user, unnest($1::text[])
ON CONFLICT DO NOTHING

-- name: claim
SELECT delivery.event_id, delivery.attempts, event.tenant_id, event.type, event.payload, event.occurred_at
FROM bus.delivery JOIN bus.event ON event.id = delivery.event_id
WHERE delivery.consumer = current_user AND delivery.due_at <= now()
ORDER BY delivery.due_at, delivery.event_id
FOR UPDATE OF delivery SKIP LOCKED
LIMIT 1

-- name: take
INSERT INTO bus.inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_id

-- name: done
DELETE FROM bus.delivery WHERE event_id = $1 AND consumer = current_user

-- name: postpone
UPDATE bus.delivery
SET attempts = attempts + 1, last_error = $2,
    due_at = now() + least(interval '5 minutes', interval '1 second' * 2 ^ least(attempts, 9))
WHERE event_id = $1 AND consumer = current_user

-- name: next_due
SELECT extract(epoch FROM min(due_at) - now())::float FROM bus.delivery WHERE consumer = current_user
