-- name: insert
INSERT INTO contracts.subprocessor (name, legal_entity, registration, address, country, contact,
    contact_person, website, parent_id, verified_on, aliases)
SELECT name, legal_entity, registration, address, country, contact, contact_person, website, parent_id,
    verified_on, aliases
FROM jsonb_to_record($1) AS d (
    name text, legal_entity text, registration text, address text, country text, contact text,
    contact_person text, website text, parent_id uuid, verified_on date, aliases text[])
ON CONFLICT DO NOTHING
RETURNING id

-- name: read
SELECT contracts.party(p, CASE WHEN p.parent_id IS NULL THEN '[]'
    ELSE contracts.chain_known(p.tenant_id, p.parent_id, $2) END) AS subprocessor
FROM contracts.subprocessor s CROSS JOIN LATERAL contracts.subprocessor_on(s, $2::date) p
WHERE s.id = $1

-- name: list_page
SELECT contracts.party(p, CASE WHEN p.parent_id IS NULL THEN '[]'
    ELSE contracts.chain_known(p.tenant_id, p.parent_id, $2) END) AS subprocessor, p.name_key AS place, p.id
FROM contracts.subprocessor s
CROSS JOIN LATERAL contracts.subprocessor_on(s, $2::date) p
CROSS JOIN jsonb_to_record($1) AS f (q text, parent_id uuid, country text, stale integer)
WHERE (p.name_key, p.id) > ($3::text, $4::uuid)
    AND (f.q IS NULL OR strpos(lower(concat_ws(' ', p.name, p.legal_entity, p.aliases::text)), lower(f.q)) > 0)
    AND (f.parent_id IS NULL OR p.parent_id = f.parent_id)
    AND (f.country IS NULL OR p.country = f.country)
    AND (f.stale IS NULL OR cardinality(contracts.unknown_of(p)) > 0 OR p.verified_on IS NULL
        OR p.verified_on < coalesce($2, clock.today()) - f.stale)
ORDER BY p.name_key, p.id
LIMIT $5

-- name: lock
SELECT FROM contracts.subprocessor WHERE id = $1 FOR NO KEY UPDATE

-- name: update
UPDATE contracts.subprocessor s
SET (name, legal_entity, registration, address, country, contact, contact_person, website, parent_id,
    verified_on, aliases) = (
    SELECT n.name, n.legal_entity, n.registration, n.address, n.country, n.contact, n.contact_person,
        n.website, n.parent_id, n.verified_on, n.aliases
    FROM jsonb_populate_record(s, $2) n)
WHERE id = $1

-- name: known
SELECT count(*) FROM contracts.subprocessor WHERE id = ANY ($1::uuid[])
