-- name: list_page
-- What proves each delivery to one client; the chain of its notice holds the others' too.
SELECT d.id, d.notice_id, n.kind, n.subject_id, d.contact_id, d.state, d.created_at, n.facts,
    encode(c.digest, 'hex') AS head, c.length, (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'position', e.position, 'attempt', e.attempt, 'kind', e.kind, 'at', e.at, 'details', e.details,
            'commitment', encode(e.commitment, 'hex'), 'digest', encode(e.digest, 'hex'),
            'salt', encode(p.salt, 'hex'), 'payload', p.payload) ORDER BY e.position), '[]')
        FROM notifications.evidence e
        LEFT JOIN notifications.disclosure p ON (p.notice_id, p.position) = (e.notice_id, e.position)
        WHERE e.notice_id = d.notice_id AND e.delivery_id = d.id) AS rows
FROM notifications.standing d
JOIN notifications.notice n ON n.id = d.notice_id
JOIN notifications.chain c ON c.notice_id = d.notice_id
WHERE d.client_id = $1 AND n.kind <> 'sign_in' AND ($2::uuid IS NULL OR d.id > $2)
ORDER BY d.id
LIMIT $3
