-- name: find
SELECT portal.find_session($1)

-- name: add
INSERT INTO portal.session (
    token_digest, kind, person_id, client_id, reseller_id, brand, name, email, language, link_id, expires_at)
SELECT $1, s.kind, s.person_id, s.client_id, s.reseller_id, s.brand, s.name, s.email, s.language, s.link_id, now() + $3
FROM jsonb_to_record($2) AS s (
    kind text, person_id uuid, client_id uuid, reseller_id uuid, brand text, name text, email text,
    language text, link_id uuid)

-- name: reader
SELECT s.tenant_id, s.kind, s.person_id AS id, s.client_id, s.reseller_id, s.brand, s.name,
       s.email, s.language, s.link_id,
       f.role, f.appointment_id, p.name AS provider, p.slug
FROM portal.session s
JOIN portal.provider p ON p.tenant_id = s.tenant_id
LEFT JOIN portal.member f ON f.tenant_id = s.tenant_id AND f.id = s.person_id AND s.kind = 'staff'
WHERE s.token_digest = $1 AND s.expires_at > now() AND (s.kind <> 'staff' OR f.id IS NOT NULL)

-- name: remove
DELETE FROM portal.session WHERE token_digest = $1

-- name: forget_expired
DELETE FROM portal.session WHERE expires_at < now()

-- name: of_client
SELECT count(*) FROM portal.session WHERE client_id = $1

-- name: remove_of_client
DELETE FROM portal.session WHERE client_id = $1

-- name: remove_of_contact
DELETE FROM portal.session WHERE kind = 'contact' AND person_id = $1
