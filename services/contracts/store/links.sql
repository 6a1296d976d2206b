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
LEFT JOIN contracts.change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
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
SELECT FROM contracts.link WHERE id = $1 FOR UPDATE

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
LEFT JOIN contracts.change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
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

-- name: of_client
-- What holds on a day that has come is a fact. For a later day a published change counts from the
-- day on which it may hold for this client: its deadline known, over, and no objection standing.
WITH planned AS (
    SELECT a.tenant_id, a.change_id, a.client_id, greatest(c.effective_on, a.deadline + 1) AS holds_from
    FROM contracts.affected_agreement a
    JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
    CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
    WHERE a.client_id = $1 AND $2::date > clock.today()
        AND s.standing IN ('notice_running', 'before_effective_date', 'clear')
        AND contracts.state(a.change_id) IN ('published', 'partly_effective')
), effective AS (
    SELECT l.tenant_id, l.id, coalesce(e.valid, l.valid) AS valid,
        coming.holds_from AS begins, leaving.holds_from AS ends
    FROM contracts.agreement a
    JOIN contracts.agreement_product p
        ON (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> $2::date
    JOIN contracts.link l
        ON (l.tenant_id, l.product_id) = (p.tenant_id, p.product_id)
    LEFT JOIN contracts.link_exception e
        ON (e.tenant_id, e.client_id, e.link_id) = (a.tenant_id, a.client_id, l.id)
    LEFT JOIN planned coming ON (coming.tenant_id, coming.change_id) = (l.tenant_id, l.change_id)
        AND NOT contracts.ended_for(a.client_id, l.id)
    LEFT JOIN LATERAL (
        SELECT min(x.holds_from) AS holds_from
        FROM planned x JOIN contracts.change_end g ON (g.tenant_id, g.change_id) = (x.tenant_id, x.change_id)
        WHERE g.link_id = l.id
    ) leaving ON true
    WHERE a.client_id = $1
)
SELECT l.link_id, l.product_id, l.product, l.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, l.zone, l.mechanism, l.mechanism_verified_on, l.condition, l.reason,
    l.countries, l.verified_on,
    coalesce(lower(e.valid), e.begins) AS valid_from, coalesce(upper(e.valid), e.ends) AS valid_until,
    CASE WHEN lower(e.valid) <= clock.today() THEN 'in_force' ELSE 'announced' END AS state
FROM effective e
JOIN contracts.link_page l ON (l.tenant_id, l.link_id) = (e.tenant_id, e.id)
WHERE (e.valid @> $2::date OR isempty(e.valid) AND e.begins <= $2) AND (e.ends IS NULL OR e.ends > $2)
ORDER BY l.product ->> 'nl', l.name_key, l.link_id

-- name: hold
SELECT contracts.hold_links()

-- name: change
SELECT contracts.change_links()
