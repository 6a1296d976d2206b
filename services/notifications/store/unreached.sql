-- name: page
-- In the order of the clients, of each the notices of which no mail to anybody there was taken. What is
-- merely put off counts after four hours: mail servers that don't know a sender yet do so for less.
SELECT DISTINCT d.client_id, d.notice_id
FROM notifications.delivery d
JOIN notifications.notice n ON n.id = d.notice_id
WHERE d.client_id IS NOT NULL AND d.state IN ('queued', 'failed', 'in_doubt')
    AND (d.state <> 'queued' OR d.created_at < clock.now() - interval '4 hours')
    AND ($1::uuid IS NULL OR d.client_id = $1) AND ($2::uuid IS NULL OR d.notice_id = $2)
    AND (d.client_id, d.notice_id) > ($3, $4)
    AND NOT EXISTS (
        SELECT FROM notifications.standing r
        WHERE r.client_id = d.client_id AND r.notice_id = d.notice_id AND r.state = 'accepted')
    AND NOT (n.kind IN ('change_announced', 'change_altered') AND (EXISTS (
        SELECT FROM notifications.withdrawal w WHERE w.change_id = n.change_id)
        -- What names a day that holds no more was told anew.
        OR EXISTS (
            SELECT FROM notifications.alteration l WHERE l.change_id = n.change_id
                AND l.number > (n.facts ->> 'alteration')::integer)))
    -- Of a client that was erased nobody knows any more who was written to.
    AND EXISTS (
        SELECT FROM notifications.disclosure p WHERE p.notice_id = d.notice_id AND p.position = d.position)
ORDER BY d.client_id, d.notice_id
LIMIT $5

-- name: notices
SELECT id, kind, subject_id, change_id, facts FROM notifications.notice WHERE id = ANY($1::uuid[])

-- name: tries
SELECT d.id, d.notice_id, d.client_id, d.contact_id, d.terms, d.state, d.attempts, d.created_at,
    p.payload AS person, last.at, last.details, said.payload AS said,
    EXISTS (SELECT FROM notifications.evidence x WHERE x.delivery_id = d.id AND x.kind = 'escalated') AS escalation
FROM notifications.standing d
JOIN notifications.disclosure p ON p.notice_id = d.notice_id AND p.position = d.position
LEFT JOIN LATERAL (
    SELECT l.at, l.details, l.notice_id, l.position FROM notifications.evidence l
    WHERE l.delivery_id = d.id AND l.attempt > 0 ORDER BY l.position DESC LIMIT 1) last ON true
LEFT JOIN notifications.disclosure said ON said.notice_id = last.notice_id AND said.position = last.position
WHERE (d.notice_id, d.client_id) IN (
    SELECT notice_id, client_id FROM jsonb_to_recordset($1) AS w (notice_id uuid, client_id uuid))
ORDER BY d.created_at, d.id
