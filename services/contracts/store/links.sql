-- name: insert
INSERT INTO contracts.link (
    product_id, subprocessor_id, capacity, purpose, data_categories, data_subjects, location, zone,
    mechanism, mechanism_verified_on, condition, reason, countries, verified_on, change_id, valid)
SELECT product_id, subprocessor_id, capacity, purpose, data_categories, data_subjects, location, zone,
    mechanism, mechanism_verified_on, condition, reason, countries, verified_on, $2,
    CASE WHEN $2::uuid IS NULL THEN daterange(coalesce(valid_from, clock.today()), valid_until)
        ELSE 'empty' END
FROM jsonb_to_recordset($1) AS d (
    product_id uuid, subprocessor_id uuid, capacity text, purpose jsonb, data_categories jsonb,
    data_subjects jsonb, location jsonb, zone text, mechanism text, mechanism_verified_on date,
    condition jsonb, reason jsonb, countries text[], verified_on date, valid_from date, valid_until date)
RETURNING id

-- name: ids_page
-- The key is the order of list_on: by product, the own administration last, then by name.
SELECT l.id, coalesce(p.name ->> 'nl', chr(1114111)) || chr(31) || s.name_key AS place
FROM contracts.link l
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id)
LEFT JOIN contracts.dated_change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
CROSS JOIN jsonb_to_record($1) AS f (product_id uuid, subprocessor_id uuid, capacity text)
WHERE (f.product_id IS NULL OR l.product_id = f.product_id)
    AND (f.subprocessor_id IS NULL OR l.subprocessor_id = f.subprocessor_id)
    AND (f.capacity IS NULL OR l.capacity = f.capacity)
    AND (l.valid @> $2::date OR c.effective_on <= $2 AND contracts.state(c.id) = 'published')
    AND (coalesce(p.name ->> 'nl', chr(1114111)) || chr(31) || s.name_key, l.id) > ($3::text, $4::uuid)
ORDER BY place, l.id
LIMIT $5

-- name: of_party
SELECT id FROM contracts.link WHERE subprocessor_id = $1

-- name: bypasses
-- Whether clients take the product while the link would hold, so that it would be in their annex
-- without a notice; and whether it begins before today or later.
SELECT contracts.taken(bus.tenant(), $1, daterange(coalesce($2, clock.today()), $3)) AS taken,
    coalesce($2 < clock.today(), false) AS began, coalesce($2 > clock.today(), false) AS coming

-- name: correct
INSERT INTO contracts.link_correction (link_id, reason, made_by) VALUES ($1, $2, $3)

-- name: lock_one
SELECT FROM contracts.link WHERE id = $1 FOR NO KEY UPDATE

-- name: update
UPDATE contracts.link l SET (countries, verified_on, mechanism_verified_on) = (
    SELECT n.countries, n.verified_on, n.mechanism_verified_on FROM jsonb_populate_record(l, $2) n)
WHERE id = $1

-- name: list_on
SELECT l.link_id, l.product_id, l.product, l.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, l.zone, l.mechanism, l.mechanism_verified_on, l.condition, l.reason,
    l.countries, l.verified_on,
    coalesce(lower(l.valid), c.effective_on) AS valid_from, upper(l.valid) AS valid_until,
    CASE WHEN lower(l.valid) <= clock.today() THEN 'in_force' ELSE 'announced' END AS state
FROM contracts.link_page l
LEFT JOIN contracts.dated_change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
WHERE ($2::uuid[] IS NULL OR l.link_id = ANY ($2))
    AND (l.valid @> $1::date OR c.effective_on <= $1 AND contracts.state(c.id) = 'published')
ORDER BY l.product ->> 'nl' NULLS LAST, l.name_key, l.link_id

-- name: read_many
SELECT l.link_id, l.product_id, l.product, l.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, l.zone, l.mechanism, l.mechanism_verified_on, l.condition, l.reason,
    l.countries, l.verified_on,
    lower(l.valid) AS valid_from, upper(l.valid) AS valid_until,
    CASE WHEN lower(l.valid) <= clock.today() THEN 'in_force' ELSE 'announced' END AS state
FROM contracts.link_page l
WHERE l.link_id = ANY ($1::uuid[])
ORDER BY l.link_id

-- name: hold
SELECT contracts.hold_links()

-- name: change
SELECT contracts.change_links()
