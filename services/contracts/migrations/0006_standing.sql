-- The gate. One rule for the pages, the activation and the scheduler: where one affected agreement
-- stands today, and until when where a day ends it. Every look-up is by a whole key, so that it
-- stays quick in the minute after a large publication, before the tables have been analysed.
CREATE FUNCTION contracts.standing_of(a contracts.affected_agreement, effective_on date)
RETURNS TABLE (standing text, until date) LANGUAGE sql STABLE
AS $$
    SELECT s.standing,
        CASE s.standing
            WHEN 'notice_running' THEN a.deadline
            WHEN 'before_effective_date' THEN effective_on
        END
    FROM (
        SELECT CASE
            WHEN EXISTS (
                SELECT FROM contracts.activation w
                WHERE (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            ) THEN 'effective'
            WHEN EXISTS (
                SELECT FROM contracts.agreement_end x
                WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.agreement_id) AND x.ends_on <= clock.today()
            ) THEN 'ended'
            WHEN EXISTS (
                SELECT FROM contracts.objection o
                WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
                    AND NOT EXISTS (
                        SELECT FROM contracts.objection_decision d
                        WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id))
            ) THEN 'objection_open'
            -- Of each objection the last decision counts. A measure answers it only where the
            -- agreement says that mitigation is enough.
            WHEN EXISTS (
                SELECT FROM contracts.objection o
                CROSS JOIN LATERAL (
                    SELECT d.decision FROM contracts.objection_decision d
                    WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id) ORDER BY d.id DESC LIMIT 1
                ) last
                WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
                    AND last.decision <> 'objection_withdrawn'
                    AND NOT (last.decision = 'measure_taken' AND a.on_objection = 'mitigate')
            ) THEN 'objection_upheld'
            WHEN a.reached_at IS NULL OR a.deadline IS NULL THEN 'unreached'
            WHEN a.authorisation = 'specific' AND NOT EXISTS (
                SELECT FROM contracts.approval y
                WHERE (y.tenant_id, y.change_id, y.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            ) THEN 'approval_missing'
            WHEN clock.today() <= a.deadline THEN 'notice_running'
            WHEN clock.today() < effective_on THEN 'before_effective_date'
            ELSE 'clear'
        END AS standing
    ) s
$$;

CREATE FUNCTION contracts.standing(tenant uuid, change uuid)
RETURNS TABLE (agreement_id uuid, client_id uuid, standing text, until date) LANGUAGE sql STABLE
AS $$
    SELECT a.agreement_id, a.client_id, s.standing, s.until
    FROM contracts.affected_agreement a
    JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
    CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
    WHERE (a.tenant_id, a.change_id) = (tenant, change)
$$;

-- Whether a change that holds for this client has ended this link: whatever was to begin it later
-- begins it no more.
CREATE FUNCTION contracts.ended_for(client uuid, link uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM contracts.change_end e
        JOIN contracts.affected_agreement a
            ON (a.tenant_id, a.client_id, a.change_id) = (e.tenant_id, client, e.change_id)
        JOIN contracts.activation w
            ON (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
        WHERE (e.tenant_id, e.link_id) = (bus.tenant(), link))
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
