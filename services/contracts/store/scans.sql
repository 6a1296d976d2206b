-- name: parties
SELECT id, name, legal_entity, country, aliases FROM contracts.subprocessor ORDER BY id LIMIT 20000

-- name: insert
WITH made AS (
    INSERT INTO contracts.scan (title, text, warnings, made_by) VALUES ($1, $2, $3, $4) RETURNING id
), lines AS (
    INSERT INTO contracts.scan_line (scan_id, number, subprocessor_id, found)
    SELECT made.id, one.number, (one.found ->> 'subprocessor_id')::uuid, one.found
    FROM made, jsonb_array_elements($5) WITH ORDINALITY AS one (found, number)
)
SELECT id FROM made

-- name: read
SELECT s.id, s.title, s.made_at, s.warnings, (
    SELECT coalesce(jsonb_agg(contracts.scan_line_page(l) ORDER BY l.number), '[]')
    FROM contracts.scan_line l WHERE (l.tenant_id, l.scan_id) = (s.tenant_id, s.id)) AS lines
FROM contracts.scan s WHERE s.id = $1

-- name: text
SELECT text FROM contracts.scan WHERE id = $1

-- name: line
SELECT contracts.scan_line_page(l) FROM contracts.scan_line l WHERE (l.scan_id, l.number) = ($1, $2)

-- name: list_page
SELECT s.id, s.title, s.made_at, jsonb_array_length(s.warnings) AS warnings,
    (SELECT count(*) FROM contracts.scan_line l
        WHERE (l.tenant_id, l.scan_id) = (s.tenant_id, s.id)) AS lines,
    (SELECT count(*) FROM contracts.scan_line l
        WHERE (l.tenant_id, l.scan_id) = (s.tenant_id, s.id)
            AND NOT EXISTS (SELECT FROM contracts.scan_acceptance a
                WHERE (a.tenant_id, a.scan_id, a.number) = (l.tenant_id, l.scan_id, l.number))
            AND NOT EXISTS (SELECT FROM contracts.scan_dismissal d
                WHERE (d.tenant_id, d.scan_id, d.number) = (l.tenant_id, l.scan_id, l.number))) AS open
FROM contracts.scan s
WHERE $1::uuid IS NULL OR s.id < $1
ORDER BY s.id DESC
LIMIT $2

-- name: accept
INSERT INTO contracts.scan_acceptance (scan_id, number, subprocessor_id, link_id, change_id, accepted_by)
SELECT scan_id, number, subprocessor_id, link_id, change_id, accepted_by
FROM jsonb_to_record($1) AS d (scan_id uuid, number integer, subprocessor_id uuid, link_id uuid,
    change_id uuid, accepted_by uuid)

-- name: dismiss
INSERT INTO contracts.scan_dismissal (scan_id, number, reason, dismissed_by)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: named
SELECT id FROM contracts.subprocessor WHERE name_key = lower($1)
