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
