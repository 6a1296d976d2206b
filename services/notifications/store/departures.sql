-- name: add
INSERT INTO notifications.departure (contact_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING

-- name: hasten
-- What waits for its next attempt waits no longer.
UPDATE notifications.delivery SET due_at = now() WHERE contact_id = $1 AND state = 'queued'
RETURNING chunk_id
