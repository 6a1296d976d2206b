-- name: sender
SELECT notifications.sender_of($1)

-- name: read
SELECT EXISTS (SELECT FROM notifications.evidence WHERE delivery_id = $1 AND attempt = 0 AND kind = 'seen')

-- name: bounced
SELECT EXISTS (
    SELECT FROM notifications.evidence WHERE delivery_id = $1 AND attempt = $2 AND kind = 'bounced')

-- name: fail
-- Against a yes of the mail server too, unlike what an attempt ends in.
UPDATE notifications.delivery d SET state = 'failed', attempts = greatest(d.attempts, 1), due_at = now()
FROM notifications.chunk c
WHERE d.id = $1 AND c.id = d.chunk_id
    AND coalesce(d.state, CASE WHEN d.ordinal <= c.settled THEN 'accepted' END) IN ('accepted', 'in_doubt')
RETURNING d.id, d.state, d.recipient_id, d.client_id
