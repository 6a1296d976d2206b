-- name: list_page
-- The newest first, and what became public at one moment in the order of its place.
SELECT e.kind, e.id, e.at, f.place
FROM contracts.public_event e
CROSS JOIN LATERAL (
    SELECT to_char(e.at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || e.kind AS place) f
WHERE e.tenant_id = bus.tenant() AND ($1 = '' OR (f.place COLLATE "C", e.id) < ($1, $2::uuid))
ORDER BY f.place COLLATE "C" DESC, e.id DESC
LIMIT $3
