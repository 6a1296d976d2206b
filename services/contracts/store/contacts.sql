-- name: insert
INSERT INTO contracts.contact (client_id, name, email, language, job_title, duties)
SELECT $1, name, email, language, job_title, duties
FROM jsonb_to_recordset($2) AS d (name text, email text, language text, job_title text, duties text[])
ON CONFLICT DO NOTHING
RETURNING id

-- name: read
SELECT k.id, k.client_id, k.name, k.email, k.language, k.job_title, k.duties, x.departed_at
FROM contracts.contact k
LEFT JOIN contracts.departure x ON (x.tenant_id, x.contact_id) = (k.tenant_id, k.id)
WHERE k.id = $1

-- name: lock_client
-- Whoever changes the contacts of a client waits for who does so already.
SELECT c.id FROM contracts.contact k
JOIN contracts.client c ON (c.tenant_id, c.id) = (k.tenant_id, k.client_id)
WHERE k.id = $1 FOR NO KEY UPDATE OF c

-- name: duties
SELECT duties FROM contracts.contact WHERE client_id = $1 AND stands

-- name: edit
-- What $2 doesn't name stays as it is.
UPDATE contracts.contact k
SET (name, email, language, job_title, duties) = (
    SELECT d.name, d.email, d.language, d.job_title, d.duties FROM jsonb_populate_record(k, $2) d)
WHERE k.id = $1

-- name: depart
WITH gone AS (
    UPDATE contracts.contact SET duties = '{}' WHERE id = $1 AND stands
    RETURNING tenant_id, id, old.duties AS held
)
INSERT INTO contracts.departure (tenant_id, contact_id, duties, recorded_by)
SELECT tenant_id, id, held, $2 FROM gone
RETURNING contact_id

-- name: departed
SELECT EXISTS (SELECT FROM contracts.departure WHERE contact_id = $1)

-- name: find
SELECT tenant_id, contact_id FROM contracts.find_contacts($1)

-- name: sign_in_place
SELECT 'contact' AS kind, c.tenant_id, t.name AS tenant_name, c.id AS contact_id, c.client_id,
    NULL::uuid AS reseller_id, c.language
FROM contracts.contact c JOIN contracts.tenant t USING (tenant_id)
WHERE c.id = $1
