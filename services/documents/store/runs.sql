-- name: find
SELECT id FROM documents.rendering_run
WHERE tenant_id = bus.tenant() AND cause = $1 AND change_id IS NOT DISTINCT FROM $2 AND day = clock.today()

-- name: begin
INSERT INTO documents.rendering_run (cause, change_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: waiting
SELECT tenant_id, run_id FROM documents.waiting_runs($1)

-- name: claim
UPDATE documents.rendering r SET due_at = now() + $3::interval
FROM (
    SELECT id FROM documents.rendering
    WHERE tenant_id = bus.tenant() AND run_id = $1 AND announced_at IS NULL AND completed_at IS NULL
        AND attempts = 0 AND due_at <= now()
    ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
) claimed
WHERE r.tenant_id = bus.tenant() AND r.id = claimed.id
RETURNING r.*

-- name: release
-- Not what failed by itself meanwhile: that has a time of its own.
UPDATE documents.rendering SET problem = $2, detail = $3, due_at = now() + $4::interval
WHERE tenant_id = bus.tenant() AND id = ANY ($1::uuid[]) AND announced_at IS NULL AND completed_at IS NULL
    AND attempts = 0

-- name: announce
-- The PDF is in the queue, which loses nothing; the sweep looks a day later all the same.
UPDATE documents.rendering
SET announced_at = clock.now(), problem = NULL, detail = NULL, due_at = now() + interval '1 day'
WHERE tenant_id = bus.tenant() AND id = ANY ($1::uuid[]) AND announced_at IS NULL
RETURNING id

-- name: read
SELECT * FROM documents.rendering_run WHERE tenant_id = bus.tenant() AND id = $1

-- name: page
SELECT * FROM documents.rendering_run
WHERE tenant_id = bus.tenant() AND ($1::uuid IS NULL OR id < $1)
ORDER BY id DESC LIMIT $2

-- name: counted
SELECT count(*) AS asked, count(announced_at) AS made, count(completed_at) AS complete,
    count(*) FILTER (WHERE announced_at > clock.now() - $2::interval) AS of_late, clock.now() AS now
FROM documents.rendering WHERE tenant_id = bus.tenant() AND run_id = $1

-- name: obstacles
SELECT problem, count(*) AS renderings FROM documents.rendering
WHERE tenant_id = bus.tenant() AND run_id = $1 AND announced_at IS NULL AND problem IS NOT NULL
GROUP BY problem ORDER BY problem

-- name: standing_pause
SELECT paused_by, paused_at FROM documents.rendering_pause
WHERE tenant_id = bus.tenant() AND run_id = $1 AND resumed_at IS NULL

-- name: pause
INSERT INTO documents.rendering_pause (run_id, paused_by) VALUES ($1, $2)
ON CONFLICT DO NOTHING RETURNING id

-- name: resume
UPDATE documents.rendering_pause SET resumed_by = $2, resumed_at = clock.now()
WHERE tenant_id = bus.tenant() AND run_id = $1 AND resumed_at IS NULL RETURNING id
