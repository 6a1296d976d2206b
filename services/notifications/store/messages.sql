-- name: list_page
-- What a client's people can read. Nothing that was stopped before it was told, nor a change that was
-- withdrawn before its mail was taken, unless they have opened it: then they hear of the withdrawal.
SELECT d.id, d.notice_id, n.kind, n.subject_id, d.contact_id, d.recipient_id, d.client_id, d.terms, d.created_at, d.state, n.facts,
    p.payload AS person, seen.at AS seen_at, arrived.at AS delivered_at, known.at AS acknowledged_at
FROM notifications.standing d
JOIN notifications.notice n ON n.id = d.notice_id AND n.kind <> 'sign_in' AND n.facts IS NOT NULL
LEFT JOIN LATERAL (
    SELECT x.payload FROM notifications.disclosure x
    WHERE (x.tenant_id, x.notice_id, x.position) = (d.tenant_id, d.notice_id, d.position) OFFSET 0
) p ON true
LEFT JOIN notifications.evidence seen ON (seen.delivery_id, seen.attempt, seen.kind) = (d.id, 0, 'seen')
LEFT JOIN LATERAL (
    SELECT a.at FROM notifications.evidence a
    WHERE a.delivery_id = d.id AND a.kind = 'delivered' ORDER BY a.position LIMIT 1) arrived ON true
LEFT JOIN notifications.evidence known ON (known.delivery_id, known.attempt, known.kind) = (d.id, 0, 'acknowledged')
WHERE d.client_id = $1 AND ($2::uuid IS NULL OR d.contact_id = $2) AND ($3::uuid IS NULL OR d.id = $3)
    AND (seen.at IS NOT NULL OR d.state IN ('accepted', 'in_doubt') OR d.state <> 'stopped' AND (
        n.kind = 'change_withdrawn' OR NOT EXISTS (
            SELECT FROM notifications.withdrawal w WHERE w.change_id = n.change_id)))
    AND ($4::uuid IS NULL OR (d.created_at, d.id) < (
        SELECT a.created_at, a.id FROM notifications.delivery a WHERE a.id = $4))
ORDER BY d.created_at DESC, d.id DESC
LIMIT $5

-- name: count_unread
SELECT count(*)
FROM notifications.standing d
JOIN notifications.notice n ON n.id = d.notice_id AND n.kind <> 'sign_in' AND n.facts IS NOT NULL
WHERE d.client_id = $1 AND d.contact_id = $2
    AND NOT EXISTS (
        SELECT FROM notifications.evidence e WHERE (e.delivery_id, e.attempt, e.kind) = (d.id, 0, 'seen'))
    AND (d.state IN ('accepted', 'in_doubt') OR d.state <> 'stopped' AND (
        n.kind = 'change_withdrawn' OR NOT EXISTS (
            SELECT FROM notifications.withdrawal w WHERE w.change_id = n.change_id)))
