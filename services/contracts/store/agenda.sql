-- name: of_clients
-- Of one client, or of all whose rows are to be seen here.
WITH mine AS MATERIALIZED (
    SELECT a.id, a.reference, a.client_id, c.name AS client, a.review_by
    FROM contracts.agreement a
    JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
    WHERE $1::uuid IS NULL OR a.client_id = $1
), due AS (
    SELECT 'objection' AS kind, contracts.stamp(x.change_id::text, x.agreement_id::text) AS id,
        x.deadline AS day, m.client, m.reference, h.title, NULL::text AS party, h.id AS change_id
    FROM mine m
    JOIN contracts.affected_agreement x ON (x.tenant_id, x.agreement_id) = (bus.tenant(), m.id)
    JOIN contracts.change h ON (h.tenant_id, h.id) = (x.tenant_id, x.change_id)
    WHERE x.deadline >= $2 AND contracts.state(h.id) <> 'withdrawn'
    UNION ALL
    SELECT 'review', m.id, m.review_by, m.client, m.reference, NULL, NULL, NULL
    FROM mine m WHERE m.review_by >= $2 AND NOT EXISTS (
        SELECT FROM contracts.agreement_end e WHERE e.agreement_id = m.id AND e.ends_on <= m.review_by)
    UNION ALL
    SELECT 'ending', m.id, e.ends_on, m.client, m.reference, NULL, NULL, NULL
    FROM mine m JOIN contracts.agreement_end e ON (e.tenant_id, e.agreement_id) = (bus.tenant(), m.id)
    WHERE e.ends_on >= $2
    UNION ALL
    SELECT 'data', t.id, t.data_by, m.client, m.reference, NULL, NULL, NULL
    FROM mine m JOIN contracts.termination t ON (t.tenant_id, t.agreement_id) = (bus.tenant(), m.id)
    WHERE t.data_by >= $2 AND NOT EXISTS (
        SELECT FROM contracts.termination_withdrawal w WHERE w.termination_id = t.id)
)
SELECT * FROM due ORDER BY day, kind, id LIMIT $3

-- name: of_provider
WITH due AS (
    SELECT 'upstream' AS kind, u.id, upper(u.valid) AS day, NULL::text AS client, NULL::text AS reference,
        jsonb_build_object('nl', u.title, 'en', u.title) AS title, s.name AS party, NULL::uuid AS change_id
    FROM contracts.upstream_agreement u
    JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (u.tenant_id, u.subprocessor_id)
    WHERE upper(u.valid) >= $1
    UNION ALL
    SELECT 'change_deadline', c.id, max(a.deadline), NULL, NULL, c.title, NULL, c.id
    FROM contracts.running_change r
    JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
    JOIN contracts.affected_agreement a ON (a.tenant_id, a.change_id) = (c.tenant_id, c.id)
    GROUP BY c.id, c.title
    HAVING max(a.deadline) >= $1
    UNION ALL
    SELECT 'change_effective', c.id, c.effective_on, NULL, NULL, c.title, NULL, c.id
    FROM contracts.publication p
    JOIN contracts.dated_change c ON (c.tenant_id, c.id) = (p.tenant_id, p.change_id)
    WHERE c.effective_on >= $1 AND contracts.state(c.id) <> 'withdrawn'
)
SELECT * FROM due ORDER BY day, kind, id LIMIT $2
