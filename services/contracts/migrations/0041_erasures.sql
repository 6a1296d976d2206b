-- The personal data of a client that left: what may go at once, and what stays as proof until claims
-- have lapsed (Art. 17(3)(e) AVG; the provider's own number of years after the last agreement ended).
CREATE TABLE contracts.erasure_order (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    client_id   uuid NOT NULL,
    due_on      date NOT NULL,
    ordered_by  uuid,
    ordered_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, client_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.erasure_order (due_on);
SELECT bus.isolate('contracts.erasure_order');
SELECT contracts.keep_to_reseller('contracts.erasure_order', 'contracts.client', 'client_id');
GRANT SELECT, INSERT ON contracts.erasure_order TO contracts;

CREATE TABLE contracts.erasure (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    client_id  uuid NOT NULL,
    category   text NOT NULL,
    rows       integer NOT NULL,
    erased_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, client_id, category),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.erasure_order
);
SELECT bus.isolate('contracts.erasure');
SELECT contracts.keep_to_reseller('contracts.erasure', 'contracts.client', 'client_id');
GRANT SELECT, INSERT ON contracts.erasure TO contracts;

GRANT UPDATE (grounds) ON contracts.objection TO contracts;
GRANT UPDATE (note) ON contracts.approval TO contracts;
GRANT UPDATE (typed_name, job_title, address, user_agent) ON contracts.signature TO contracts;

-- When its last agreement has ended; null while one of them stands or there never was one.
CREATE FUNCTION contracts.left_on(client uuid) RETURNS date LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN bool_and(x.ends_on <= clock.today()) THEN max(x.ends_on) END
    FROM contracts.agreement a
    LEFT JOIN LATERAL (
        SELECT coalesce(min(e.ends_on), 'infinity') AS ends_on FROM contracts.agreement_end e
        WHERE (e.tenant_id, e.agreement_id) = (a.tenant_id, a.id)
    ) x ON true
    WHERE (a.tenant_id, a.client_id) = (bus.tenant(), client)
$$;

-- A contact who signed, answered or was told of something stands in the proof of it.
CREATE FUNCTION contracts.in_evidence(contact uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM contracts.signature s WHERE (s.tenant_id, s.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.objection o WHERE (o.tenant_id, o.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.approval y WHERE (y.tenant_id, y.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.recipient r WHERE (r.tenant_id, r.contact_id) = (bus.tenant(), contact))
$$;

-- Numbers of the acts that are about this client or were done by its contacts.
CREATE FUNCTION contracts.acts_of(client uuid) RETURNS SETOF bigint LANGUAGE sql STABLE
AS $$
    WITH of AS (
        SELECT array_agg(k.id) AS contacts FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (bus.tenant(), client)
    ), about AS (
        SELECT ARRAY[client] || of.contacts || coalesce(array_agg(a.id), '{}') AS ids
        FROM of LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (bus.tenant(), client)
        GROUP BY of.contacts
    )
    SELECT t.number FROM contracts.act t, of, about
    WHERE t.tenant_id = bus.tenant() AND (t.targets && about.ids OR t.actor_id = ANY (of.contacts))
$$;

CREATE FUNCTION contracts.due_erasures() RETURNS TABLE (tenant_id uuid, client_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT o.tenant_id, o.client_id FROM contracts.erasure_order o
    WHERE o.due_on <= clock.today() AND NOT EXISTS (
        SELECT FROM contracts.erasure e
        WHERE (e.tenant_id, e.client_id, e.category) = (o.tenant_id, o.client_id, 'signatures'))
    LIMIT 100
$$;
GRANT SELECT (tenant_id, client_id, due_on) ON contracts.erasure_order TO schakel_finder;
GRANT SELECT (tenant_id, client_id, category) ON contracts.erasure TO schakel_finder;
CREATE POLICY finder ON contracts.erasure_order FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON contracts.erasure FOR SELECT TO schakel_finder USING (true);
REVOKE ALL ON FUNCTION contracts.due_erasures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_erasures() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_erasures() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
