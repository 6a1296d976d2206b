-- name: hold
-- Of two who fail at once, each would take the other to be under way still; and so would who corrects an address.
SELECT c.id FROM contracts.client c
WHERE c.id IN (
    SELECT r.client_id FROM jsonb_to_recordset($2) AS d (recipient_id uuid)
    JOIN contracts.incident_recipient r ON (r.tenant_id, r.id) = (bus.tenant(), d.recipient_id) AND r.stage_id = $1)
ORDER BY c.id FOR NO KEY UPDATE

-- name: record
WITH added AS (
    INSERT INTO contracts.incident_outcome (recipient_id, level, at, posted_on, notice_id)
    SELECT r.id, $2, d.at, d.posted_on, $3
    FROM jsonb_to_recordset($4) AS d (recipient_id uuid, at timestamptz, posted_on date)
    JOIN contracts.incident_recipient r
        ON (r.tenant_id, r.id) = (bus.tenant(), d.recipient_id) AND r.stage_id = $1
    ON CONFLICT DO NOTHING
    RETURNING tenant_id, recipient_id
)
SELECT DISTINCT r.client_id FROM added a
JOIN contracts.incident_recipient r ON (r.tenant_id, r.id) = (a.tenant_id, a.recipient_id)

-- name: list_page
SELECT f.client_id, c.name AS client, f.people, f.standing, f.told_at, f.unreached_at, f.posted_on, f.delivered_at
FROM contracts.incident_fared f
JOIN contracts.client c ON (c.tenant_id, c.id) = (f.tenant_id, f.client_id)
WHERE f.incident_id = $1 AND f.stage_id = $2 AND ($3::uuid IS NULL OR f.client_id > $3)
    AND ($4::text IS NULL OR f.standing = $4)
ORDER BY f.client_id
LIMIT $5

-- name: counts
-- Of each stage, and of each client once: by its last message of which something final is heard.
WITH fared AS MATERIALIZED (
    SELECT f.incident_id, f.stage_id, f.number, f.client_id, f.standing FROM contracts.incident_fared f
    WHERE f.incident_id = ANY ($1)
), by_stage AS (
    SELECT f.stage_id, count(*) AS clients, count(*) FILTER (WHERE f.standing = 'told') AS told,
        count(*) FILTER (WHERE f.standing = 'by_letter') AS by_letter,
        count(*) FILTER (WHERE f.standing = 'unreached') AS unreached,
        count(*) FILTER (WHERE f.standing = 'in_doubt') AS in_doubt,
        count(*) FILTER (WHERE f.standing = 'pending') AS pending
    FROM fared f GROUP BY f.stage_id
), last AS (
    SELECT DISTINCT ON (f.incident_id, f.client_id) f.incident_id, f.standing FROM fared f
    ORDER BY f.incident_id, f.client_id, f.standing IN ('pending', 'in_doubt'), f.standing = 'pending', f.number DESC
), by_incident AS (
    SELECT l.incident_id, count(*) AS clients, count(*) FILTER (WHERE l.standing = 'told') AS told,
        count(*) FILTER (WHERE l.standing = 'by_letter') AS by_letter,
        count(*) FILTER (WHERE l.standing = 'unreached') AS unreached,
        count(*) FILTER (WHERE l.standing = 'in_doubt') AS in_doubt,
        count(*) FILTER (WHERE l.standing = 'pending') AS pending
    FROM last l GROUP BY l.incident_id
)
SELECT i.incident_id, i.clients, i.told, i.by_letter, i.unreached, i.in_doubt, i.pending, (
    SELECT jsonb_agg(jsonb_build_object(
        'stage_id', s.id, 'number', s.number, 'kind', s.kind, 'released_at', contracts.moment(s.released_at),
        'clients', b.clients, 'told', b.told, 'by_letter', b.by_letter, 'unreached', b.unreached,
        'in_doubt', b.in_doubt, 'pending', b.pending) ORDER BY s.number)
    FROM contracts.incident_stage s JOIN by_stage b ON b.stage_id = s.id
    WHERE s.incident_id = i.incident_id) AS stages
FROM by_incident i

-- name: every_client
SELECT s.number, s.kind, s.released_at, f.client_id, c.name AS client, f.people, f.standing, f.told_at,
    f.unreached_at, f.posted_on, f.delivered_at
FROM contracts.incident_fared f
JOIN contracts.incident_stage s ON (s.tenant_id, s.id) = (f.tenant_id, f.stage_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (f.tenant_id, f.client_id)
WHERE f.incident_id = $1
ORDER BY s.number, c.name_key, f.client_id
