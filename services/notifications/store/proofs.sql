-- name: recipients
SELECT recipient_id FROM notifications.delivery WHERE notice_id = $1 ORDER BY recipient_id

-- name: provable
SELECT tenant_id, id FROM notifications.provable($1, $2, $3)

-- name: of_change
SELECT id FROM notifications.notice WHERE change_id = $1 ORDER BY created_at, id
