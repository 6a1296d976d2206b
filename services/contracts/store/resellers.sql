-- name: insert
INSERT INTO contracts.reseller (name, brand, contact)
SELECT name, brand, contact FROM jsonb_to_record($1) AS d (name text, brand text, contact text)
ON CONFLICT DO NOTHING
RETURNING id

-- name: lock
SELECT id FROM contracts.reseller WHERE id = $1 FOR NO KEY UPDATE

-- name: read
SELECT r.id, r.name, r.brand, r.contact,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'reseller_id', p.reseller_id, 'name', p.name, 'email', p.email,
            'language', p.language, 'departed_at', p.departed_at) ORDER BY p.id), '[]')
        FROM contracts.reseller_person p
        WHERE (p.tenant_id, p.reseller_id) = (r.tenant_id, r.id) AND p.stands) AS people
FROM contracts.reseller r WHERE r.id = $1

-- name: edit
-- What $2 doesn't name stays as it is.
UPDATE contracts.reseller r
SET (name, brand, contact) = (SELECT d.name, d.brand, d.contact FROM jsonb_populate_record(r, $2) d)
WHERE r.id = $1

-- name: list_page
SELECT id, name, brand, contact, name_key FROM contracts.reseller
WHERE (name_key, id) > ($1::text, $2::uuid)
ORDER BY name_key, id
LIMIT $3

-- name: insert_person
INSERT INTO contracts.reseller_person (reseller_id, name, email, language)
SELECT r.id, d.name, d.email, d.language
FROM jsonb_to_record($2) AS d (name text, email text, language text)
JOIN contracts.reseller r ON r.id = $1
ON CONFLICT DO NOTHING
RETURNING id

-- name: read_person
SELECT id, reseller_id, name, email, language, departed_at FROM contracts.reseller_person WHERE id = $1

-- name: depart
UPDATE contracts.reseller_person SET departed_at = clock.now(), recorded_by = $2
WHERE id = $1 AND stands
RETURNING id

-- name: serves
SELECT EXISTS (SELECT FROM contracts.reseller_person WHERE (id, reseller_id) = ($1, $2) AND stands)

-- name: act
SELECT set_config('app.reseller', $1::uuid::text, true)

-- name: find_people
SELECT tenant_id, person_id FROM contracts.find_reseller_people($1)

-- name: sign_in_place
SELECT 'reseller' AS kind, p.tenant_id, t.name AS tenant_name, p.id AS contact_id, NULL::uuid AS client_id,
    p.reseller_id, p.language
FROM contracts.reseller_person p JOIN contracts.tenant t USING (tenant_id)
WHERE p.id = $1

-- name: place
WITH moved AS (
    UPDATE contracts.client SET reseller_id = $2
    WHERE id = $1 AND reseller_id IS DISTINCT FROM $2
    RETURNING id
)
INSERT INTO contracts.placement (client_id, reseller_id, placed_by) SELECT id, $2, $3 FROM moved
RETURNING id

-- name: placements
SELECT p.id, p.placed_at, CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('id', r.id, 'name', r.name) END AS reseller
FROM contracts.placement p
LEFT JOIN contracts.reseller r ON (r.tenant_id, r.id) = (p.tenant_id, p.reseller_id)
WHERE p.client_id = $1 AND ($2::uuid IS NULL OR p.id < $2)
ORDER BY p.id DESC
LIMIT $3
