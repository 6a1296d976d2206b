-- name: add_chunk
INSERT INTO notifications.chunk (id, notice_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: add
INSERT INTO notifications.delivery (id, notice_id, chunk_id, channel, contact_id, recipient_id, client_id, terms)
SELECT d.id, $1, $2, $3, d.contact_id, d.recipient_id, d.client_id, d.terms
FROM jsonb_to_recordset($4) AS d(id uuid, contact_id uuid, recipient_id uuid, client_id uuid, terms jsonb)
ON CONFLICT (tenant_id, notice_id, channel, recipient_id) DO NOTHING
RETURNING id

-- name: keep_secret
INSERT INTO notifications.secret (delivery_id, link) VALUES ($1, $2)

-- name: forget_secrets
DELETE FROM notifications.secret WHERE delivery_id = ANY($1::uuid[])

-- name: claim
UPDATE notifications.chunk SET fence = fence + 1, leased_until = now() + $2::interval
WHERE id = $1 AND leased_until < now()
RETURNING fence, notice_id

-- name: renew
UPDATE notifications.chunk SET leased_until = now() + $3::interval
WHERE id = $1 AND fence = $2
RETURNING true

-- name: release
UPDATE notifications.chunk SET leased_until = '-infinity' WHERE id = $1 AND fence = $2

-- name: free_in
SELECT greatest(leased_until - now(), interval '0') FROM notifications.chunk WHERE id = $1

-- name: due
-- Whoever holds the lease takes what a dead worker left in the middle of sending, too.
SELECT d.id, d.notice_id, d.contact_id, d.recipient_id, d.client_id, d.terms, d.state, d.attempts, d.created_at,
    p.payload AS person, s.link AS secret_link,
    EXISTS (SELECT FROM notifications.departure x WHERE x.contact_id = d.contact_id) AS departed
FROM notifications.delivery d
LEFT JOIN notifications.evidence e ON e.delivery_id = d.id AND e.attempt = 0 AND e.kind = 'queued'
LEFT JOIN notifications.disclosure p ON p.notice_id = e.notice_id AND p.position = e.position
LEFT JOIN notifications.secret s ON s.delivery_id = d.id
WHERE d.chunk_id = $1 AND (d.state = 'sending' OR d.state = 'queued' AND d.due_at <= now())
ORDER BY d.id
LIMIT $2

-- name: next_due_in
SELECT greatest(due_at - now(), interval '0') FROM notifications.delivery
WHERE chunk_id = $1 AND state IN ('queued', 'sending')
ORDER BY due_at
LIMIT 1

-- name: open
UPDATE notifications.delivery SET state = 'sending', attempts = attempts + 1, due_at = now() + $2::interval
WHERE id = ANY($1::uuid[]) AND state IN ('queued', 'sending')
RETURNING id, attempts

-- name: settle
-- An acceptance is true however late it comes; anything else counts only for the attempt that runs.
UPDATE notifications.delivery d SET state = o.state, due_at = now() + make_interval(secs => o.wait)
FROM jsonb_to_recordset($1) AS o(id uuid, attempt integer, state text, wait double precision)
WHERE d.id = o.id AND d.state <> 'accepted' AND (d.attempts = o.attempt OR o.state = 'accepted')
RETURNING d.id, d.state, d.recipient_id, d.client_id

-- name: stop
UPDATE notifications.delivery SET state = 'stopped' WHERE notice_id = $1 AND state = 'queued'
RETURNING id, attempts

-- name: any_sending
SELECT EXISTS (SELECT FROM notifications.delivery WHERE notice_id = $1 AND state = 'sending')

-- name: told
SELECT d.contact_id, d.recipient_id, d.client_id, d.terms, p.payload AS person
FROM notifications.delivery d
JOIN notifications.evidence e ON e.delivery_id = d.id AND e.attempt = 0 AND e.kind = 'queued'
JOIN notifications.disclosure p ON p.notice_id = e.notice_id AND p.position = e.position
WHERE d.notice_id = $1 AND d.state IN ('accepted', 'in_doubt') AND ($2::uuid IS NULL OR d.recipient_id > $2)
ORDER BY d.recipient_id
LIMIT $3

-- name: page
SELECT d.id, d.contact_id, d.recipient_id, d.client_id, d.terms, d.state, d.attempts, d.due_at, d.created_at,
    p.payload AS person, last.kind AS last_kind, last.at AS last_at, last.details AS last_details,
    said.payload AS last_payload, seen.at AS seen_at
FROM notifications.delivery d
LEFT JOIN notifications.evidence e ON e.delivery_id = d.id AND e.attempt = 0 AND e.kind = 'queued'
LEFT JOIN notifications.disclosure p ON p.notice_id = e.notice_id AND p.position = e.position
LEFT JOIN LATERAL (
    SELECT l.kind, l.at, l.details, l.notice_id, l.position FROM notifications.evidence l
    WHERE l.delivery_id = d.id AND l.kind <> 'seen' ORDER BY l.position DESC LIMIT 1) last ON true
LEFT JOIN notifications.disclosure said ON said.notice_id = last.notice_id AND said.position = last.position
LEFT JOIN LATERAL (
    SELECT v.at FROM notifications.evidence v
    WHERE v.delivery_id = d.id AND v.kind = 'seen' ORDER BY v.position LIMIT 1) seen ON true
WHERE d.notice_id = $1 AND ($2::uuid IS NULL OR d.id > $2) AND ($3::text IS NULL OR d.state = $3)
ORDER BY d.id
LIMIT $4

-- name: get
SELECT id, notice_id, chunk_id, state, attempts FROM notifications.delivery WHERE id = $1
