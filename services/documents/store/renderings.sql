-- name: request
INSERT INTO documents.rendering (agreement_id, version_id, client_id, variant)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, version_id, variant) DO NOTHING
RETURNING id

-- name: get
SELECT * FROM documents.rendering WHERE tenant_id = bus.tenant() AND id = $1

-- name: of_version
SELECT * FROM documents.rendering
WHERE tenant_id = bus.tenant() AND version_id = $1 AND ($2::uuid IS NULL OR client_id = $2)
ORDER BY requested_at, id

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
