-- How each stage of an incident fared with each client whom it touched by then: as before, and a client
-- that nobody there could be written to is not reached either, since it was found to be touched.
CREATE INDEX ON contracts.incident_recipient (tenant_id, stage_id, client_id);

-- What is in doubt is told too: nobody knows whether the mail server took it, until staff settles it. And
-- what the receiving side reported to have put in the mailbox.
ALTER TABLE contracts.incident_outcome DROP CONSTRAINT incident_outcome_level_check;
ALTER TABLE contracts.incident_outcome ADD CONSTRAINT incident_outcome_level_check
    CHECK (level IN ('accepted', 'failed', 'in_doubt', 'posted', 'delivered'));

-- People and clients are laid beside each other and not joined: before the planner knows how many there
-- are, joining ten thousand of each takes twenty seconds.
DROP FUNCTION contracts.incident_fared(uuid);
CREATE VIEW contracts.incident_fared WITH (security_invoker = true) AS
SELECT f.tenant_id, f.incident_id, f.stage_id, f.number, f.client_id, count(f.recipient_id) AS people,
    CASE WHEN bool_or(f.level = 'accepted') THEN 'told' WHEN min(f.posted_on) IS NOT NULL THEN 'by_letter'
        WHEN bool_or(f.level IS NULL) THEN 'pending' WHEN bool_or(f.level = 'in_doubt') THEN 'in_doubt'
        ELSE 'unreached' END AS standing,
    min(f.at) FILTER (WHERE f.level = 'accepted') AS told_at,
    CASE WHEN bool_and(f.level IS NOT DISTINCT FROM 'failed')
        THEN coalesce(max(f.at) FILTER (WHERE f.recipient_id IS NOT NULL), max(f.at)) END AS unreached_at,
    min(f.posted_on) AS posted_on, min(f.delivered_at) FILTER (WHERE f.level = 'accepted') AS delivered_at
FROM (
    SELECT s.tenant_id, s.incident_id, s.id AS stage_id, s.number, r.client_id, r.id AS recipient_id, m.level, m.at,
        p.posted_on, p.delivered_at
    FROM contracts.incident_stage s
    JOIN contracts.incident_recipient r ON (r.tenant_id, r.stage_id) = (s.tenant_id, s.id)
    LEFT JOIN LATERAL (
        SELECT o.level, o.at FROM contracts.incident_outcome o
        WHERE (o.tenant_id, o.recipient_id) = (r.tenant_id, r.id) AND o.level NOT IN ('posted', 'delivered')
        ORDER BY o.at DESC, o.level = 'in_doubt', o.level DESC LIMIT 1
    ) m ON true
    LEFT JOIN LATERAL (
        SELECT min(o.posted_on) AS posted_on, min(o.at) FILTER (WHERE o.level = 'delivered') AS delivered_at
        FROM contracts.incident_outcome o
        WHERE (o.tenant_id, o.recipient_id) = (r.tenant_id, r.id) AND o.level IN ('posted', 'delivered')
    ) p ON true
    UNION ALL
    SELECT s.tenant_id, s.incident_id, s.id, s.number, c.client_id, NULL, 'failed', c.frozen_at, NULL, NULL
    FROM contracts.incident_stage s
    JOIN contracts.incident_client c ON (c.tenant_id, c.incident_id) = (s.tenant_id, s.incident_id)
    LEFT JOIN contracts.incident_stage next
        ON (next.tenant_id, next.incident_id, next.number) = (s.tenant_id, s.incident_id, s.number + 1)
    WHERE next.id IS NULL OR next.released_at > c.frozen_at
) f
GROUP BY f.tenant_id, f.incident_id, f.stage_id, f.number, f.client_id;
GRANT SELECT ON contracts.incident_fared TO contracts;
