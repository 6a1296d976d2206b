-- name: insert
INSERT INTO contracts.legal_hold (client_id, reason, until, placed_by) VALUES ($1, $2, $3, $4) RETURNING id

-- name: read
SELECT h.id, h.client_id, h.reason, h.until, h.placed_by, h.placed_at, e.ended_at, e.reason AS ended_because
FROM contracts.legal_hold h
LEFT JOIN contracts.legal_hold_end e ON (e.tenant_id, e.hold_id) = (h.tenant_id, h.id)
WHERE h.client_id = $1 AND h.id = $2

-- name: list_page
SELECT h.id, h.client_id, h.reason, h.until, h.placed_by, h.placed_at, e.ended_at, e.reason AS ended_because
FROM contracts.legal_hold h
LEFT JOIN contracts.legal_hold_end e ON (e.tenant_id, e.hold_id) = (h.tenant_id, h.id)
WHERE h.client_id = $1 AND ($2::uuid IS NULL OR h.id < $2)
ORDER BY h.id DESC
LIMIT $3

-- name: standing
SELECT h.id, h.client_id, h.reason, h.until, h.placed_by, h.placed_at, NULL AS ended_at, NULL AS ended_because
FROM contracts.standing_holds($1) h ORDER BY h.until DESC, h.id LIMIT 1

-- name: end
INSERT INTO contracts.legal_hold_end (hold_id, reason, ended_by) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
