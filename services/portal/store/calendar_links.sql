-- name: find
SELECT portal.find_calendar($1)

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('portal.calendar ' || $1 || $2::uuid, 0))

-- name: add
INSERT INTO portal.calendar_link (kind, person_id, client_id, reseller_id, token_digest, language)
SELECT l.kind, l.id, l.client_id, l.reseller_id, $2, l.language
FROM jsonb_to_record($1) AS l (kind text, id uuid, client_id uuid, reseller_id uuid, language text)
RETURNING id

-- name: remove
DELETE FROM portal.calendar_link WHERE kind = $1 AND person_id = $2 RETURNING id

-- name: made_at
SELECT made_at FROM portal.calendar_link WHERE kind = $1 AND person_id = $2

-- name: read
-- Of staff only while the person works here.
SELECT c.id, c.tenant_id, c.kind, c.person_id, c.client_id, c.reseller_id, c.language, m.role,
    p.name AS provider
FROM portal.calendar_link c
JOIN portal.provider p ON p.tenant_id = c.tenant_id
LEFT JOIN portal.member m ON (m.tenant_id, m.id) = (c.tenant_id, c.person_id) AND c.kind = 'staff'
WHERE c.token_digest = $1 AND (c.kind <> 'staff' OR m.id IS NOT NULL)

-- name: remove_of_client
DELETE FROM portal.calendar_link WHERE client_id = $1

-- name: remove_of_contact
DELETE FROM portal.calendar_link WHERE kind = 'contact' AND person_id = $1
