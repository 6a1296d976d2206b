-- name: list_page
WITH page AS MATERIALIZED (
    SELECT r.* FROM contracts.recipient r
    WHERE r.change_id = $1 AND ($2::uuid IS NULL OR r.id > $2) AND ($3::uuid IS NULL OR r.id = $3)
    ORDER BY r.id LIMIT $4
), x AS MATERIALIZED (
    SELECT * FROM contracts.dated_change WHERE id = $1
)
SELECT r.id AS recipient_id, r.contact_id, r.name, r.email, r.language, r.cause, o.outcome,
    NOT EXISTS (SELECT FROM contracts.contact k
        WHERE (k.tenant_id, k.id) = (r.tenant_id, r.contact_id) AND k.stands) AS departed,
    r.client_id, c.name AS client, r.agreement_id, g.reference AS agreement_reference,
    a.authorisation, a.day_kind, a.notice_days, a.objection_days, a.counted_from,
    a.emergency_clause, a.clock_started_at, a.deadline, s.standing, s.until,
    CASE WHEN r.cause = 'escalation' THEN ARRAY(
        SELECT e.id FROM contracts.recipient e
        WHERE (e.tenant_id, e.change_id, e.agreement_id) = (r.tenant_id, r.change_id, r.agreement_id) AND e.id < r.id
        ORDER BY e.id) ELSE '{}' END AS instead_of,
    y.approved_at, CASE WHEN y.contact_id IS NOT NULL THEN 'contact' WHEN y.staff_id IS NOT NULL THEN 'staff' END
        AS approved_by
FROM page r
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.change_id, a.agreement_id) = (r.tenant_id, r.change_id, r.agreement_id)
JOIN x ON (x.tenant_id, x.id) = (r.tenant_id, r.change_id)
CROSS JOIN LATERAL contracts.standing_of(a, x.effective_on) s
JOIN contracts.client c ON (c.tenant_id, c.id) = (r.tenant_id, r.client_id)
JOIN contracts.agreement g ON (g.tenant_id, g.id) = (r.tenant_id, r.agreement_id)
LEFT JOIN LATERAL (
    SELECT x.outcome FROM contracts.outcome x
    WHERE (x.tenant_id, x.recipient_id) = (r.tenant_id, r.id) ORDER BY x.at DESC, x.outcome DESC LIMIT 1
) o ON true
LEFT JOIN LATERAL (
    SELECT v.approved_at, v.contact_id, v.staff_id FROM contracts.approval v
    WHERE (v.tenant_id, v.change_id, v.agreement_id) = (r.tenant_id, r.change_id, r.agreement_id)
    ORDER BY v.id DESC LIMIT 1
) y ON true
ORDER BY r.id

-- name: lock
WITH told AS MATERIALIZED (
    SELECT DISTINCT r.tenant_id, r.change_id, r.agreement_id FROM contracts.recipient r
    WHERE r.id = ANY ($2::uuid[]) AND r.change_id = $1
)
SELECT a.agreement_id
FROM told t
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.change_id, a.agreement_id) = (t.tenant_id, t.change_id, t.agreement_id)
ORDER BY a.agreement_id
FOR NO KEY UPDATE OF a

-- name: record
INSERT INTO contracts.outcome (recipient_id, outcome, at, notice_id)
SELECT r.id, $2, d.at, $3
FROM jsonb_to_recordset($4) AS d (recipient_id uuid, at timestamptz)
JOIN contracts.recipient r ON r.change_id = $1 AND r.id = d.recipient_id
ON CONFLICT DO NOTHING

-- name: recompute
-- A client counts as reached from the first notice that was accepted and did not come back, and no
-- term runs before that, also where it is counted from publication: mostly the same day.
WITH reach AS MATERIALIZED (
    SELECT told.id AS agreement_id, (
        SELECT min(o.at) FILTER (WHERE o.outcome = 'accepted')
        FROM contracts.recipient r
        CROSS JOIN LATERAL (
            SELECT x.outcome, x.at FROM contracts.outcome x
            WHERE (x.tenant_id, x.recipient_id) = (r.tenant_id, r.id)
            ORDER BY x.at DESC, x.outcome DESC LIMIT 1
        ) o
        WHERE r.change_id = $1 AND r.agreement_id = told.id
    ) AS at
    FROM unnest($2::uuid[]) AS told (id)
)
UPDATE contracts.affected_agreement a
SET reached_at = reach.at,
    clock_started_at = reach.at,
    deadline = NULL
FROM reach
WHERE a.change_id = $1 AND a.agreement_id = reach.agreement_id
    -- What went live after its term stays as it was; who went before its term is still told.
    AND NOT (a.hold IS NOT DISTINCT FROM 'effective' AND coalesce(a.deadline < clock.today(), false))

-- name: undated
SELECT DISTINCT clock.day_of(a.clock_started_at) AS start,
    greatest(a.notice_days, a.objection_days) AS days, a.day_kind
FROM contracts.affected_agreement a
WHERE a.change_id = $1 AND a.agreement_id = ANY ($2::uuid[])
    AND a.clock_started_at IS NOT NULL AND a.deadline IS NULL

-- name: set_deadlines
UPDATE contracts.affected_agreement a SET deadline = d.deadline, calendar = $4
FROM jsonb_to_recordset($3) AS d (start date, days integer, day_kind text, deadline date)
WHERE a.change_id = $1 AND a.agreement_id = ANY ($2::uuid[]) AND a.deadline IS NULL
    AND (clock.day_of(a.clock_started_at), greatest(a.notice_days, a.objection_days), a.day_kind)
        = (d.start, d.days, d.day_kind)

-- name: late_terms
SELECT DISTINCT clock.day_of(a.frozen_at) AS start, greatest(a.notice_days, a.objection_days) AS days, a.day_kind
FROM contracts.affected_agreement a
WHERE a.change_id = $1 AND a.reached_at IS NULL

-- name: lock_late
SELECT a.agreement_id
FROM contracts.affected_agreement a
JOIN jsonb_to_recordset($2) AS d (start date, days integer, day_kind text)
    ON (clock.day_of(a.frozen_at), greatest(a.notice_days, a.objection_days), a.day_kind) = (d.start, d.days, d.day_kind)
WHERE a.change_id = $1 AND a.reached_at IS NULL AND ($3::uuid IS NULL OR a.agreement_id > $3)
ORDER BY a.agreement_id
LIMIT $4
FOR NO KEY UPDATE OF a

-- name: escalate
-- The next contact of each client of which nobody was reached and nobody is still on the way; or, when $3
-- says so, of whom nothing was heard since the round of the night before.
WITH added AS (
    INSERT INTO contracts.recipient (change_id, agreement_id, client_id, contact_id, name, email, language, cause)
    SELECT DISTINCT ON (a.agreement_id) $1, a.agreement_id, a.client_id, k.id, k.name, k.email, k.language, 'escalation'
    FROM contracts.affected_agreement a
    JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id) AND k.stands
    WHERE a.change_id = $1 AND a.agreement_id = ANY ($2::uuid[]) AND a.reached_at IS NULL
        AND (a.ends_on IS NULL OR a.ends_on > clock.today())
        AND contracts.state($1) IN ('published', 'partly_effective', 'effective')
        AND NOT EXISTS (
            SELECT FROM contracts.recipient r
            WHERE (r.tenant_id, r.change_id, r.agreement_id, r.contact_id)
                = (a.tenant_id, a.change_id, a.agreement_id, k.id)
                AND r.email = k.email)
        AND NOT EXISTS (
            SELECT FROM contracts.recipient r
            WHERE (r.tenant_id, r.change_id, r.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
                AND NOT ($3 AND r.added_at <= clock.now() - interval '20 hours')
                AND NOT EXISTS (
                    SELECT FROM contracts.outcome o WHERE (o.tenant_id, o.recipient_id) = (r.tenant_id, r.id)))
    ORDER BY a.agreement_id, contracts.turn(k.duties), k.id
    RETURNING id
), counted AS (
    INSERT INTO contracts.gate_tally (change_id, hold, agreements, recipients)
    SELECT $1, 'unreached', 0, count(*) FROM added HAVING count(*) > 0
)
SELECT id FROM added

-- name: lock_unreached
SELECT a.change_id, a.agreement_id FROM contracts.affected_agreement a
WHERE a.client_id = $1 AND a.reached_at IS NULL
ORDER BY a.change_id
FOR NO KEY UPDATE

-- name: weigh
SELECT contracts.weigh($1, $2::uuid[])
