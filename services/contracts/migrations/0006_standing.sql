-- The gate. One rule for the pages, the activation and the scheduler: where each affected agreement
-- of a change stands today, and until when where a day ends it.
CREATE FUNCTION contracts.standing(tenant uuid, change uuid)
RETURNS TABLE (agreement_id uuid, client_id uuid, standing text, until date) LANGUAGE sql STABLE
AS $$
    SELECT a.agreement_id, a.client_id, s.standing,
        CASE s.standing
            WHEN 'notice_running' THEN a.deadline
            WHEN 'approval_missing' THEN a.deadline
            WHEN 'before_effective_date' THEN c.effective_on
        END
    FROM contracts.affected_agreement a
    JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
    LEFT JOIN (
        -- Of each objection the last decision counts. A measure answers it only where the agreement
        -- says that mitigation is enough.
        SELECT o.tenant_id, o.agreement_id,
            bool_or(d.decision IS NULL) AS open,
            bool_or(d.decision NOT IN ('objection_withdrawn', 'measure_taken')) AS upheld,
            bool_or(d.decision = 'measure_taken') AS measured
        FROM contracts.objection o
        LEFT JOIN LATERAL (
            SELECT x.decision FROM contracts.objection_decision x
            WHERE (x.tenant_id, x.objection_id) = (o.tenant_id, o.id) ORDER BY x.id DESC LIMIT 1
        ) d ON true
        WHERE (o.tenant_id, o.change_id) = (tenant, change)
        GROUP BY o.tenant_id, o.agreement_id
    ) o ON (o.tenant_id, o.agreement_id) = (a.tenant_id, a.agreement_id)
    LEFT JOIN contracts.activation w
        ON (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
    LEFT JOIN contracts.agreement_end x
        ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.agreement_id) AND x.ends_on <= clock.today()
    LEFT JOIN contracts.approval y
        ON (y.tenant_id, y.change_id, y.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN w.wave IS NOT NULL THEN 'effective'
            WHEN x.agreement_id IS NOT NULL THEN 'ended'
            WHEN o.open THEN 'objection_open'
            WHEN o.upheld OR o.measured AND a.on_objection <> 'mitigate' THEN 'objection_upheld'
            WHEN a.reached_at IS NULL OR a.deadline IS NULL THEN 'unreached'
            WHEN a.authorisation = 'specific' AND y.id IS NULL THEN 'approval_missing'
            WHEN clock.today() <= a.deadline THEN 'notice_running'
            WHEN clock.today() < c.effective_on THEN 'before_effective_date'
            ELSE 'clear'
        END AS standing
    ) s
    WHERE (a.tenant_id, a.change_id) = (tenant, change)
$$;

CREATE FUNCTION contracts.state(change uuid) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM contracts.withdrawal w WHERE (w.tenant_id, w.change_id) = (bus.tenant(), change)) THEN 'withdrawn'
        WHEN NOT EXISTS (SELECT FROM contracts.publication p WHERE (p.tenant_id, p.change_id) = (bus.tenant(), change)) THEN 'draft'
        WHEN NOT EXISTS (SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (bus.tenant(), change)) THEN 'published'
        WHEN EXISTS (
            SELECT FROM contracts.affected_agreement a
            WHERE (a.tenant_id, a.change_id) = (bus.tenant(), change)
                AND NOT EXISTS (
                    SELECT FROM contracts.activation x
                    WHERE (x.tenant_id, x.change_id, x.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id))
                AND NOT EXISTS (
                    SELECT FROM contracts.agreement_end x
                    WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.agreement_id)
                        AND x.ends_on <= clock.today())
        ) THEN 'partly_effective'
        ELSE 'effective'
    END
$$;
