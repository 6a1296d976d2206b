-- name: standing
SELECT contracts.left_on($1) AS left_on, t.retention_years, o.ordered_at, o.due_on AS ordered_due_on,
    clock.today() AS today
FROM contracts.tenant t LEFT JOIN contracts.erasure_order o ON o.client_id = $1

-- name: progress
-- What is held now; what an erasure has left behind is counted no more.
WITH agreed AS (
    SELECT id FROM contracts.agreement WHERE client_id = $1
), before AS (
    SELECT coalesce(max(erased_at) FILTER (WHERE category = 'reasons'), '-infinity') AS reasons,
        coalesce(max(erased_at) FILTER (WHERE category = 'registers'), '-infinity') AS registers
    FROM contracts.erasure WHERE client_id = $1
)
SELECT c.category, c.rows, q.called_at AS asked_at, e.erased_at, e.rows AS erased_rows FROM (
    SELECT 1, 'contacts', count(*) FROM contracts.contact k
    WHERE k.client_id = $1 AND NOT contracts.in_evidence(k.id) AND k.email <> k.id || '@erased.invalid'
    UNION ALL
    SELECT 2, 'audit_details', count(*) FROM trail.act_detail d
    WHERE d.number IN (SELECT contracts.acts_of($1)) AND d.personal <> '{}'
        AND d.number NOT IN (SELECT number FROM trail.act WHERE operation = 'erase_client_data')
    UNION ALL
    SELECT 3, 'answers', count(*) FROM contracts.answers_of($1)
    UNION ALL
    SELECT 4, 'sign_in', NULL
    UNION ALL
    SELECT 5, 'webhook_answers', NULL
    UNION ALL
    SELECT 6, 'contacts_in_evidence', count(*) FROM contracts.contact k
    WHERE k.client_id = $1 AND contracts.in_evidence(k.id) AND k.email <> k.id || '@erased.invalid'
    UNION ALL
    SELECT 7, 'signatures', count(*) FROM contracts.signature s
    WHERE s.agreement_id IN (SELECT id FROM agreed) AND s.typed_name <> '–'
    UNION ALL
    SELECT 8, 'objections', count(*) FROM contracts.objection o WHERE o.client_id = $1 AND o.grounds <> '–'
    UNION ALL
    SELECT 9, 'approvals', count(*) FROM contracts.approval y WHERE y.client_id = $1 AND y.note IS NOT NULL
    UNION ALL
    SELECT 10, 'reasons', count(*) FROM (
        SELECT m.proposed_at AS at FROM contracts.amendment m
        WHERE m.agreement_id IN (SELECT id FROM agreed) AND m.reason IS NOT NULL
        UNION ALL
        SELECT t.recorded_at FROM contracts.termination t WHERE t.agreement_id IN (SELECT id FROM agreed)
        UNION ALL
        SELECT p.recorded_at FROM contracts.agreement_period p
        WHERE p.agreement_id IN (SELECT id FROM agreed) AND p.note IS NOT NULL
        UNION ALL
        SELECT v.overridden_at FROM contracts.override v WHERE v.agreement_id IN (SELECT id FROM agreed)
        UNION ALL
        SELECT d.made_at FROM contracts.link_deferral d WHERE d.client_id = $1
        UNION ALL
        SELECT h.placed_at FROM contracts.legal_hold h WHERE h.client_id = $1
        UNION ALL
        SELECT i.chosen_at FROM contracts.incident_choice i WHERE i.client_id = $1
    ) said, before WHERE said.at > before.reasons
    UNION ALL
    SELECT 11, 'registers', count(*) FROM contracts.register_revision r, before
    WHERE r.client_id = $1 AND r.recorded_at > before.registers
    UNION ALL
    SELECT 12, 'client_details', count(*) FROM contracts.client c WHERE c.id = $1 AND c.name <> '–'
    UNION ALL
    SELECT 13, 'frozen_texts', count(*) FROM contracts.agreement_version v
    WHERE v.agreement_id IN (SELECT id FROM agreed) AND v.canonical IS NOT NULL
    UNION ALL
    SELECT 14, 'documents', NULL
    UNION ALL
    SELECT 15, 'files', CASE WHEN EXISTS (
        SELECT FROM contracts.erasure x WHERE x.client_id = $1 AND x.category = 'files'
    ) THEN 0 ELSE cardinality(contracts.files_of($1)) END
    UNION ALL
    SELECT 16, 'notices', NULL
) AS c (place, category, rows)
LEFT JOIN contracts.erasure e ON e.client_id = $1 AND e.category = c.category
LEFT JOIN contracts.erasure_call q ON q.client_id = $1 AND q.category = c.category
ORDER BY c.place

-- name: order
INSERT INTO contracts.erasure_order (client_id, due_on, ordered_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: record
INSERT INTO contracts.erasure (client_id, category, rows)
SELECT o.client_id, $2, $3 FROM contracts.erasure_order o WHERE o.client_id = $1
ON CONFLICT DO NOTHING

-- name: call
INSERT INTO contracts.erasure_call (client_id, category) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING

-- name: files
SELECT contracts.files_of($1)

-- name: contacts
UPDATE contracts.contact SET name = '–', email = id || '@erased.invalid', job_title = NULL, duties = '{}'
WHERE client_id = $1 AND NOT contracts.in_evidence(id)

-- name: audit_details
DELETE FROM trail.act_detail WHERE number IN (SELECT contracts.acts_of($1))

-- name: answers
-- The key stays taken until it is forgotten, so that nothing is done a second time.
UPDATE contracts.idempotency SET answer = NULL, about = '{}', body_digest = ''
WHERE key IN (SELECT contracts.answers_of($1))

-- name: contacts_in_evidence
WITH told AS (
    UPDATE contracts.recipient SET name = '–', email = contact_id || '@erased.invalid' WHERE client_id = $1
), told_of_incidents AS (
    UPDATE contracts.incident_recipient SET name = '–', email = contact_id || '@erased.invalid' WHERE client_id = $1
)
UPDATE contracts.contact SET name = '–', email = id || '@erased.invalid', job_title = NULL, duties = '{}'
WHERE client_id = $1

-- name: objections
WITH decided AS (
    UPDATE contracts.objection_decision SET reason = '–'
    WHERE objection_id IN (SELECT id FROM contracts.objection WHERE client_id = $1)
)
UPDATE contracts.objection SET grounds = '–' WHERE client_id = $1

-- name: approvals
UPDATE contracts.approval SET note = NULL WHERE client_id = $1

-- name: reasons
WITH agreed AS (
    SELECT id FROM contracts.agreement WHERE client_id = $1
), amended AS (
    UPDATE contracts.amendment SET reason = NULL
    WHERE agreement_id IN (SELECT id FROM agreed) AND reason IS NOT NULL RETURNING 1
), renewed AS (
    UPDATE contracts.agreement_period SET note = NULL
    WHERE agreement_id IN (SELECT id FROM agreed) AND note IS NOT NULL RETURNING 1
), revived AS (
    UPDATE contracts.termination_withdrawal SET reason = '–' WHERE termination_id IN (
        SELECT t.id FROM contracts.termination t WHERE t.agreement_id IN (SELECT id FROM agreed))
), ended AS (
    UPDATE contracts.termination SET reason = '–' WHERE agreement_id IN (SELECT id FROM agreed) RETURNING 1
), overridden AS (
    UPDATE contracts.override SET reason = '–' WHERE agreement_id IN (SELECT id FROM agreed) RETURNING 1
), deferred AS (
    UPDATE contracts.link_deferral SET reason = '–' WHERE client_id = $1 RETURNING 1
), let_go AS (
    UPDATE contracts.legal_hold_end SET reason = '–'
    WHERE hold_id IN (SELECT id FROM contracts.legal_hold WHERE client_id = $1)
), held AS (
    UPDATE contracts.legal_hold SET reason = '–' WHERE client_id = $1 RETURNING 1
), chosen AS (
    UPDATE contracts.incident_choice SET reason = '–' WHERE client_id = $1 RETURNING 1
)
SELECT FROM amended UNION ALL SELECT FROM renewed UNION ALL SELECT FROM ended
UNION ALL SELECT FROM overridden UNION ALL SELECT FROM deferred UNION ALL SELECT FROM held
UNION ALL SELECT FROM chosen

-- name: signatures
UPDATE contracts.signature SET typed_name = '–', job_title = NULL, email = NULL,
    address = CASE WHEN address IS NOT NULL THEN '–' END,
    user_agent = CASE WHEN user_agent IS NOT NULL THEN '–' END,
    terms_shown = CASE WHEN terms_shown IS NOT NULL THEN '–' END,
    file = file || '{"name": "–"}'
WHERE agreement_id IN (SELECT id FROM contracts.agreement WHERE client_id = $1)

-- name: registers
WITH nameless AS (
    INSERT INTO contracts.register_erasure (entry_id)
    SELECT DISTINCT e.id FROM contracts.register_entry e
    JOIN contracts.register_revision r ON (r.tenant_id, r.entry_id) = (e.tenant_id, e.id)
    WHERE r.client_id = $1 AND e.kind = 'subject_request'
    ON CONFLICT DO NOTHING
)
UPDATE contracts.register_revision SET person = NULL, facts = contracts.without_words(facts),
    reason = CASE WHEN reason IS NOT NULL THEN '–' END
WHERE client_id = $1

-- name: client_details
UPDATE contracts.client SET name = '–', external_id = NULL, registration = NULL, address = NULL,
    representative = NULL, dpo = NULL
WHERE id = $1

-- name: frozen_texts
UPDATE contracts.agreement_version SET canonical = NULL, erased_at = clock.now()
WHERE agreement_id IN (SELECT id FROM contracts.agreement WHERE client_id = $1) AND canonical IS NOT NULL

-- name: due
SELECT tenant_id, client_id FROM contracts.due_erasures()
