-- name: waiting
SELECT DISTINCT notice_id FROM notifications.standing WHERE client_id = $1 AND state = 'queued' ORDER BY notice_id

-- name: stop
UPDATE notifications.delivery d SET state = 'stopped'
FROM notifications.chunk c
WHERE d.notice_id = $1 AND d.client_id = $2 AND c.id = d.chunk_id
    AND (d.state = 'queued' OR d.state IS NULL AND d.ordinal > c.opened)
RETURNING d.id, d.attempts

-- name: hold_chunks
SELECT id FROM notifications.chunk
WHERE id IN (SELECT chunk_id FROM notifications.delivery WHERE notice_id = $1 AND client_id = $2)
ORDER BY id FOR NO KEY UPDATE

-- name: any_sending
SELECT EXISTS (SELECT FROM notifications.standing WHERE client_id = $1 AND state = 'sending')

-- name: held
SELECT count(DISTINCT d.id) FROM notifications.delivery d
JOIN notifications.evidence e ON (e.tenant_id, e.delivery_id) = (d.tenant_id, d.id)
JOIN notifications.disclosure p ON (p.tenant_id, p.notice_id, p.position) = (e.tenant_id, e.notice_id, e.position)
WHERE d.client_id = $1

-- name: erase
WITH words AS (
    UPDATE notifications.notice SET facts = facts
        || CASE WHEN facts ->> 'reason' IS NULL THEN jsonb '{}' ELSE '{"reason": "–"}' END
        || CASE WHEN facts -> 'amendment' ->> 'reason' IS NULL THEN jsonb '{}'
            ELSE jsonb_build_object('amendment', (facts -> 'amendment') || '{"reason": "–"}') END
    WHERE kind NOT IN ('change_announced', 'change_withdrawn', 'change_effective', 'change_altered', 'incident_notified', 'sign_in') AND facts IS NOT NULL
        AND id IN (SELECT notice_id FROM notifications.delivery WHERE client_id = $1)
)
DELETE FROM notifications.disclosure p USING notifications.evidence e, notifications.delivery d
WHERE d.client_id = $1 AND (e.tenant_id, e.delivery_id) = (d.tenant_id, d.id)
    AND (p.tenant_id, p.notice_id, p.position) = (e.tenant_id, e.notice_id, e.position)

-- name: held_answers
SELECT count(*) FROM notifications.webhook_message m
JOIN notifications.webhook_delivery d ON d.message_id = m.id
JOIN notifications.webhook_attempt a ON a.delivery_id = d.id AND a.response IS NOT NULL
WHERE m.client_id = $1

-- name: erase_answers
WITH told AS (
    UPDATE notifications.webhook_message SET answers_stay = false WHERE client_id = $1 RETURNING id
)
UPDATE notifications.webhook_attempt a SET response = NULL
FROM told JOIN notifications.webhook_delivery d ON d.message_id = told.id
WHERE a.delivery_id = d.id AND a.response IS NOT NULL

-- name: remember
INSERT INTO notifications.sign_in_mail (notice_id) VALUES ($1) ON CONFLICT DO NOTHING

-- name: forgettable
SELECT tenant_id, notice_id FROM notifications.forgettable($1)

-- name: forget
-- Not while it may still have to leave: there would be nobody to write to.
WITH settled AS (
    DELETE FROM notifications.sign_in_mail m
    WHERE m.notice_id = $1 AND NOT EXISTS (
        SELECT FROM notifications.standing d
        WHERE (d.tenant_id, d.notice_id) = (m.tenant_id, m.notice_id) AND d.state IN ('queued', 'sending'))
    RETURNING m.notice_id
)
DELETE FROM notifications.disclosure p USING settled WHERE p.notice_id = settled.notice_id
