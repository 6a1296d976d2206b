-- name: insert
INSERT INTO contracts.product (key, name, description)
SELECT key, name, description FROM jsonb_to_record($1) AS d (key text, name jsonb, description jsonb)
ON CONFLICT DO NOTHING
RETURNING id

-- name: list_page
SELECT p.id, p.key, p.name, p.description, contracts.unsaid_on(p.tenant_id, p.id, coalesce($2, clock.today())) AS missing
FROM contracts.product s
CROSS JOIN LATERAL contracts.product_on(s, $2::date) p
CROSS JOIN jsonb_to_record($1) AS f (q text, complete boolean)
WHERE p.key > $3
    AND (f.q IS NULL OR strpos(lower(concat_ws(' ', p.key, p.name ->> 'nl', p.name ->> 'en')), lower(f.q)) > 0)
    AND (f.complete IS NULL OR f.complete
        = (cardinality(contracts.unsaid_on(p.tenant_id, p.id, coalesce($2, clock.today()))) = 0))
ORDER BY p.key
LIMIT $4

-- name: read
SELECT p.id, p.key, p.name, p.description,
    contracts.unsaid_on(p.tenant_id, p.id, coalesce($2, clock.today())) AS missing,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', x.id, 'product_id', x.product_id, 'subject_matter', x.subject_matter,
            'duration', x.duration, 'nature', x.nature, 'purpose', x.purpose,
            'data_categories', x.data_categories, 'data_subjects', x.data_subjects,
            'controller_rights', x.controller_rights, 'retention', x.retention, 'measures', x.measures,
            'valid_from', lower(x.valid), 'valid_until', upper(x.valid),
            'missing', contracts.unsaid_of(x)) ORDER BY x.id), '[]')
        FROM contracts.processing y CROSS JOIN LATERAL contracts.processing_on(y, $2) x
        WHERE (y.tenant_id, y.product_id) = (p.tenant_id, p.id)
            AND x.valid @> coalesce($2, clock.today())) AS processings
FROM contracts.product s CROSS JOIN LATERAL contracts.product_on(s, $2::date) p
WHERE s.id = $1

-- name: lock
SELECT FROM contracts.product WHERE id = $1 FOR NO KEY UPDATE

-- name: update
UPDATE contracts.product p SET (name, description) = (
    SELECT n.name, n.description FROM jsonb_populate_record(p, $2) n)
WHERE id = $1

-- name: known
SELECT count(*) FROM contracts.product WHERE id = ANY ($1::uuid[])

-- name: readiness
SELECT asked.word, p.id, p.key,
    EXISTS (
        SELECT FROM contracts.processing x
        WHERE (x.tenant_id, x.product_id) = (p.tenant_id, p.id) AND x.valid @> clock.today()
    ) AS has_processing,
    EXISTS (
        SELECT FROM contracts.link l
        WHERE (l.tenant_id, l.product_id, l.capacity) = (p.tenant_id, p.id, 'subprocessor')
            AND l.valid @> clock.today()
    ) AS has_links,
    contracts.unsaid_on(p.tenant_id, p.id, clock.today()) AS missing
FROM unnest($1::text[]) WITH ORDINALITY AS asked (word, place)
LEFT JOIN contracts.product p ON p.key = asked.word OR p.id::text = lower(asked.word)
ORDER BY asked.place

-- name: unready_of_agreements
SELECT p.key, contracts.unsaid_on(p.tenant_id, p.id, clock.today()) AS missing
FROM contracts.product p
WHERE p.id IN (
        SELECT a.product_id FROM contracts.agreement_product a
        WHERE a.agreement_id = ANY ($1::uuid[]) AND a.valid @> clock.today())
    AND cardinality(contracts.unsaid_on(p.tenant_id, p.id, clock.today())) > 0
ORDER BY p.key LIMIT 1

-- name: unready_of_change
SELECT p.key, contracts.unsaid_on(p.tenant_id, p.id, clock.today()) AS missing
FROM contracts.product p
WHERE p.id IN (
        SELECT l.product_id FROM contracts.link l
        WHERE l.change_id = $1 OR l.id IN (SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1))
    AND contracts.taken(p.tenant_id, p.id, daterange(clock.today(), NULL))
    AND cardinality(contracts.unsaid_on(p.tenant_id, p.id, clock.today())) > 0
ORDER BY p.key LIMIT 1

-- name: unsaid
SELECT f.field FROM unnest($2::date[]) AS d (day)
CROSS JOIN LATERAL unnest(contracts.unsaid_on(bus.tenant(), $1, d.day)) AS f (field)
GROUP BY f.field ORDER BY f.field
