-- name: insert
-- One statement: the gate is weighed once it is known whether the objection is late.
WITH made AS (
    INSERT INTO contracts.objection (change_id, agreement_id, client_id, grounds, contact_id, staff_id)
    SELECT a.change_id, a.agreement_id, a.client_id, d.grounds, d.contact_id, d.staff_id
    FROM contracts.affected_agreement a
    CROSS JOIN jsonb_to_record($3) AS d (grounds text, contact_id uuid, staff_id uuid)
    WHERE (a.change_id, a.agreement_id) = ($1, $2)
    RETURNING tenant_id, id
), late AS (
    INSERT INTO contracts.late_objection (tenant_id, objection_id, deadline)
    SELECT tenant_id, id, $4 FROM made WHERE $4::date IS NOT NULL
)
SELECT id FROM made

-- name: read
SELECT o.id, o.change_id, g.title AS change_title, o.agreement_id, o.client_id, c.name AS client,
    o.grounds, o.contact_id, o.received_at,
    contracts.late_after(o, a) AS late_after, a.on_objection,
    EXISTS (
        SELECT FROM contracts.activation x
        JOIN contracts.wave v ON (v.tenant_id, v.change_id, v.number) = (x.tenant_id, x.change_id, x.wave)
        WHERE (x.tenant_id, x.change_id, x.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            AND v.activated_at <= o.received_at) AS in_effect,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', d.id, 'decision', d.decision, 'reason', d.reason, 'contact_id', d.contact_id,
            'leave_until', d.leave_until, 'decided_at', d.decided_at)
            ORDER BY d.id), '[]')
        FROM contracts.objection_decision d
        WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id)) AS decisions
FROM contracts.objection o
JOIN contracts.change g ON (g.tenant_id, g.id) = (o.tenant_id, o.change_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (o.tenant_id, o.client_id)
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.change_id, a.agreement_id) = (o.tenant_id, o.change_id, o.agreement_id)
WHERE o.id = $1

-- name: list_page
SELECT o.id, o.change_id, g.title AS change_title, o.agreement_id, o.client_id, c.name AS client,
    o.grounds, o.contact_id, o.received_at,
    contracts.late_after(o, a) AS late_after, a.on_objection,
    EXISTS (
        SELECT FROM contracts.activation x
        JOIN contracts.wave v ON (v.tenant_id, v.change_id, v.number) = (x.tenant_id, x.change_id, x.wave)
        WHERE (x.tenant_id, x.change_id, x.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            AND v.activated_at <= o.received_at) AS in_effect,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', d.id, 'decision', d.decision, 'reason', d.reason, 'contact_id', d.contact_id,
            'leave_until', d.leave_until, 'decided_at', d.decided_at)
            ORDER BY d.id), '[]')
        FROM contracts.objection_decision d
        WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id)) AS decisions
FROM contracts.objection o
JOIN contracts.change g ON (g.tenant_id, g.id) = (o.tenant_id, o.change_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (o.tenant_id, o.client_id)
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.change_id, a.agreement_id) = (o.tenant_id, o.change_id, o.agreement_id)
CROSS JOIN jsonb_to_record($3) AS w (undecided boolean, late boolean)
WHERE ($1::uuid IS NULL OR o.change_id = $1) AND ($2::uuid IS NULL OR o.client_id = $2)
    -- Nothing waits for who left, nor for a change that was withdrawn.
    AND (w.undecided IS NULL OR w.undecided = (NOT EXISTS (
            SELECT FROM contracts.objection_decision d WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id))
        AND NOT EXISTS (
            SELECT FROM contracts.withdrawal y WHERE (y.tenant_id, y.change_id) = (o.tenant_id, o.change_id))
        AND (a.hold IS NOT DISTINCT FROM 'effective' OR a.ends_on IS NULL OR a.ends_on > clock.today())))
    AND (w.late IS NULL OR w.late = (contracts.late_after(o, a) IS NOT NULL))
    AND ($4::uuid IS NULL OR o.id > $4)
ORDER BY o.id
LIMIT $5

-- name: decide
INSERT INTO contracts.objection_decision (objection_id, decision, reason, decided_by, contact_id, leave_until)
SELECT $1, decision, reason, decided_by, contact_id, leave_until
FROM jsonb_to_record($2) AS d (
    decision text, reason text, decided_by uuid, contact_id uuid, leave_until date)

-- name: lock_agreement
SELECT a.agreement_id FROM contracts.affected_agreement a
WHERE (a.change_id, a.agreement_id) = ($1, $2) FOR NO KEY UPDATE

-- name: approve
INSERT INTO contracts.approval (change_id, agreement_id, client_id, note, contact_id, staff_id)
SELECT a.change_id, a.agreement_id, a.client_id, $3, $4, $5
FROM contracts.affected_agreement a WHERE (a.change_id, a.agreement_id) = ($1, $2)
RETURNING id, change_id, agreement_id, client_id, contact_id, note, approved_at
