-- name: find_staff
SELECT tenant_id, staff_id FROM portal.find_staff($1)

-- name: staff
SELECT id, email, name, language, role FROM portal.member WHERE id = $1

-- name: add_staff
WITH added AS (
    INSERT INTO portal.staff (email, name, language) VALUES (lower($1), $2, $3)
    ON CONFLICT (tenant_id, email) DO NOTHING
    RETURNING id
)
INSERT INTO portal.appointment (staff_id, role) SELECT id, $4 FROM added

-- name: staff_by_address
SELECT id, email, name, language, role FROM portal.member WHERE email = lower($1)

-- name: add_provider
INSERT INTO portal.provider (slug, name) VALUES ($1, $2)
ON CONFLICT (tenant_id) DO NOTHING

-- name: provider
SELECT tenant_id, slug, name FROM portal.provider

-- name: directory
SELECT tenant_id, slug, name FROM portal.directory()

-- name: members
SELECT id, email, name, language, role FROM portal.member ORDER BY lower(name), id LIMIT 500

-- name: hold_staff
SELECT portal.hold_staff()

-- name: other_owners
SELECT count(*) FROM portal.member WHERE role = 'owner' AND id <> $1

-- name: keep_person
INSERT INTO portal.staff (email, name, language) VALUES (lower($1), $2, $3)
ON CONFLICT (tenant_id, email) DO UPDATE SET name = EXCLUDED.name, language = EXCLUDED.language
RETURNING id

-- name: appoint
WITH former AS (
    SELECT id FROM portal.appointment WHERE staff_id = $1 ORDER BY id DESC LIMIT 1
), ending AS (
    INSERT INTO access.ending (grant_id) SELECT id FROM former ON CONFLICT DO NOTHING
)
INSERT INTO portal.appointment (staff_id, role, appointed_by) VALUES ($1, $2, $3)

-- name: end_sessions
DELETE FROM portal.session WHERE kind = 'staff' AND person_id = $1

-- name: provider_at
SELECT portal.find_provider($1)
