-- name: processor
-- As the provider stood on that day.
SELECT x.name, x.legal_name, x.registration, x.address, x.country, x.email, x.phone, x.website,
    x.privacy_contact, x.representative, x.dpo
FROM contracts.tenant t
CROSS JOIN LATERAL jsonb_populate_record(t, CASE WHEN $1::date < clock.today()
    THEN contracts.state_on(t.tenant_id, 'tenant', t.tenant_id, $1) ELSE '{}' END) x
WHERE t.tenant_id = bus.tenant()

-- name: products
SELECT p.id AS product_id, x.name AS product, (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'subject_matter', y.subject_matter, 'nature', y.nature, 'purpose', y.purpose,
        'data_categories', y.data_categories, 'data_subjects', y.data_subjects,
        'retention', y.retention, 'measures', y.measures) ORDER BY y.id), '[]')
    FROM contracts.processing r
    CROSS JOIN LATERAL contracts.processing_on(r, d.past) y
    WHERE (r.tenant_id, r.product_id) = (p.tenant_id, p.id) AND r.valid @> $1::date) AS processings
FROM contracts.product p
CROSS JOIN (SELECT CASE WHEN $1::date < clock.today() THEN $1::date END AS past) d
CROSS JOIN LATERAL contracts.product_on(p, d.past) x
ORDER BY p.id

-- name: controllers
-- Whoever took a product on that day, by agreement, as they and their people stood on it.
SELECT a.id AS agreement_id, a.reference, c.id AS client_id, c.name, c.registration, c.address, c.country,
    c.representative, c.dpo,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'email', k.email,
            'job_title', k.job_title, 'duties', k.duties) ORDER BY contracts.turn(k.duties), k.id), '[]')
        FROM contracts.contacts_on(c.id, $1) k
        WHERE k.duties && ARRAY['notice', 'privacy']) AS contacts,
    ARRAY(SELECT p.product_id FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> $1::date
        ORDER BY p.product_id) AS products,
    ARRAY(SELECT l.link_id FROM contracts.agreement_links(ARRAY[a.id], $1::date) l
        WHERE l.link_id = ANY ($2::uuid[]) ORDER BY l.link_id) AS transfers
FROM contracts.agreement a
JOIN contracts.client x ON (x.tenant_id, x.id) = (a.tenant_id, a.client_id)
CROSS JOIN LATERAL contracts.client_on(x, contracts.past($1)) c
WHERE a.tenant_id = bus.tenant() AND a.id > $3 AND EXISTS (
    SELECT FROM contracts.agreement_product p
    WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> $1::date)
ORDER BY a.id
LIMIT $4
