-- name: insert
INSERT INTO notifications.webhook_endpoint (name, url, events, added_by)
SELECT d.name, d.url, d.events, $2 FROM jsonb_to_record($1) AS d (name text, url text, events text[])
RETURNING id

-- name: hold_all
-- Who counts endpoints and who adds one wait for each other.
SELECT pg_advisory_xact_lock(hashtextextended('webhook endpoints ' || bus.tenant()::text, 0))

-- name: count
SELECT count(*) FROM notifications.webhook_endpoint WHERE removed_at IS NULL

-- name: page
SELECT e.id, e.name, e.url, e.events, e.added_at, h.cause AS halted_because, h.halted_at,
    (SELECT max(s.expires_at) FROM notifications.webhook_secret s
     WHERE s.endpoint_id = e.id AND s.expires_at > now()) AS former_secret_until
FROM notifications.webhook_endpoint e
LEFT JOIN notifications.webhook_halt h ON h.endpoint_id = e.id AND h.lifted_at IS NULL
WHERE e.removed_at IS NULL AND ($1::uuid IS NULL OR e.id = $1) AND ($2::uuid IS NULL OR e.id > $2)
ORDER BY e.id
LIMIT $3

-- name: lock
SELECT id FROM notifications.webhook_endpoint WHERE id = $1 FOR NO KEY UPDATE

-- name: edit
UPDATE notifications.webhook_endpoint e SET name = d.name, url = d.url, events = d.events
FROM jsonb_to_record($2) AS d (name text, url text, events text[])
WHERE e.id = $1

-- name: remove
UPDATE notifications.webhook_endpoint SET removed_at = clock.now(), removed_by = $2 WHERE id = $1

-- name: expire_secrets
-- The last one for a day; the one before it, if it still held, at once.
UPDATE notifications.webhook_secret
SET expires_at = CASE WHEN expires_at IS NULL THEN now() + interval '1 day' ELSE now() END
WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > now())
RETURNING CASE WHEN expires_at > now() THEN expires_at END AS until

-- name: add_secret
INSERT INTO notifications.webhook_secret (id, endpoint_id, fingerprint, made_by) VALUES ($1, $2, $3, $4)

-- name: secrets
SELECT id, fingerprint FROM notifications.webhook_secret
WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > now())
ORDER BY expires_at DESC NULLS FIRST

-- name: halt
INSERT INTO notifications.webhook_halt (endpoint_id, cause, halted_by) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, endpoint_id) WHERE lifted_at IS NULL DO NOTHING
RETURNING id

-- name: lift
UPDATE notifications.webhook_halt SET lifted_at = clock.now(), lifted_by = $2
WHERE endpoint_id = $1 AND lifted_at IS NULL
RETURNING id

-- name: well_again
UPDATE notifications.webhook_endpoint SET failures = 0, failing_since = NULL, rests_until = '-infinity'
WHERE id = $1

-- name: wake
UPDATE notifications.webhook_endpoint SET rests_until = '-infinity' WHERE id = $1

-- name: failed_again
UPDATE notifications.webhook_endpoint
SET failures = failures + 1, failing_since = coalesce(failing_since, now())
WHERE id = $1
RETURNING failures, now() - failing_since AS failing_for

-- name: rest
UPDATE notifications.webhook_endpoint SET rests_until = now() + $2::interval WHERE id = $1

-- name: claim
UPDATE notifications.webhook_endpoint e SET fence = fence + 1, leased_until = now() + $2::interval
WHERE e.id = $1 AND e.leased_until < now() AND e.rests_until <= now() AND e.removed_at IS NULL
    AND NOT EXISTS (SELECT FROM notifications.webhook_halt h WHERE h.endpoint_id = e.id AND h.lifted_at IS NULL)
RETURNING fence

-- name: renew
UPDATE notifications.webhook_endpoint e SET leased_until = now() + $3::interval
WHERE e.id = $1 AND e.fence = $2 AND e.rests_until <= now() AND e.removed_at IS NULL
    AND NOT EXISTS (SELECT FROM notifications.webhook_halt h WHERE h.endpoint_id = e.id AND h.lifted_at IS NULL)
RETURNING url, failures

-- name: release
UPDATE notifications.webhook_endpoint SET leased_until = '-infinity' WHERE id = $1 AND fence = $2

-- name: next_due_in
-- Null when nothing is left that may go.
SELECT greatest(min(d.due_at), e.rests_until, e.leased_until) - now()
FROM notifications.webhook_endpoint e
JOIN notifications.webhook_delivery d ON d.endpoint_id = e.id AND d.state = 'queued'
WHERE e.id = $1 AND e.removed_at IS NULL
    AND NOT EXISTS (SELECT FROM notifications.webhook_halt h WHERE h.endpoint_id = e.id AND h.lifted_at IS NULL)
GROUP BY e.rests_until, e.leased_until

-- name: halted
SELECT h.cause, h.told_at IS NOT NULL AS told, e.id AS endpoint_id, e.name, e.url,
    coalesce(e.failing_since, h.halted_at) AS failing_since
FROM notifications.webhook_halt h JOIN notifications.webhook_endpoint e ON e.id = h.endpoint_id
WHERE h.id = $1

-- name: tell
UPDATE notifications.webhook_halt SET told_at = clock.now() WHERE id = $1

-- name: unfinished
SELECT work, tenant_id, id FROM notifications.unfinished_webhooks()
