-- name: find
SELECT portal.find_link($1)

-- name: add
INSERT INTO portal.sign_in_link (id, kind, person_id, client_id, reseller_id, path, purpose, language, expires_at)
SELECT l.id, l.kind, l.person_id, l.client_id, l.reseller_id, l.path, l.purpose, l.language, now() + $2
FROM jsonb_to_record($1) AS l (
    id uuid, kind text, person_id uuid, client_id uuid, reseller_id uuid, path text, purpose text, language text)
ON CONFLICT DO NOTHING

-- name: add_notices
INSERT INTO portal.sign_in_link (id, kind, person_id, client_id, path, purpose, language, expires_at)
SELECT l.id, l.kind, l.person_id, l.client_id, l.path, 'notice', l.language, now() + $2
FROM jsonb_to_recordset($1) AS l (id uuid, kind text, person_id uuid, client_id uuid, path text, language text)
ON CONFLICT DO NOTHING

-- name: count
SELECT count(*) FROM portal.sign_in_link WHERE id = ANY ($1::uuid[])

-- name: link
SELECT tenant_id, id, kind, person_id, client_id, reseller_id, path, purpose, language, expires_at, used_at
FROM portal.sign_in_link WHERE id = $1

-- name: use
UPDATE portal.sign_in_link SET used_at = now()
WHERE id = $1 AND used_at IS NULL AND expires_at > now()
RETURNING tenant_id, id, kind, person_id, client_id, reseller_id, path, purpose, language, expires_at, used_at

-- name: now
SELECT now()

-- name: views_untold
SELECT tenant_id, link_id FROM portal.find_views_untold($1)

-- name: view_told
UPDATE portal.sign_in_link SET view_told_at = now() WHERE id = $1

-- name: expire_of_client
UPDATE portal.sign_in_link SET expires_at = now() WHERE client_id = $1 AND expires_at > now()

-- name: expire_of_contact
UPDATE portal.sign_in_link SET expires_at = now()
WHERE kind = 'contact' AND person_id = $1 AND expires_at > now()
