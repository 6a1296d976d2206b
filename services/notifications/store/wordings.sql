-- name: keep
INSERT INTO notifications.wording_version (kind, language, origin, subject, body, digest, written_by)
SELECT kind, language, origin, subject, body, digest, written_by
FROM jsonb_to_record($1) AS f (kind text, language text, origin text, subject text, body text, digest bytea,
                               written_by uuid)
ON CONFLICT (tenant_id, kind, language, origin, digest) DO NOTHING
RETURNING id

-- name: with_digest
SELECT id FROM notifications.wording_version
WHERE kind = $1 AND language = $2 AND origin = $3 AND digest = $4

-- name: read
SELECT * FROM notifications.wording_state WHERE id = $1

-- name: page
SELECT * FROM notifications.wording_state
WHERE kind = $1 AND language = $2 AND origin = 'own'
    AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5

-- name: in_force
SELECT * FROM notifications.wording_state WHERE state = 'in_force' AND ($1::text IS NULL OR kind = $1)

-- name: counts
SELECT kind, language, count(*) AS versions FROM notifications.wording_version
WHERE origin = 'own' GROUP BY kind, language

-- name: lock
-- Of two who publish or retire at once, one waits.
SELECT pg_advisory_xact_lock(hashtextextended('notifications.wordings ' || bus.tenant(), 0))

-- name: publish
INSERT INTO notifications.wording_publication (version_id, kind, language, number, published_by)
SELECT v.id, v.kind, v.language, 1 + coalesce((
    SELECT max(p.number) FROM notifications.wording_publication p
    WHERE (p.tenant_id, p.kind, p.language) = (v.tenant_id, v.kind, v.language)), 0), $2
FROM notifications.wording_version v WHERE v.id = $1

-- name: retire
INSERT INTO notifications.wording_retirement (publication_id, reason, retired_by)
SELECT publication_id, $2, $3 FROM notifications.wording_state WHERE id = $1

-- name: set_brand
INSERT INTO notifications.brand (name, accent, footer_nl, footer_en, set_by)
SELECT name, accent, footer_nl, footer_en, $2
FROM jsonb_to_record($1) AS f (name text, accent text, footer_nl text, footer_en text)

-- name: brands
SELECT id, name, accent, footer_nl, footer_en, set_by, set_at FROM notifications.brand
WHERE $1::uuid IS NULL OR id < $1
ORDER BY id DESC LIMIT $2

-- name: wear
INSERT INTO notifications.notice_wording (notice_id, language, version_id, instead_of, brand_id)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING

-- name: worn
SELECT w.language, w.instead_of, w.brand_id, v.id AS version_id, v.kind, v.origin, v.subject, v.body AS text,
    encode(v.digest, 'hex') AS digest
FROM notifications.notice_wording w
JOIN notifications.wording_version v ON (v.tenant_id, v.id) = (w.tenant_id, w.version_id)
WHERE w.notice_id = $1 ORDER BY w.language DESC

-- name: digests
SELECT w.language, encode(v.digest, 'hex') AS digest FROM notifications.notice_wording w
JOIN notifications.wording_version v ON (v.tenant_id, v.id) = (w.tenant_id, w.version_id)
WHERE w.notice_id = $1

-- name: brand_worn
SELECT b.name, b.accent, b.footer_nl, b.footer_en FROM notifications.brand b
WHERE b.id = (SELECT brand_id FROM notifications.notice_wording WHERE notice_id = $1 LIMIT 1)
