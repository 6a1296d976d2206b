-- name: give
INSERT INTO documents.mandate (name, job_title, kinds, valid_until, statement, given_by)
SELECT m.name, m.job_title, m.kinds, m.valid_until, m.statement, $2
FROM jsonb_to_record($1) AS m (name text, job_title text, kinds text[], valid_until date, statement text)
RETURNING *, NULL::timestamptz AS withdrawn_at

-- name: today
SELECT clock.today()

-- name: read
SELECT m.*, w.withdrawn_at FROM documents.mandate m
LEFT JOIN documents.mandate_withdrawal w ON (w.tenant_id, w.mandate_id) = (m.tenant_id, m.id)
WHERE m.tenant_id = bus.tenant() AND m.id = $1

-- name: list
SELECT m.*, w.withdrawn_at FROM documents.mandate m
LEFT JOIN documents.mandate_withdrawal w ON (w.tenant_id, w.mandate_id) = (m.tenant_id, m.id)
WHERE m.tenant_id = bus.tenant() AND ($1::uuid IS NULL OR m.id < $1)
ORDER BY m.id DESC LIMIT $2

-- name: in_force
-- The newest that covers this kind today.
SELECT m.*, NULL::timestamptz AS withdrawn_at FROM documents.mandate m
WHERE m.tenant_id = bus.tenant() AND $1 = ANY (m.kinds)
    AND (m.valid_until IS NULL OR m.valid_until >= clock.today())
    AND NOT EXISTS (
        SELECT FROM documents.mandate_withdrawal w
        WHERE (w.tenant_id, w.mandate_id) = (m.tenant_id, m.id))
ORDER BY m.id DESC LIMIT 1

-- name: withdraw
INSERT INTO documents.mandate_withdrawal (mandate_id, withdrawn_by) VALUES ($1, $2)
ON CONFLICT DO NOTHING
RETURNING mandate_id
