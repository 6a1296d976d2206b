-- name: request
INSERT INTO documents.rendering (agreement_id, version_id, client_id, variant, run_id, due_at)
VALUES ($1, $2, $3, $4, $5, now() + CASE WHEN $5::uuid IS NULL THEN interval '1 minute' ELSE interval '0' END)
ON CONFLICT (tenant_id, version_id, variant) DO NOTHING
RETURNING id

-- name: get
SELECT * FROM documents.rendering WHERE tenant_id = bus.tenant() AND id = $1

-- name: of_version
SELECT * FROM documents.rendering
WHERE tenant_id = bus.tenant() AND version_id = $1 AND ($2::uuid IS NULL OR client_id = $2)
ORDER BY requested_at, id

-- name: unfinished_page
SELECT * FROM documents.rendering
WHERE tenant_id = bus.tenant() AND completed_at IS NULL AND ($1::uuid IS NULL OR id > $1)
    AND ($2::text IS NULL OR problem = $2) AND (NOT $3::boolean OR problem IS NOT NULL)
ORDER BY id
LIMIT $4

-- name: retry
UPDATE documents.rendering SET due_at = now() + interval '1 minute'
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL
RETURNING *

-- name: announce
UPDATE documents.rendering SET announced_at = clock.now()
WHERE tenant_id = bus.tenant() AND id = $1 AND announced_at IS NULL
RETURNING id

-- name: complete
UPDATE documents.rendering SET completed_at = clock.now(), problem = NULL, detail = NULL
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: postpone
UPDATE documents.rendering
SET attempts = attempts + 1, problem = $2, detail = $3, due_at = now() + $4::interval
WHERE tenant_id = bus.tenant() AND id = $1 AND completed_at IS NULL

-- name: unfinished
SELECT tenant_id, id FROM documents.unfinished($1, $2)
