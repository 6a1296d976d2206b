-- name: insert
INSERT INTO contracts.product (key, name, description)
SELECT key, name, description FROM jsonb_to_record($1) AS d (key text, name jsonb, description jsonb)
ON CONFLICT DO NOTHING
RETURNING id

-- name: insert_processing
INSERT INTO contracts.processing (
    product_id, subject_matter, nature, purpose, data_categories, data_subjects, retention, measures)
SELECT p.id, d.subject_matter, d.nature, d.purpose, d.data_categories, d.data_subjects, d.retention, d.measures
FROM jsonb_to_record($2) AS d (
    subject_matter jsonb, nature jsonb, purpose jsonb, data_categories jsonb, data_subjects jsonb,
    retention jsonb, measures jsonb)
JOIN contracts.product p ON p.id = $1
RETURNING id

-- name: list_all
SELECT id, key, name, description FROM contracts.product ORDER BY key

-- name: read
SELECT p.id, p.key, p.name, p.description, coalesce(jsonb_agg(jsonb_build_object(
        'id', x.id, 'subject_matter', x.subject_matter, 'nature', x.nature, 'purpose', x.purpose,
        'data_categories', x.data_categories, 'data_subjects', x.data_subjects,
        'retention', x.retention, 'measures', x.measures) ORDER BY x.id)
    FILTER (WHERE x.id IS NOT NULL), '[]') AS processings
FROM contracts.product p
LEFT JOIN contracts.processing x ON (x.tenant_id, x.product_id) = (p.tenant_id, p.id)
WHERE p.id = $1
GROUP BY p.tenant_id, p.id

-- name: known
SELECT count(*) FROM contracts.product WHERE id = ANY ($1::uuid[])

-- name: readiness
SELECT asked.word, p.id,
    EXISTS (
        SELECT FROM contracts.processing x WHERE (x.tenant_id, x.product_id) = (p.tenant_id, p.id)
    ) AS has_processing,
    EXISTS (
        SELECT FROM contracts.link l
        WHERE (l.tenant_id, l.product_id, l.capacity) = (p.tenant_id, p.id, 'subprocessor')
            AND l.valid @> clock.today()
    ) AS has_links
FROM unnest($1::text[]) WITH ORDINALITY AS asked (word, place)
LEFT JOIN contracts.product p ON p.key = asked.word OR p.id::text = lower(asked.word)
ORDER BY asked.place
