-- name: ask
-- Whoever confirmed already keeps the language that they chose: anybody can type an address.
INSERT INTO notifications.subscriber AS s (address, address_key, language) VALUES ($1, lower($1), $2)
ON CONFLICT (tenant_id, address_key) DO UPDATE SET
    language = CASE WHEN s.confirmed_at IS NULL THEN EXCLUDED.language ELSE s.language END,
    asked_at = CASE WHEN s.confirmed_at IS NULL THEN EXCLUDED.asked_at ELSE s.asked_at END
RETURNING id, address, language, confirmed_at IS NOT NULL AS standing

-- name: confirm
UPDATE notifications.subscriber SET confirmed_at = coalesce(confirmed_at, clock.now())
WHERE id = $1 AND (confirmed_at IS NOT NULL OR asked_at > clock.now() - interval '48 hours')
RETURNING true

-- name: known
SELECT EXISTS (
    SELECT FROM notifications.subscriber
    WHERE id = $1 AND (confirmed_at IS NOT NULL OR asked_at > clock.now() - interval '48 hours'))

-- name: any_confirmed
SELECT EXISTS (SELECT FROM notifications.subscriber WHERE confirmed_at IS NOT NULL)

-- name: page
-- Held, so that who leaves now is stopped afterwards. Hopeless: the last three mails did not arrive.
SELECT s.id, s.address, s.language, coalesce((
    SELECT count(*) = 3 AND bool_and(f.state = 'failed') FROM (
        SELECT d.state FROM notifications.standing d JOIN notifications.notice n ON n.id = d.notice_id
        WHERE d.contact_id = s.id AND d.client_id IS NULL AND n.kind IN ('public_announced', 'public_altered', 'public_withdrawn')
        ORDER BY n.created_at DESC, n.id DESC LIMIT 3) f), false) AS hopeless
FROM notifications.subscriber s
WHERE s.confirmed_at <= $1 AND ($2::uuid IS NULL OR s.id > $2)
ORDER BY s.id
LIMIT $3
FOR KEY SHARE OF s

-- name: told
SELECT s.id, s.address, s.language, false AS hopeless
FROM notifications.subscriber s
WHERE ($2::uuid IS NULL OR s.id > $2) AND EXISTS (
    SELECT FROM notifications.standing d
    WHERE d.contact_id = s.id AND d.client_id IS NULL AND d.notice_id = ANY ($1::uuid[])
        AND d.state IN ('accepted', 'in_doubt'))
ORDER BY s.id
LIMIT $3
FOR KEY SHARE OF s

-- name: leave
WITH gone AS (DELETE FROM notifications.subscriber WHERE id = $1)
INSERT INTO notifications.parting (subscriber_id) VALUES ($1) ON CONFLICT DO NOTHING

-- name: waiting
SELECT DISTINCT notice_id FROM notifications.standing
WHERE contact_id = $1 AND client_id IS NULL AND state = 'queued' ORDER BY notice_id

-- name: hold_chunks
SELECT id FROM notifications.chunk
WHERE id IN (
    SELECT chunk_id FROM notifications.delivery WHERE notice_id = $1 AND contact_id = $2 AND client_id IS NULL)
ORDER BY id FOR NO KEY UPDATE

-- name: stop
UPDATE notifications.delivery d SET state = 'stopped'
FROM notifications.chunk c
WHERE d.notice_id = $1 AND d.contact_id = $2 AND d.client_id IS NULL AND c.id = d.chunk_id
    AND (d.state = 'queued' OR d.state IS NULL AND d.ordinal > c.opened)
RETURNING d.id, d.attempts

-- name: forget
-- Not while a mail is on its way: what the mail server says of it would still name them.
WITH gone AS (
    DELETE FROM notifications.parting p
    WHERE p.subscriber_id = $1 AND NOT EXISTS (
        SELECT FROM notifications.standing d
        WHERE d.contact_id = p.subscriber_id AND d.client_id IS NULL AND d.state IN ('queued', 'sending'))
    RETURNING p.subscriber_id
)
DELETE FROM notifications.disclosure p USING gone, notifications.delivery d, notifications.evidence e
WHERE d.contact_id = gone.subscriber_id AND d.client_id IS NULL
    AND (e.tenant_id, e.delivery_id) = (d.tenant_id, d.id)
    AND (p.tenant_id, p.notice_id, p.position) = (e.tenant_id, e.notice_id, e.position)

-- name: forgettable
SELECT tenant_id, subscriber_id FROM notifications.forgettable_subscribers($1)

-- name: count
SELECT count(*) FILTER (WHERE confirmed_at IS NOT NULL AND language = 'nl') AS nl,
    count(*) FILTER (WHERE confirmed_at IS NOT NULL AND language = 'en') AS en,
    count(*) FILTER (WHERE confirmed_at IS NULL) AS asked, min(confirmed_at) AS since
FROM notifications.subscriber
