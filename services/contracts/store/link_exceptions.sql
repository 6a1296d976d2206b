-- name: held
SELECT greatest(lower(h.valid), lower(taken.valid)) AS lower, upper(h.valid) AS upper, lower(h.valid) AS began,
    EXISTS (
        SELECT FROM contracts.agreement a
        JOIN contracts.agreement_product p ON (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id)
        WHERE (a.tenant_id, a.client_id, p.product_id) = (l.tenant_id, c.id, l.product_id)
            AND NOT isempty(h.valid * p.valid) AND lower(h.valid * p.valid) < clock.today()
    ) AS past,
    isempty(h.valid) AS empty, isempty(l.valid) AS proposed, taken.valid IS NOT NULL AS takes_product,
    EXISTS (
        SELECT FROM contracts.running_change r
        WHERE r.tenant_id = l.tenant_id AND (r.change_id = l.change_id OR r.change_id IN (
            SELECT e.change_id FROM contracts.change_end e
            WHERE (e.tenant_id, e.link_id) = (l.tenant_id, l.id)))
    ) AS change_running
FROM contracts.link l
CROSS JOIN contracts.client c
LEFT JOIN contracts.link_exception x ON (x.tenant_id, x.client_id, x.link_id) = (l.tenant_id, c.id, l.id)
CROSS JOIN LATERAL (SELECT coalesce(x.valid, l.valid) AS valid) h
LEFT JOIN LATERAL (
    SELECT p.valid FROM contracts.agreement a
    JOIN contracts.agreement_product p ON (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id)
    WHERE (a.tenant_id, a.client_id, p.product_id) = (l.tenant_id, c.id, l.product_id)
        AND p.valid && daterange(clock.today(), NULL)
    ORDER BY lower(p.valid) LIMIT 1
) taken ON true
WHERE l.id = $1 AND c.id = $2

-- name: insert
INSERT INTO contracts.link_deferral (link_id, client_id, valid_from, reason, made_by)
SELECT $1, client_id, valid_from, reason, $3
FROM jsonb_to_record($2) AS d (client_id uuid, valid_from date, reason text)

-- name: move
INSERT INTO contracts.link_exception (link_id, client_id, valid)
VALUES ($1, $2, CASE WHEN $3 THEN 'empty' ELSE daterange($4, $5) END)
ON CONFLICT (tenant_id, client_id, link_id) DO UPDATE SET valid = excluded.valid

-- name: list_page
SELECT x.link_id, x.client_id, s.name AS subprocessor, p.name AS product, lower(x.valid) AS valid_from,
    upper(x.valid) AS valid_until, d.reason, d.made_by, d.made_at
FROM contracts.link_exception x
JOIN contracts.link l ON (l.tenant_id, l.id) = (x.tenant_id, x.link_id)
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id)
LEFT JOIN LATERAL (
    SELECT f.reason, f.made_by, f.made_at FROM contracts.link_deferral f
    WHERE (f.tenant_id, f.client_id, f.link_id) = (x.tenant_id, x.client_id, x.link_id)
    ORDER BY f.id DESC LIMIT 1
) d ON true
WHERE x.client_id = $1 AND x.link_id > $2 AND ($3::uuid IS NULL OR x.link_id = $3)
ORDER BY x.link_id
LIMIT $4
