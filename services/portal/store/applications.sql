-- name: find
SELECT portal.find_application($1)

-- name: add
WITH application AS (
    INSERT INTO portal.application (name, scopes, created_by) VALUES ($1, $2, $3) RETURNING id
)
INSERT INTO portal.application_secret (application_id, secret_digest, created_by)
SELECT id, $4, $3 FROM application RETURNING application_id

-- name: rotate
INSERT INTO portal.application_secret (application_id, secret_digest, created_by)
SELECT a.id, $2, $3 FROM portal.application a
WHERE a.id = $1 AND NOT EXISTS (
    SELECT FROM portal.application_revocation r WHERE (r.tenant_id, r.application_id) = (a.tenant_id, a.id))
RETURNING application_id

-- name: revoke
WITH ending AS (
    INSERT INTO access.ending (grant_id) SELECT id FROM portal.application WHERE id = $1 ON CONFLICT DO NOTHING
)
INSERT INTO portal.application_revocation (application_id, revoked_by)
SELECT a.id, $2 FROM portal.application a WHERE a.id = $1
ON CONFLICT DO NOTHING
RETURNING application_id

-- name: list_all
SELECT a.id, a.name, a.scopes, a.created_at, s.created_at AS secret_made_at, r.revoked_at
FROM portal.application a
CROSS JOIN LATERAL (
    SELECT l.created_at FROM portal.application_secret l
    WHERE (l.tenant_id, l.application_id) = (a.tenant_id, a.id) ORDER BY l.id DESC LIMIT 1
) s
LEFT JOIN portal.application_revocation r ON (r.tenant_id, r.application_id) = (a.tenant_id, a.id)
ORDER BY r.revoked_at IS NOT NULL, lower(a.name), a.id
LIMIT 200

-- name: scopes_with
SELECT a.scopes
FROM portal.application a
JOIN portal.application_secret s ON (s.tenant_id, s.application_id) = (a.tenant_id, a.id)
WHERE a.id = $1 AND s.secret_digest = $2
    AND NOT EXISTS (
        SELECT FROM portal.application_revocation r WHERE (r.tenant_id, r.application_id) = (a.tenant_id, a.id))
    AND NOT EXISTS (
        SELECT FROM portal.application_secret n
        WHERE (n.tenant_id, n.application_id) = (s.tenant_id, s.application_id) AND n.id > s.id
            AND (n.created_at < now() - interval '1 day' OR EXISTS (
                SELECT FROM portal.application_secret m
                WHERE (m.tenant_id, m.application_id) = (s.tenant_id, s.application_id) AND m.id > n.id)))
LIMIT 1
