-- Why an incident was closed while clients stood as not reached, and how many: never altered.
CREATE TABLE contracts.incident_shortfall (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    stage_id    uuid NOT NULL,
    clients     integer NOT NULL CHECK (clients > 0),
    reason      text NOT NULL CHECK (length(reason) BETWEEN 10 AND 2000),
    decided_by  uuid,
    decided_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, stage_id),
    FOREIGN KEY (tenant_id, stage_id) REFERENCES contracts.incident_stage
);
SELECT bus.isolate('contracts.incident_shortfall');
GRANT SELECT, INSERT ON contracts.incident_shortfall TO contracts;

CREATE OR REPLACE FUNCTION contracts.incident_stages(i contracts.incident) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'number', s.number, 'kind', s.kind, 'told', s.told, 'clients', s.clients, 'people', s.people,
        'released_by', s.released_by, 'released_at', contracts.moment(s.released_at),
        'reviews', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', r.id, 'stage_id', r.stage_id, 'note', r.note, 'reviewed_by', r.reviewed_by,
                'reviewed_at', contracts.moment(r.reviewed_at)) ORDER BY r.id), '[]')
            FROM contracts.incident_review r WHERE (r.tenant_id, r.stage_id) = (s.tenant_id, s.id)),
        'shortfall', (
            SELECT jsonb_build_object('clients', f.clients, 'reason', f.reason, 'decided_by', f.decided_by,
                'decided_at', contracts.moment(f.decided_at))
            FROM contracts.incident_shortfall f WHERE (f.tenant_id, f.stage_id) = (s.tenant_id, s.id))
        ) ORDER BY s.number), '[]')
    FROM contracts.incident_stage s WHERE (s.tenant_id, s.incident_id) = (i.tenant_id, i.id)
$$;
