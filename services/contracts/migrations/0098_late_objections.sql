-- An objection that came after the last day under general authorisation, where silence had become
-- consent: kept, answered, and without hold on the change. deadline: the last day as it was known.
CREATE TABLE contracts.late_objection (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    objection_id  uuid NOT NULL,
    deadline      date NOT NULL,
    PRIMARY KEY (tenant_id, objection_id),
    FOREIGN KEY (tenant_id, objection_id) REFERENCES contracts.objection
);
SELECT bus.isolate('contracts.late_objection');
SELECT contracts.keep_to_reseller('contracts.late_objection', 'contracts.objection', 'objection_id');
GRANT SELECT, INSERT ON contracts.late_objection TO contracts;

-- The last day after which an objection came; null where it came in time. A notice that turns out not
-- to have arrived moves that day: what was late before may be in time then, never the other way round.
CREATE FUNCTION contracts.late_after(o contracts.objection, a contracts.affected_agreement) RETURNS date
LANGUAGE sql STABLE
AS $$
    SELECT a.deadline FROM contracts.late_objection l
    WHERE (l.tenant_id, l.objection_id) = (o.tenant_id, o.id)
        AND a.reached_at IS NOT NULL AND clock.day_of(o.received_at) > a.deadline
$$;

-- As before, but that a late objection holds only where the provider decided that it does.
CREATE OR REPLACE FUNCTION contracts.weighed(a contracts.affected_agreement, effective_on date, emergency boolean)
RETURNS TABLE (hold text, let_by text, free_on date) LANGUAGE sql STABLE
AS $$
    WITH passed AS (
        SELECT v.id FROM contracts.override v
        WHERE (v.tenant_id, v.change_id) = (a.tenant_id, a.change_id)
            AND (v.agreement_id = a.agreement_id
                OR v.agreement_id IS NULL AND v.overridden_at >= a.frozen_at)
        ORDER BY v.id DESC LIMIT 1
    ), said AS (
        SELECT d.decision, d.leave_until,
            coalesce(o.id < p.id, false) AND a.on_objection <> 'block' AS passed
        FROM contracts.objection o
        LEFT JOIN passed p ON true
        LEFT JOIN LATERAL (
            SELECT x.decision, x.leave_until FROM contracts.objection_decision x
            WHERE (x.tenant_id, x.objection_id) = (o.tenant_id, o.id) ORDER BY x.id DESC LIMIT 1
        ) d ON true
        WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            AND (d.decision IN ('client_held_back', 'agreement_ended') OR contracts.late_after(o, a) IS NULL)
    ), held AS (
        SELECT CASE
            WHEN EXISTS (SELECT FROM said WHERE decision IS NULL AND NOT passed) THEN 'objection_open'
            WHEN EXISTS (
                SELECT FROM said WHERE decision IN ('client_held_back', 'agreement_ended')
                    OR decision = 'measure_taken' AND a.on_objection = 'block' AND NOT passed
                    OR decision = 'alternative_offered' AND a.on_objection <> 'terminate' AND NOT passed
            ) THEN 'objection_upheld'
            WHEN (a.reached_at IS NULL OR a.deadline IS NULL) AND NOT EXISTS (SELECT FROM passed) THEN 'unreached'
            WHEN a.authorisation = 'specific' AND NOT contracts.approved(a.tenant_id, a.change_id, a.agreement_id)
                THEN 'approval_missing'
        END AS hold,
        CASE
            WHEN EXISTS (SELECT FROM passed) THEN 'override'
            WHEN emergency AND a.emergency_clause AND a.authorisation = 'general' THEN 'emergency'
        END AS let_by
    )
    SELECT h.hold, h.let_by, CASE WHEN h.hold IS NULL THEN greatest(
        effective_on,
        CASE WHEN h.let_by IS NULL THEN a.deadline + 1 END,
        (SELECT max(s.leave_until) + 1 FROM said s
            WHERE s.decision IN ('measure_taken', 'alternative_offered') AND NOT s.passed)) END
    FROM held h
$$;
