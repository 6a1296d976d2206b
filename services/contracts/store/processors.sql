-- name: of_client
SELECT l.id AS link_id, l.product_id, t.product, t.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, t.countries, l.zone, l.mechanism, t.mechanism_verified_on, l.condition,
    l.reason, t.verified_on,
    h.valid_from, h.valid_until,
    CASE WHEN h.valid_from <= clock.today() THEN 'in_force' ELSE 'announced' END AS state
FROM contracts.client_links($1, $2) h
JOIN contracts.link l ON (l.tenant_id, l.id) = (bus.tenant(), h.link_id)
CROSS JOIN LATERAL contracts.link_told(l, $2) t
ORDER BY t.product ->> 'nl', t.name_key, l.id

-- name: administration
-- What a change announces of the own administration holds on its day: it waits for no client.
SELECT l.id AS link_id, l.product_id, t.product, t.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, t.countries, l.zone, l.mechanism, t.mechanism_verified_on, l.condition,
    l.reason, t.verified_on,
    coalesce(lower(l.valid), c.effective_on) AS valid_from, upper(l.valid) AS valid_until,
    CASE WHEN lower(l.valid) <= clock.today() THEN 'in_force' ELSE 'announced' END AS state
FROM contracts.link l
LEFT JOIN contracts.dated_change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
CROSS JOIN LATERAL contracts.link_told(l, $1) t
WHERE l.product_id IS NULL AND contracts.holds_on(l, $1) IN ('everybody', 'announced')
ORDER BY t.name_key, l.id

-- name: product
SELECT name FROM contracts.product WHERE id = $1

-- name: of_product
SELECT l.id AS link_id, l.product_id, t.product, t.subprocessor, l.capacity, l.purpose, l.data_categories,
    l.data_subjects, l.location, t.countries, l.zone, l.mechanism, t.mechanism_verified_on, l.condition,
    l.reason, t.verified_on,
    coalesce(lower(l.valid), c.effective_on) AS valid_from, upper(l.valid) AS valid_until,
    CASE WHEN lower(l.valid) <= clock.today() THEN 'in_force' ELSE 'announced' END AS state,
    h.holds, t.name_key
FROM contracts.link l
LEFT JOIN contracts.dated_change c ON isempty(l.valid) AND (c.tenant_id, c.id) = (l.tenant_id, l.change_id)
CROSS JOIN LATERAL (SELECT contracts.holds_on(l, $2) AS holds) h
CROSS JOIN LATERAL contracts.link_told(l, $2) t
WHERE l.product_id = $1 AND h.holds IS NOT NULL AND (t.name_key, l.id) > ($3::text, $4::uuid)
ORDER BY t.name_key, l.id
LIMIT $5

-- name: product_of_link
-- The product of which clients are told when the link changes: none for what is in no annex.
SELECT l.id, CASE WHEN l.capacity = 'subprocessor' THEN l.product_id END AS product_id
FROM contracts.link l WHERE l.id = $1

-- name: told
-- With the names, addresses, duties and terms of that day.
SELECT n.agreement_id, a.reference, a.client_id, c.name AS client, n.contact_id, k.name,
    k.email, k.language, t.authorisation, t.notice_days, t.objection_days, t.day_kind, t.counted_from
FROM contracts.next_told($1, $2, $3, $4, $5) n
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (bus.tenant(), n.agreement_id)
JOIN contracts.client x ON (x.tenant_id, x.id) = (a.tenant_id, a.client_id)
CROSS JOIN LATERAL contracts.client_on(x, contracts.past($2)) c
JOIN contracts.contact y ON (y.tenant_id, y.id) = (a.tenant_id, n.contact_id)
CROSS JOIN LATERAL contracts.contact_on(y, contracts.past($2)) k
CROSS JOIN LATERAL contracts.terms_on(a.id, $2) z
CROSS JOIN LATERAL jsonb_to_record(z.terms) t (
    authorisation text, notice_days integer, objection_days integer, day_kind text, counted_from text)
ORDER BY n.agreement_id, n.contact_id
