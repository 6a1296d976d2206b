-- Numbers of the acts that are about this client, or anything of it, or were done by its contacts.
CREATE OR REPLACE FUNCTION contracts.acts_of(client uuid) RETURNS SETOF bigint LANGUAGE sql STABLE
AS $$
    WITH of AS (
        SELECT array_agg(k.id) AS contacts FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (bus.tenant(), client)
    ), agreed AS (
        SELECT a.id FROM contracts.agreement a WHERE (a.tenant_id, a.client_id) = (bus.tenant(), client)
    ), about AS (
        SELECT client AS id
        UNION ALL SELECT unnest(of.contacts) FROM of
        UNION ALL SELECT id FROM agreed
        UNION ALL SELECT v.id FROM contracts.agreement_version v JOIN agreed ON (v.tenant_id, v.agreement_id) = (bus.tenant(), agreed.id)
        UNION ALL SELECT s.id FROM contracts.signature s JOIN agreed ON (s.tenant_id, s.agreement_id) = (bus.tenant(), agreed.id)
        UNION ALL SELECT m.id FROM contracts.amendment m JOIN agreed ON (m.tenant_id, m.agreement_id) = (bus.tenant(), agreed.id)
        UNION ALL SELECT t.id FROM contracts.termination t JOIN agreed ON (t.tenant_id, t.agreement_id) = (bus.tenant(), agreed.id)
        UNION ALL SELECT o.id FROM contracts.objection o WHERE (o.tenant_id, o.client_id) = (bus.tenant(), client)
        UNION ALL SELECT y.id FROM contracts.approval y WHERE (y.tenant_id, y.client_id) = (bus.tenant(), client)
        UNION ALL SELECT d.id FROM contracts.link_deferral d WHERE (d.tenant_id, d.client_id) = (bus.tenant(), client)
        UNION ALL SELECT h.id FROM contracts.legal_hold h WHERE (h.tenant_id, h.client_id) = (bus.tenant(), client)
        UNION ALL SELECT r.entry_id FROM contracts.register_revision r WHERE (r.tenant_id, r.client_id) = (bus.tenant(), client)
        UNION ALL SELECT unnest(contracts.files_of(client))
        UNION ALL SELECT w.id FROM contracts.override w JOIN agreed ON (w.tenant_id, w.agreement_id) = (bus.tenant(), agreed.id)
    )
    SELECT t.number FROM trail.act t, of
    WHERE t.tenant_id = bus.tenant()
        AND (t.targets && ARRAY(SELECT id FROM about) OR t.actor_id = ANY (of.contacts))
$$;
