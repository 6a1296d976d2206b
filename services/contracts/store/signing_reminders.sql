-- name: remind
-- Of one page of what was offered that many days ago. What was offered a month before that is let be:
-- nobody is reminded of the past when this begins, or when the days are changed.
WITH offered AS MATERIALIZED (
    SELECT v.id, v.agreement_id, v.amendment_id, clock.day_of(v.frozen_at) AS day
    FROM contracts.agreement_version v
    JOIN contracts.tenant t ON t.tenant_id = v.tenant_id
    WHERE v.cause IN ('onboarding', 'amendment')
        AND clock.day_of(v.frozen_at) <= clock.today() - t.signing_reminder_days
        AND clock.day_of(v.frozen_at) >= clock.today() - t.signing_reminder_days - 30
        AND (clock.day_of(v.frozen_at), v.id) > ($1::date, $2::uuid)
    ORDER BY clock.day_of(v.frozen_at), v.id
    LIMIT $3
), reminded AS (
    INSERT INTO contracts.signing_reminder (agreement_id, amendment_id, version_id)
    SELECT o.agreement_id, w.amendment_id, w.id
    FROM offered o
    JOIN contracts.agreement_version w ON w.id = contracts.to_accept(o.agreement_id)
    WHERE w.amendment_id IS NOT DISTINCT FROM o.amendment_id
    ON CONFLICT DO NOTHING
    RETURNING tenant_id, agreement_id, version_id
)
SELECT l.day, l.id,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'tenant_id', r.tenant_id, 'version_id', r.version_id, 'agreement_id', r.agreement_id,
        'client_id', a.client_id)), '[]')
        FROM reminded r JOIN contracts.agreement a ON (a.tenant_id, a.id) = (r.tenant_id, r.agreement_id)) AS reminded
FROM (SELECT o.day, o.id FROM offered o ORDER BY o.day DESC, o.id DESC LIMIT 1) l
