-- name: recipients
-- Of an announcement together with those to others, from a later day on.
SELECT DISTINCT d.recipient_id FROM notifications.delivery d
WHERE d.notice_id IN (
    SELECT n.id FROM notifications.notice n JOIN notifications.notice m ON m.id = $1
    WHERE (n.kind, n.subject_id) = (m.kind, m.subject_id))
ORDER BY d.recipient_id

-- name: provable
SELECT tenant_id, id FROM notifications.provable($1, $2, $3)

-- name: of_change
-- Of the change itself, and of the objections to it; not what followers of the public list were told.
SELECT id FROM notifications.notice
WHERE (change_id = $1 OR facts ->> 'change_id' = $1::uuid::text)
    AND kind NOT IN ('public_announced', 'public_altered', 'public_withdrawn')
ORDER BY created_at, id

-- name: wordings
-- In how many words a notice was told: what alters the text, and an example of the terms.
SELECT count(*) AS recipients, (array_agg(terms ORDER BY id))[1] AS terms
FROM notifications.delivery WHERE notice_id = $1
GROUP BY terms - '{agreement_id,reference,deadline,earliest_deadline}'::text[], terms ->> 'deadline' IS NULL
ORDER BY 1 DESC

-- name: tellings
-- Each row by its key, as in the chain.
SELECT d.id, d.channel, d.client_id, d.recipient_id, d.terms, d.state, d.attempts, w.payload AS person, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'attempt', e.attempt, 'kind', e.kind, 'at', e.at, 'details', e.details, 'payload', p.payload)
            ORDER BY e.position), '[]')
        FROM notifications.evidence e
        LEFT JOIN LATERAL (
            SELECT x.payload FROM notifications.disclosure x
            WHERE (x.tenant_id, x.notice_id, x.position) = (e.tenant_id, e.notice_id, e.position) OFFSET 0
        ) p ON true
        WHERE (e.tenant_id, e.delivery_id) = (d.tenant_id, d.id)) AS happened
FROM notifications.standing d
LEFT JOIN LATERAL (
    SELECT x.payload FROM notifications.disclosure x
    WHERE (x.tenant_id, x.notice_id, x.position) = (d.tenant_id, d.notice_id, d.position) OFFSET 0
) w ON true
WHERE d.notice_id = $1 AND ($2::uuid IS NULL OR d.id > $2) AND (d.state = ANY($3::text[]) OR $3 IS NULL)
ORDER BY d.id
LIMIT $4

-- name: now
SELECT clock.now()
