-- name: hear
INSERT INTO notifications.alteration (change_id, number) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: since
SELECT EXISTS (SELECT FROM notifications.alteration WHERE change_id = $1 AND number > $2)

-- name: telling
SELECT id FROM notifications.notice
WHERE change_id = $1 AND kind IN ('change_announced', 'change_altered') ORDER BY created_at, id

-- name: before
-- What told of the change when it had been put off less often: announcements, and what put it off.
SELECT n.id, n.kind = 'change_announced' AS announces FROM notifications.notice n
WHERE n.change_id = $1 AND n.kind IN ('change_announced', 'change_altered') AND n.facts IS NOT NULL
    AND coalesce((n.facts ->> 'alteration')::integer, 0) < $2
ORDER BY n.created_at, n.id

-- name: told
-- Of those for whom some of these were, who was told by one, or may have been.
SELECT d.recipient_id, bool_or(d.state IN ('accepted', 'in_doubt') OR EXISTS (
    SELECT FROM notifications.evidence v WHERE v.delivery_id = d.id AND v.attempt = 0 AND v.kind = 'seen')) AS told
FROM notifications.standing d
WHERE d.id = ANY ($1::uuid[])
GROUP BY d.recipient_id

-- name: public
SELECT id FROM notifications.notice
WHERE change_id = $1 AND kind IN ('public_announced', 'public_altered') ORDER BY created_at, id

-- name: public_before
SELECT id FROM notifications.notice
WHERE change_id = $1 AND kind IN ('public_announced', 'public_altered')
    AND (facts IS NULL OR jsonb_array_length(coalesce(facts -> 'earlier_days', '[]')) < $2)
ORDER BY created_at, id

-- name: public_since
SELECT EXISTS (
    SELECT FROM notifications.notice
    WHERE change_id = $1 AND kind = 'public_altered' AND jsonb_array_length(facts -> 'earlier_days') > $2)
