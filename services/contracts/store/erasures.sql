-- name: standing
SELECT contracts.left_on($1) AS left_on, t.retention_years, o.ordered_at, o.due_on
FROM contracts.tenant t LEFT JOIN contracts.erasure_order o ON o.client_id = $1

-- name: counts
SELECT c.category, c.rows, e.erased_at FROM (
    SELECT 'contacts', count(*) FROM contracts.contact k
    WHERE k.client_id = $1 AND NOT contracts.in_evidence(k.id)
    UNION ALL
    SELECT 'audit_details', count(*) FROM trail.act_detail d WHERE d.number IN (SELECT contracts.acts_of($1))
    UNION ALL
    SELECT 'contacts_in_evidence', count(*) FROM contracts.contact k WHERE k.client_id = $1 AND contracts.in_evidence(k.id)
    UNION ALL
    SELECT 'objections', count(*) FROM contracts.objection o WHERE o.client_id = $1
    UNION ALL
    SELECT 'approvals', count(*) FROM contracts.approval y WHERE y.client_id = $1
    UNION ALL
    SELECT 'signatures', count(*) FROM contracts.signature s JOIN contracts.agreement a ON a.id = s.agreement_id WHERE a.client_id = $1
    UNION ALL
    SELECT 'frozen_texts', count(*) FROM contracts.agreement_version v JOIN contracts.agreement a ON a.id = v.agreement_id WHERE a.client_id = $1
) AS c (category, rows)
LEFT JOIN contracts.erasure e ON e.client_id = $1 AND e.category = c.category

-- name: order
INSERT INTO contracts.erasure_order (client_id, due_on, ordered_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: record
INSERT INTO contracts.erasure (client_id, category, rows) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING

-- name: contacts
UPDATE contracts.contact SET name = '–', email = id || '@erased.invalid', job_title = NULL, duties = '{}'
WHERE client_id = $1 AND NOT contracts.in_evidence(id)

-- name: audit_details
DELETE FROM trail.act_detail WHERE number IN (SELECT contracts.acts_of($1))

-- name: contacts_in_evidence
UPDATE contracts.contact SET name = '–', email = id || '@erased.invalid', job_title = NULL, duties = '{}'
WHERE client_id = $1

-- name: objections
UPDATE contracts.objection SET grounds = '–' WHERE client_id = $1

-- name: approvals
UPDATE contracts.approval SET note = NULL WHERE client_id = $1

-- name: signatures
UPDATE contracts.signature SET typed_name = '–', job_title = NULL, address = '', user_agent = ''
WHERE agreement_id IN (SELECT id FROM contracts.agreement WHERE client_id = $1)

-- name: due
SELECT tenant_id, client_id FROM contracts.due_erasures()
