-- name: insert
INSERT INTO contracts.postponement (change_id, effective_on, reason, postponed_by)
VALUES ($1, $2, $3, $4)
RETURNING id

-- name: confirm
INSERT INTO contracts.postponement_confirmation (change_id, number, postponement_id, confirmed_by)
SELECT p.change_id, 1 + (
        SELECT count(*) FROM contracts.postponement_confirmation k
        WHERE (k.tenant_id, k.change_id) = (p.tenant_id, p.change_id)),
    p.id, $2
FROM contracts.postponement p WHERE p.id = $1

-- name: read
SELECT p.id, p.change_id, p.effective_on, p.reason, p.postponed_by, p.postponed_at, k.number,
    k.confirmed_by, k.confirmed_at
FROM contracts.postponement p
LEFT JOIN contracts.postponement_confirmation k ON (k.tenant_id, k.postponement_id) = (p.tenant_id, p.id)
WHERE p.id = $1

-- name: list_all
SELECT p.id, p.change_id, p.effective_on, p.reason, p.postponed_by, p.postponed_at, k.number,
    k.confirmed_by, k.confirmed_at
FROM contracts.postponement p
LEFT JOIN contracts.postponement_confirmation k ON (k.tenant_id, k.postponement_id) = (p.tenant_id, p.id)
WHERE p.change_id = $1
ORDER BY p.id

-- name: days_before
SELECT c.effective_on AS day FROM contracts.change c
JOIN contracts.postponement p ON (p.tenant_id, p.change_id) = (c.tenant_id, c.id)
WHERE p.id = $1
UNION
SELECT e.effective_on FROM contracts.postponement_confirmation k
JOIN contracts.postponement_confirmation b
    ON (b.tenant_id, b.change_id) = (k.tenant_id, k.change_id) AND b.number < k.number
JOIN contracts.postponement e ON (e.tenant_id, e.id) = (b.tenant_id, b.postponement_id)
WHERE k.postponement_id = $1
ORDER BY day
