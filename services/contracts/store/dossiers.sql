-- name: list_page
-- Everything of one client that it may have itself; what only the provider decides on stays out.
WITH agreed AS (
    SELECT id FROM contracts.agreement WHERE client_id = $1
)
SELECT x.place, x.kind, x.id, x.record, x.files FROM (
    SELECT 1 AS place, 'client' AS kind, c.id, '{}'::uuid[] AS files,
        to_jsonb(c) - '{tenant_id,name_key,reseller_id}'::text[] || jsonb_build_object('contacts', (
            SELECT coalesce(jsonb_agg(to_jsonb(k) - '{tenant_id,email_key,client_id,stands}'::text[] ORDER BY k.id), '[]')
            FROM contracts.contact k WHERE k.client_id = c.id)) AS record
    FROM contracts.client c WHERE c.id = $1
    UNION ALL
    SELECT 2, 'agreement', a.id, '{}', to_jsonb(a) - 'tenant_id' || jsonb_build_object(
        'terms', (SELECT coalesce(jsonb_agg(to_jsonb(t) - '{tenant_id,agreement_id}'::text[] ORDER BY t.number), '[]')
            FROM contracts.agreement_terms t WHERE t.agreement_id = a.id),
        'periods', (SELECT coalesce(jsonb_agg(to_jsonb(p) - '{tenant_id,agreement_id}'::text[] ORDER BY p.number), '[]')
            FROM contracts.agreement_period p WHERE p.agreement_id = a.id))
    FROM contracts.agreement a WHERE a.client_id = $1
    UNION ALL
    SELECT 3, 'version', v.id, '{}', jsonb_build_object('id', v.id, 'agreement_id', v.agreement_id,
        'number', v.number, 'cause', v.cause, 'change_id', v.change_id, 'proposed', v.proposed,
        'frozen_at', v.frozen_at, 'digest', encode(v.digest, 'hex'), 'canonical', v.canonical)
    FROM contracts.agreement_version v WHERE v.agreement_id IN (SELECT id FROM agreed)
    UNION ALL
    SELECT 4, 'signature', s.id, array_remove(ARRAY[(s.file ->> 'id')::uuid], NULL),
        to_jsonb(s) - '{tenant_id,digest,sign_in_link_id}'::text[] || jsonb_build_object('digest', encode(s.digest, 'hex'))
    FROM contracts.signature s WHERE s.agreement_id IN (SELECT id FROM agreed)
    UNION ALL
    SELECT 5, 'amendment', m.id, '{}', to_jsonb(m) - 'tenant_id' || jsonb_build_object('withdrawn_at', w.withdrawn_at)
    FROM contracts.amendment m
    LEFT JOIN contracts.amendment_withdrawal w ON (w.tenant_id, w.amendment_id) = (m.tenant_id, m.id)
    WHERE m.agreement_id IN (SELECT id FROM agreed)
    UNION ALL
    SELECT 6, 'termination', t.id, '{}', to_jsonb(t) - 'tenant_id' || jsonb_build_object('withdrawn_at', w.withdrawn_at)
    FROM contracts.termination t
    LEFT JOIN contracts.termination_withdrawal w ON (w.tenant_id, w.termination_id) = (t.tenant_id, t.id)
    WHERE t.agreement_id IN (SELECT id FROM agreed)
    UNION ALL
    SELECT 7, 'objection', o.id, '{}', to_jsonb(o) - 'tenant_id' || jsonb_build_object(
        'late_after', (SELECT l.deadline FROM contracts.late_objection l WHERE l.objection_id = o.id),
        'decisions', (SELECT coalesce(jsonb_agg(to_jsonb(d) - '{tenant_id,objection_id}'::text[] ORDER BY d.id), '[]')
            FROM contracts.objection_decision d WHERE d.objection_id = o.id))
    FROM contracts.objection o WHERE o.client_id = $1
    UNION ALL
    SELECT 8, 'approval', y.id, '{}', to_jsonb(y) - 'tenant_id' FROM contracts.approval y WHERE y.client_id = $1
    UNION ALL
    SELECT 9, 'recipient', r.id, '{}', to_jsonb(r) - 'tenant_id' || jsonb_build_object('outcomes', (
        SELECT coalesce(jsonb_agg(to_jsonb(u) - '{tenant_id,recipient_id}'::text[] ORDER BY u.at), '[]')
        FROM contracts.outcome u WHERE u.recipient_id = r.id))
    FROM contracts.recipient r WHERE r.client_id = $1
    UNION ALL
    -- As far as a revision is about this client: an entry may have been moved from another.
    SELECT 10, 'register', e.id,
        array_remove((SELECT array_agg(DISTINCT (v.facts -> 'file' ->> 'id')::uuid)
            FROM contracts.register_revision v WHERE v.entry_id = e.id AND v.client_id = $1), NULL),
        jsonb_build_object('id', e.id, 'kind', e.kind, 'agreement_id', e.agreement_id, 'revisions', (
            SELECT jsonb_agg(to_jsonb(v) - '{tenant_id,entry_id}'::text[] ORDER BY v.number)
            FROM contracts.register_revision v WHERE v.entry_id = e.id AND v.client_id = $1))
    FROM contracts.register_entry e
    WHERE e.id IN (SELECT v.entry_id FROM contracts.register_revision v WHERE v.client_id = $1)
) x
WHERE (x.place, x.id) > ($2, $3)
ORDER BY x.place, x.id
LIMIT $4
