-- How the message of a stage fared with each who was told of it, as notifications heard it: the register
-- shows which client was told when (Art. 33(5) AVG). Added to, never altered.
CREATE TABLE contracts.incident_outcome (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    recipient_id  uuid NOT NULL,
    level         text NOT NULL CHECK (level IN ('accepted', 'failed', 'posted')),
    at            timestamptz NOT NULL,
    posted_on     date,
    notice_id     uuid NOT NULL,
    PRIMARY KEY (tenant_id, recipient_id, at, level),
    FOREIGN KEY (tenant_id, recipient_id) REFERENCES contracts.incident_recipient,
    CHECK ((level = 'posted') = (posted_on IS NOT NULL))
);
SELECT bus.isolate('contracts.incident_outcome');
SELECT contracts.keep_to_reseller('contracts.incident_outcome', 'contracts.incident_recipient', 'recipient_id');
GRANT SELECT, INSERT ON contracts.incident_outcome TO contracts;

-- The clients of a stage: told once one mail to it stands as accepted, the last word of each mail
-- counting; by letter where none does; not reached where every mail failed.
CREATE FUNCTION contracts.incident_fared(stage uuid)
RETURNS TABLE (client_id uuid, standing text, told_at timestamptz, unreached_at timestamptz, posted_on date)
LANGUAGE sql STABLE
AS $$
    SELECT f.client_id,
        CASE WHEN bool_or(m.level = 'accepted') THEN 'told' WHEN min(p.posted_on) IS NOT NULL THEN 'by_letter'
            WHEN bool_and(m.level IS NOT DISTINCT FROM 'failed') THEN 'unreached' ELSE 'pending' END,
        min(m.at) FILTER (WHERE m.level = 'accepted'),
        CASE WHEN bool_and(m.level IS NOT DISTINCT FROM 'failed') THEN max(m.at) END,
        min(p.posted_on)
    FROM contracts.incident_recipient f
    LEFT JOIN LATERAL (
        SELECT o.level, o.at FROM contracts.incident_outcome o
        WHERE (o.tenant_id, o.recipient_id) = (f.tenant_id, f.id) AND o.level <> 'posted'
        ORDER BY o.at DESC, o.level DESC LIMIT 1
    ) m ON true
    LEFT JOIN LATERAL (
        SELECT min(o.posted_on) AS posted_on FROM contracts.incident_outcome o
        WHERE (o.tenant_id, o.recipient_id) = (f.tenant_id, f.id) AND o.level = 'posted'
    ) p ON true
    WHERE f.tenant_id = bus.tenant() AND f.stage_id = stage
    GROUP BY f.client_id
$$;

-- A fact that comes before the first worker has ever run is kept for it all the same.
INSERT INTO bus.subscription (consumer, type) VALUES ('contracts', 'IncidentDeliveriesSettled')
ON CONFLICT DO NOTHING;
