-- name: insert
INSERT INTO contracts.processing (
    product_id, subject_matter, duration, nature, purpose, data_categories, data_subjects,
    controller_rights, retention, measures, valid)
SELECT p.id, d.subject_matter, d.duration, d.nature, d.purpose, d.data_categories, d.data_subjects,
    d.controller_rights, d.retention, d.measures,
    daterange(coalesce(d.valid_from, clock.today()), d.valid_until)
FROM jsonb_to_record($2) AS d (
    subject_matter jsonb, duration jsonb, nature jsonb, purpose jsonb, data_categories jsonb,
    data_subjects jsonb, controller_rights jsonb, retention jsonb, measures jsonb, valid_from date,
    valid_until date)
JOIN contracts.product p ON p.id = $1
RETURNING id

-- name: read
SELECT x.id, x.product_id, x.subject_matter, x.duration, x.nature, x.purpose, x.data_categories,
    x.data_subjects, x.controller_rights, x.retention, x.measures, lower(x.valid) AS valid_from,
    upper(x.valid) AS valid_until, contracts.unsaid_of(x) AS missing
FROM contracts.processing s CROSS JOIN LATERAL contracts.processing_on(s, $2::date) x
WHERE s.id = $1

-- name: lock
SELECT FROM contracts.processing WHERE id = $1 FOR NO KEY UPDATE

-- name: update
UPDATE contracts.processing x
SET (subject_matter, duration, nature, purpose, data_categories, data_subjects, controller_rights,
    retention, measures, valid) = (
    SELECT n.subject_matter, n.duration, n.nature, n.purpose, n.data_categories, n.data_subjects,
        n.controller_rights, n.retention, n.measures,
        CASE WHEN $2 ? 'valid_until' THEN daterange(lower(x.valid), ($2 ->> 'valid_until')::date)
            ELSE x.valid END
    FROM jsonb_populate_record(x, $2) n)
WHERE id = $1

-- name: in_use
-- Whether somebody takes, or will take, the product.
SELECT contracts.taken(bus.tenant(), $1, daterange(clock.today(), NULL))
