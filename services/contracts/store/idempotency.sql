-- name: begin
INSERT INTO contracts.idempotency (key, body_digest) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key

-- name: read
SELECT body_digest, answer FROM contracts.idempotency WHERE key = $1

-- name: answer
UPDATE contracts.idempotency SET answer = $2, about = $3 WHERE key = $1

-- name: due
SELECT tenant_id FROM contracts.stale_answers() AS tenant_id

-- name: forget
DELETE FROM contracts.idempotency WHERE made_at < now() - interval '7 days'

-- name: erase_about
-- The key stays taken.
UPDATE contracts.idempotency SET answer = NULL, about = '{}', body_digest = ''
WHERE answer #>> '{body,id}' = $1
