-- name: record
INSERT INTO documents.template_version (kind, language, origin, name, digest, size, uploaded_by)
SELECT kind, language, origin, name, digest, size, uploaded_by
FROM jsonb_to_record($1) AS f (kind text, language text, origin text, name text, digest bytea,
                               size bigint, uploaded_by uuid)
ON CONFLICT (tenant_id, kind, language, digest) DO NOTHING
RETURNING id

-- name: with_digest
SELECT * FROM documents.template_state
WHERE tenant_id = bus.tenant() AND kind = $1 AND language = $2 AND digest = $3

-- name: read
SELECT * FROM documents.template_state WHERE tenant_id = bus.tenant() AND id = $1

-- name: page
SELECT * FROM documents.template_state
WHERE tenant_id = bus.tenant() AND kind = $1 AND language = $2
    AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5

-- name: all_in_force
SELECT * FROM documents.template_state WHERE tenant_id = bus.tenant() AND state = 'in_force'

-- name: counts
SELECT kind, language, count(*) AS versions FROM documents.template_version
WHERE tenant_id = bus.tenant() GROUP BY kind, language

-- name: in_force
SELECT v.digest FROM (
    SELECT id, tenant_id, version_id FROM documents.template_publication
    WHERE tenant_id = bus.tenant() AND kind = $1 AND language = $2 ORDER BY number DESC LIMIT 1
) p
JOIN documents.template_version v ON (v.tenant_id, v.id) = (p.tenant_id, p.version_id)
WHERE NOT EXISTS (
    SELECT FROM documents.template_retirement r WHERE (r.tenant_id, r.publication_id) = (p.tenant_id, p.id))

-- name: chosen
-- What was made before templates were kept was made from a built-in; it counts while that is at hand.
SELECT asked.version_id, coalesce(
    (SELECT digest FROM documents.version_template t
     WHERE t.tenant_id = bus.tenant() AND t.version_id = asked.version_id),
    (SELECT d.source_digest FROM documents.document d
     JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
     WHERE r.tenant_id = bus.tenant() AND r.version_id = asked.version_id AND d.kind = 'docx' AND (
         d.source_digest = asked.builtin OR EXISTS (
             SELECT FROM documents.template_version v
             WHERE (v.tenant_id, v.digest) = (d.tenant_id, d.source_digest)))
     ORDER BY r.requested_at LIMIT 1)) AS digest
FROM unnest($1::uuid[], $2::bytea[]) AS asked (version_id, builtin)

-- name: is_kept
SELECT EXISTS (
    SELECT FROM documents.template_version
    WHERE tenant_id = bus.tenant() AND kind = $1 AND language = $2 AND digest = $3)

-- name: choose
WITH put AS (
    INSERT INTO documents.version_template (version_id, digest)
    SELECT * FROM unnest($1::uuid[], $2::bytea[])
    ON CONFLICT DO NOTHING RETURNING version_id, digest
)
SELECT version_id, digest FROM put
UNION ALL
SELECT version_id, digest FROM documents.version_template
WHERE tenant_id = bus.tenant() AND version_id = ANY ($1::uuid[])

-- name: lock
-- Of two who publish or retire at once, one waits.
SELECT pg_advisory_xact_lock(hashtextextended('documents.templates ' || bus.tenant(), 0))

-- name: publish
INSERT INTO documents.template_publication (version_id, kind, language, number, published_by)
SELECT v.id, v.kind, v.language, 1 + coalesce((
    SELECT max(p.number) FROM documents.template_publication p
    WHERE (p.tenant_id, p.kind, p.language) = (v.tenant_id, v.kind, v.language)), 0), $2
FROM documents.template_version v WHERE v.tenant_id = bus.tenant() AND v.id = $1

-- name: retire
INSERT INTO documents.template_retirement (publication_id, reason, retired_by)
SELECT publication_id, $2, $3 FROM documents.template_state WHERE tenant_id = bus.tenant() AND id = $1

-- name: hasten
-- What waits for a better template waits no longer; what somebody is working on is left to them.
UPDATE documents.rendering r SET due_at = now()
FROM (
    SELECT id FROM documents.rendering
    WHERE tenant_id = bus.tenant() AND completed_at IS NULL AND starts_with(problem, 'template-') AND due_at > now()
    FOR UPDATE SKIP LOCKED
) waiting
WHERE r.tenant_id = bus.tenant() AND r.id = waiting.id
