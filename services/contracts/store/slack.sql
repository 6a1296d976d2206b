-- name: party
SELECT id, name, name_key FROM contracts.subprocessor WHERE id = $1

-- name: used_page
SELECT s.id, s.name, s.name_key FROM contracts.subprocessor s
WHERE (s.name_key, s.id) > ($2::text, $3::uuid) AND EXISTS (
    SELECT FROM contracts.link l
    WHERE (l.tenant_id, l.subprocessor_id) = (s.tenant_id, s.id)
        AND l.capacity = 'subprocessor' AND l.valid @> $1::date)
ORDER BY s.name_key, s.id
LIMIT $4

-- name: used
SELECT DISTINCT l.subprocessor_id FROM contracts.link l
WHERE l.subprocessor_id = ANY ($1::uuid[]) AND l.capacity = 'subprocessor' AND l.valid @> $2::date

-- name: promises
-- Grouped by product first, however many parties process for it.
WITH task AS (
    SELECT DISTINCT l.subprocessor_id, l.product_id FROM contracts.link l
    WHERE l.subprocessor_id = ANY ($1::uuid[]) AND l.capacity = 'subprocessor' AND l.valid @> $2::date
), promise AS (
    SELECT p.product_id, greatest(a.notice_days, a.objection_days) AS days, a.objection_days, a.day_kind,
        count(*) AS agreements
    FROM contracts.agreement_product p
    JOIN contracts.agreement a ON (a.tenant_id, a.id) = (p.tenant_id, p.agreement_id)
    WHERE p.product_id IN (SELECT product_id FROM task) AND p.valid @> $2::date AND NOT EXISTS (
        SELECT FROM contracts.agreement_end x
        WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id) AND x.ends_on <= $2::date)
    GROUP BY p.product_id, 2, a.objection_days, a.day_kind
)
SELECT t.subprocessor_id, t.product_id, g.name AS product, p.days, p.objection_days, p.day_kind, p.agreements
FROM task t
JOIN promise p ON p.product_id = t.product_id
JOIN contracts.product g ON g.id = t.product_id
ORDER BY g.name ->> 'nl', t.product_id, p.days DESC, p.objection_days DESC, p.day_kind
