-- What was answered under an Idempotency-Key goes at once with the client of whom it tells. The key stays
-- taken, so that nothing is done a second time; of what was sent and said nothing stays with it.
ALTER TABLE contracts.idempotency ADD COLUMN about uuid[] NOT NULL DEFAULT '{}';
GRANT UPDATE (about, body_digest) ON contracts.idempotency TO contracts;

-- A key may be somebody's name: its SHA-256 does as well. What was answered before tells whom it is about.
ALTER TABLE contracts.idempotency NO FORCE ROW LEVEL SECURITY;
UPDATE contracts.idempotency SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex'),
    about = ARRAY(SELECT DISTINCT m[1]::uuid FROM regexp_matches(
        answer::text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') AS m);
ALTER TABLE contracts.idempotency FORCE ROW LEVEL SECURITY;

-- A client and everything of it that has an identifier.
CREATE FUNCTION contracts.things_of(client uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
    WITH agreed AS (
        SELECT a.id FROM contracts.agreement a WHERE (a.tenant_id, a.client_id) = (bus.tenant(), client)
    )
    SELECT client
    UNION ALL SELECT k.id FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (bus.tenant(), client)
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
$$;

CREATE OR REPLACE FUNCTION contracts.acts_of(client uuid) RETURNS SETOF bigint LANGUAGE sql STABLE
AS $$
    SELECT t.number FROM trail.act t
    WHERE t.tenant_id = bus.tenant() AND (
        t.targets && ARRAY(SELECT contracts.things_of(client))
        OR t.actor_id IN (
            SELECT k.id FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (bus.tenant(), client)))
$$;

-- Keys under which something of this client was answered. The answer to an erasure names nobody.
CREATE FUNCTION contracts.answers_of(client uuid) RETURNS SETOF text LANGUAGE sql STABLE
AS $$
    SELECT y.key FROM contracts.idempotency y
    WHERE y.tenant_id = bus.tenant() AND y.answer IS NOT NULL AND y.answer #> '{body,left_on}' IS NULL
        AND y.about && ARRAY(SELECT contracts.things_of(client))
$$;
