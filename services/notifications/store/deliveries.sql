-- name: known
SELECT id FROM notifications.delivery WHERE id = ANY($1::uuid[])

-- name: add_chunk
INSERT INTO notifications.chunk (id, notice_id, size) VALUES ($1, $2, $3)

-- name: add
INSERT INTO notifications.delivery (
    id, notice_id, chunk_id, channel, contact_id, recipient_id, client_id, terms, ordinal, position)
SELECT d.id, $1, $2, 'mail', d.contact_id, d.recipient_id, d.client_id, d.terms, d.ordinal, $3 + d.ordinal
FROM jsonb_to_recordset($4) AS d(
    id uuid, contact_id uuid, recipient_id uuid, client_id uuid, terms jsonb, ordinal integer)

-- name: keep_secret
INSERT INTO notifications.secret (delivery_id, link) VALUES ($1, $2)

-- name: forget_secrets
DELETE FROM notifications.secret WHERE delivery_id = ANY($1::uuid[])

-- name: claim
UPDATE notifications.chunk SET fence = fence + 1, leased_until = now() + $2::interval
WHERE id = $1 AND leased_until < now()
RETURNING notice_id, fence, opened, settled, size

-- name: renew
UPDATE notifications.chunk SET leased_until = now() + $3::interval
WHERE id = $1 AND fence = $2
RETURNING true

-- name: mark
-- In the order of their ids, as everywhere, so that no two wait in a ring.
WITH held AS (
    SELECT id FROM notifications.chunk WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE notifications.chunk c SET settled = m.settled, opened = m.opened, leased_until = now() + $5::interval
FROM held, unnest($1::uuid[], $2::bigint[], $3::integer[], $4::integer[]) AS m(id, fence, settled, opened)
WHERE held.id = m.id AND c.id = held.id AND c.fence = m.fence
RETURNING c.id

-- name: release
UPDATE notifications.chunk SET leased_until = '-infinity' WHERE id = $1 AND fence = $2

-- name: free_in
SELECT greatest(leased_until - now(), interval '0') FROM notifications.chunk WHERE id = $1

-- name: fresh
-- As one row: of a thousand rows each eight kilobytes wake their reader, who then waits beside the processor that
-- makes the next eight.
SELECT array_agg(id), array_agg(ordinal), array_agg(contact_id), array_agg(recipient_id), array_agg(client_id),
    array_agg(created_at), array_agg(position), '[' || string_agg(terms::text, ',') || ']'
FROM (
    SELECT * FROM notifications.delivery
    WHERE chunk_id = $1 AND ordinal > $2 AND state IS NULL
    ORDER BY ordinal) due

-- name: persons
-- Of one chunk, whose recipients stand in the chain one behind the other.
SELECT array_agg(position), '[' || string_agg(payload::text, ',') || ']'
FROM notifications.disclosure WHERE notice_id = $1 AND position BETWEEN $2 AND $3

-- name: departed
SELECT contact_id FROM notifications.departure WHERE contact_id = ANY($1::uuid[])

-- name: secrets
SELECT delivery_id, link FROM notifications.secret WHERE delivery_id = ANY($1::uuid[])

-- name: stopped
SELECT d.id
FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS m(id, settled, opened)
JOIN notifications.delivery d ON d.chunk_id = m.id AND d.ordinal > m.settled AND d.ordinal <= m.opened
WHERE d.state IS NOT NULL

-- name: due
-- What stands apart and may be tried again.
SELECT array_agg(id), array_agg(ordinal), array_agg(contact_id), array_agg(recipient_id), array_agg(client_id),
    array_agg(created_at), array_agg(position), '[' || string_agg(terms::text, ',') || ']'
FROM (
    SELECT * FROM notifications.delivery
    WHERE chunk_id = $1 AND state = 'queued' AND due_at <= now()
    ORDER BY ordinal
    LIMIT $2) due

-- name: interrupted
-- What a worker that is gone opened and said nothing of: it may have left.
SELECT d.id, greatest(d.attempts, 1) AS attempts
FROM notifications.delivery d
WHERE d.chunk_id = $1 AND (d.state = 'sending' OR d.state IS NULL AND d.ordinal > $2 AND d.ordinal <= $3
    AND NOT EXISTS (SELECT FROM notifications.evidence e
        WHERE e.delivery_id = d.id AND e.attempt = 1 AND e.kind = 'accepted'))

-- name: next_due_in
-- Null when nothing of the chunk is left to do.
SELECT min(left_in) FROM (
    SELECT interval '0' AS left_in FROM notifications.chunk WHERE id = $1 AND settled < size
    UNION ALL
    SELECT greatest(due_at - now(), interval '0') FROM notifications.delivery
    WHERE chunk_id = $1 AND state IN ('queued', 'sending')) todo

-- name: open
UPDATE notifications.delivery SET state = 'sending', attempts = attempts + 1, due_at = now() + $2::interval
WHERE id = ANY($1::uuid[]) AND state = 'queued'
RETURNING id, attempts

-- name: settle
-- An acceptance is true however late it comes; anything else counts only for the attempt that runs.
UPDATE notifications.delivery d
SET state = o.state, attempts = greatest(d.attempts, o.attempt), due_at = now() + make_interval(secs => o.wait)
FROM jsonb_to_recordset($1) AS o(id uuid, attempt integer, state text, wait double precision), notifications.chunk c
WHERE d.id = o.id AND c.id = d.chunk_id
    AND coalesce(d.state, CASE WHEN d.ordinal <= c.settled THEN 'accepted' ELSE 'sending' END) <> 'accepted'
    AND (greatest(d.attempts, 1) = o.attempt OR o.state = 'accepted')
RETURNING d.id, d.state, d.recipient_id, d.client_id

-- name: set_apart
-- By who holds the chunk, of a window that is still open.
UPDATE notifications.delivery d
SET state = o.state, attempts = o.attempt, due_at = now() + make_interval(secs => o.wait)
FROM jsonb_to_recordset($1) AS o(id uuid, attempt integer, state text, wait double precision)
WHERE d.id = o.id AND d.state IS NULL
RETURNING d.id, d.state, d.recipient_id, d.client_id

-- name: hold_chunks
-- Whoever stops deliveries waits until no window of theirs is being opened, and the other way round.
SELECT id FROM notifications.chunk WHERE notice_id = $1 ORDER BY id FOR NO KEY UPDATE

-- name: stop
UPDATE notifications.delivery d SET state = 'stopped'
FROM notifications.chunk c
WHERE d.notice_id = $1 AND c.id = d.chunk_id
    AND (d.state = 'queued' OR d.state IS NULL AND d.ordinal > c.opened)
RETURNING d.id, d.attempts

-- name: any_sending
SELECT EXISTS (SELECT FROM notifications.chunk WHERE notice_id = $1 AND settled < opened)
    OR EXISTS (SELECT FROM notifications.delivery WHERE notice_id = $1 AND state = 'sending')

-- name: told
-- By one of these notices, each in the order of its index: whatever sorts them by person reads all of them for
-- every page. Whoever was erased is left out before the rows are counted, so that a short page is the last.
SELECT d.id, d.contact_id, d.recipient_id, d.client_id, d.terms, d.person
FROM unnest($1::uuid[]) AS n (id)
CROSS JOIN LATERAL (
    SELECT s.*, p.payload AS person FROM notifications.standing s
    CROSS JOIN LATERAL (
        SELECT x.payload FROM notifications.disclosure x
        WHERE (x.tenant_id, x.notice_id, x.position) = (s.tenant_id, s.notice_id, s.position) OFFSET 0) p
    WHERE s.notice_id = n.id AND s.id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
        AND (s.state IN ('accepted', 'in_doubt') OR EXISTS (
            SELECT FROM notifications.evidence v
            WHERE v.delivery_id = s.id AND v.attempt = 0 AND v.kind = 'seen'))
    ORDER BY s.id LIMIT $3) d
ORDER BY d.id
LIMIT $3

-- name: page
SELECT d.id, d.contact_id, d.recipient_id, d.client_id, d.terms, d.state, d.attempts, d.due_at, d.created_at,
    p.payload AS person, last.kind AS last_kind, last.at AS last_at, last.details AS last_details,
    said.payload AS last_payload, seen.at AS seen_at, arrived.at AS delivered_at, known.at AS acknowledged_at
FROM notifications.standing d
LEFT JOIN LATERAL (
    SELECT x.payload FROM notifications.disclosure x
    WHERE (x.tenant_id, x.notice_id, x.position) = (d.tenant_id, d.notice_id, d.position) OFFSET 0
) p ON true
LEFT JOIN LATERAL (
    SELECT l.kind, l.at, l.details, l.notice_id, l.position FROM notifications.evidence l
    WHERE l.delivery_id = d.id AND l.kind NOT IN ('seen', 'acknowledged', 'escalated', 'posted') ORDER BY l.position DESC LIMIT 1) last ON true
LEFT JOIN notifications.disclosure said ON said.notice_id = last.notice_id AND said.position = last.position
LEFT JOIN LATERAL (
    SELECT v.at FROM notifications.evidence v
    WHERE v.delivery_id = d.id AND v.kind = 'seen' ORDER BY v.position LIMIT 1) seen ON true
LEFT JOIN LATERAL (
    SELECT a.at FROM notifications.evidence a
    WHERE a.delivery_id = d.id AND a.kind = 'delivered' ORDER BY a.position LIMIT 1) arrived ON true
LEFT JOIN LATERAL (
    SELECT k.at FROM notifications.evidence k
    WHERE k.delivery_id = d.id AND k.kind = 'acknowledged' ORDER BY k.position LIMIT 1) known ON true
WHERE d.notice_id = $1 AND ($2::uuid IS NULL OR d.id > $2) AND ($3::text IS NULL OR d.state = $3)
ORDER BY d.id
LIMIT $4

-- name: get
SELECT id, notice_id, chunk_id, state, attempts, recipient_id FROM notifications.standing WHERE id = $1

-- name: hold
SELECT id FROM notifications.delivery WHERE id = $1 FOR NO KEY UPDATE
