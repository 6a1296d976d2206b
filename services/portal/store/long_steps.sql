-- name: add
INSERT INTO portal.long_step (change_id, step, asked_by, asked_at)
VALUES ($1, $2, $3, now() - $4::interval) RETURNING id

-- name: end
INSERT INTO portal.long_step_end (step_id, refusal) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: read
SELECT s.id, s.change_id, s.step, s.asked_at, e.ended_at, e.refusal,
    e.step_id IS NULL AND s.asked_at < now() - $2::interval AS lost
FROM portal.long_step s
LEFT JOIN portal.long_step_end e ON (e.tenant_id, e.step_id) = (s.tenant_id, s.id)
WHERE s.id = $1

-- name: going_on
SELECT s.id FROM portal.long_step s
WHERE s.change_id = $1 AND s.asked_at >= now() - $2::interval AND NOT EXISTS (
    SELECT FROM portal.long_step_end e WHERE (e.tenant_id, e.step_id) = (s.tenant_id, s.id))
ORDER BY s.id DESC LIMIT 1
