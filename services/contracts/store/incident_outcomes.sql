-- name: record
INSERT INTO contracts.incident_outcome (recipient_id, level, at, posted_on, notice_id)
SELECT r.id, $2, d.at, d.posted_on, $3
FROM jsonb_to_recordset($4) AS d (recipient_id uuid, at timestamptz, posted_on date)
JOIN contracts.incident_recipient r ON r.stage_id = $1 AND r.id = d.recipient_id
ON CONFLICT DO NOTHING

-- name: list_page
SELECT f.client_id, c.name AS client, f.standing, f.told_at, f.unreached_at, f.posted_on
FROM contracts.incident_fared($1) f
JOIN contracts.client c ON c.id = f.client_id
WHERE ($2::uuid IS NULL OR f.client_id > $2) AND ($3::text IS NULL OR f.standing = $3)
ORDER BY f.client_id
LIMIT $4
