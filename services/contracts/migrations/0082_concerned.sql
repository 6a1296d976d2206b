-- An approval may be given anew after an objection has taken the one before it back.
ALTER TABLE contracts.approval DROP CONSTRAINT approval_tenant_id_change_id_agreement_id_key;
CREATE INDEX ON contracts.approval (tenant_id, change_id, agreement_id, id);

-- A corrected address of the same person is told anew.
ALTER TABLE contracts.recipient DROP CONSTRAINT recipient_tenant_id_change_id_agreement_id_contact_id_key,
    ADD UNIQUE (tenant_id, change_id, agreement_id, contact_id, email);

-- Whether a yes stands: one after which the client did not object, or took its objection back.
CREATE FUNCTION contracts.approved(tenant uuid, change uuid, agreement uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM contracts.approval y
        WHERE (y.tenant_id, y.change_id, y.agreement_id) = (tenant, change, agreement) AND NOT EXISTS (
            SELECT FROM contracts.objection o
            LEFT JOIN LATERAL (
                SELECT d.decision FROM contracts.objection_decision d
                WHERE (d.tenant_id, d.objection_id) = (o.tenant_id, o.id) ORDER BY d.id DESC LIMIT 1
            ) said ON true
            WHERE (o.tenant_id, o.change_id, o.agreement_id) = (tenant, change, agreement) AND o.id > y.id
                AND said.decision IS DISTINCT FROM 'objection_withdrawn'))
$$;

CREATE OR REPLACE FUNCTION contracts.weighed(a contracts.affected_agreement, effective_on date, emergency boolean)
RETURNS TABLE (hold text, let_by text, free_on date) LANGUAGE sql STABLE
AS $$
    WITH passed AS (
        SELECT v.id FROM contracts.override v
        WHERE (v.tenant_id, v.change_id) = (a.tenant_id, a.change_id)
            AND (v.agreement_id = a.agreement_id
                OR v.agreement_id IS NULL AND v.overridden_at >= a.frozen_at)
        ORDER BY v.id DESC LIMIT 1
    ), said AS (
        SELECT d.decision, d.leave_until,
            coalesce(o.id < p.id, false) AND a.on_objection <> 'block' AS passed
        FROM contracts.objection o
        LEFT JOIN passed p ON true
        LEFT JOIN LATERAL (
            SELECT x.decision, x.leave_until FROM contracts.objection_decision x
            WHERE (x.tenant_id, x.objection_id) = (o.tenant_id, o.id) ORDER BY x.id DESC LIMIT 1
        ) d ON true
        WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
    ), held AS (
        SELECT CASE
            WHEN EXISTS (SELECT FROM said WHERE decision IS NULL AND NOT passed) THEN 'objection_open'
            WHEN EXISTS (
                SELECT FROM said WHERE decision IN ('client_held_back', 'agreement_ended')
                    OR decision = 'measure_taken' AND a.on_objection = 'block' AND NOT passed
                    OR decision = 'alternative_offered' AND a.on_objection <> 'terminate' AND NOT passed
            ) THEN 'objection_upheld'
            WHEN (a.reached_at IS NULL OR a.deadline IS NULL) AND NOT EXISTS (SELECT FROM passed) THEN 'unreached'
            WHEN a.authorisation = 'specific' AND NOT contracts.approved(a.tenant_id, a.change_id, a.agreement_id)
                THEN 'approval_missing'
        END AS hold,
        CASE
            WHEN EXISTS (SELECT FROM passed) THEN 'override'
            WHEN emergency AND a.emergency_clause AND a.authorisation = 'general' THEN 'emergency'
        END AS let_by
    )
    SELECT h.hold, h.let_by, CASE WHEN h.hold IS NULL THEN greatest(
        effective_on,
        CASE WHEN h.let_by IS NULL THEN a.deadline + 1 END,
        (SELECT max(s.leave_until) + 1 FROM said s
            WHERE s.decision IN ('measure_taken', 'alternative_offered') AND NOT s.passed)) END
    FROM held h
$$;

-- The day from which a change concerns an agreement no more: it ends, or takes none of the products
-- any longer. Null: no such day is in sight.
CREATE FUNCTION contracts.concerned_until(tenant uuid, change uuid, agreement uuid) RETURNS date LANGUAGE sql STABLE
AS $$
    SELECT least(
        (SELECT x.ends_on FROM contracts.agreement_end x WHERE (x.tenant_id, x.agreement_id) = (tenant, agreement)),
        (SELECT CASE WHEN NOT coalesce(bool_or(upper_inf(p.valid)), false)
            THEN coalesce(max(upper(p.valid)), clock.today()) END
        FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.agreement_id) = (tenant, agreement) AND NOT isempty(p.valid) AND p.product_id IN (
            SELECT l.product_id FROM contracts.link l
            WHERE l.tenant_id = tenant AND l.capacity = 'subprocessor' AND (l.change_id = change OR l.id IN (
                SELECT e.link_id FROM contracts.change_end e WHERE (e.tenant_id, e.change_id) = (tenant, change))))))
$$;

-- Whether a change that took effect left this client with what it had.
CREATE FUNCTION contracts.held_back(tenant uuid, change uuid, client uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM contracts.link_exception x
        JOIN contracts.link l ON (l.tenant_id, l.id) = (x.tenant_id, x.link_id)
        WHERE (x.tenant_id, x.client_id) = (tenant, client) AND (l.change_id = change
            OR upper_inf(x.valid) AND l.id IN (
                SELECT e.link_id FROM contracts.change_end e WHERE (e.tenant_id, e.change_id) = (tenant, change))))
$$;

-- Whoever is concerned again is protected again, also where everybody else has gone; not who was
-- concerned no more when the change first took effect: for that one it holds from the start.
CREATE FUNCTION contracts.mark_concerned(agreements uuid[]) RETURNS void LANGUAGE sql
AS $$
    WITH said AS MATERIALIZED (
        SELECT a.tenant_id, a.change_id, a.agreement_id, contracts.concerned_until(
            a.tenant_id, a.change_id, a.agreement_id) AS ends_on
        FROM contracts.affected_agreement a
        WHERE a.tenant_id = bus.tenant() AND a.agreement_id = ANY (agreements)
            AND a.hold IS DISTINCT FROM 'effective'
            AND (a.ends_on IS NULL OR a.ends_on > clock.today()
                OR NOT EXISTS (
                    SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (a.tenant_id, a.change_id))
                OR contracts.held_back(a.tenant_id, a.change_id, a.client_id))
    ), moved AS (
        UPDATE contracts.affected_agreement a SET ends_on = s.ends_on
        FROM said s
        WHERE (a.tenant_id, a.change_id, a.agreement_id) = (s.tenant_id, s.change_id, s.agreement_id)
            AND a.ends_on IS DISTINCT FROM s.ends_on
        RETURNING a.tenant_id, a.change_id, a.ends_on
    )
    INSERT INTO contracts.running_change (tenant_id, change_id)
    SELECT DISTINCT m.tenant_id, m.change_id FROM moved m
    WHERE (m.ends_on IS NULL OR m.ends_on > clock.today()) AND NOT EXISTS (
        SELECT FROM contracts.withdrawal w WHERE (w.tenant_id, w.change_id) = (m.tenant_id, m.change_id))
    ON CONFLICT DO NOTHING
$$;

CREATE OR REPLACE FUNCTION contracts.mark_ended() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.mark_concerned(ARRAY(
        SELECT DISTINCT f.agreement_id FROM fresh f
        JOIN contracts.affected_agreement a ON (a.tenant_id, a.agreement_id) = (f.tenant_id, f.agreement_id)));
    RETURN NULL;
END $$;
CREATE TRIGGER mark_taken AFTER INSERT ON contracts.agreement_product REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_ended();
CREATE TRIGGER mark_left AFTER UPDATE ON contracts.agreement_product REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_ended();

-- Once published: those of whom the end was known before.
CREATE FUNCTION contracts.mark_leaving(change uuid) RETURNS void LANGUAGE sql
AS $$
    SELECT contracts.mark_concerned(ARRAY(
        SELECT DISTINCT p.agreement_id FROM contracts.link l
        JOIN contracts.agreement_product p ON (p.tenant_id, p.product_id) = (l.tenant_id, l.product_id)
            AND upper(p.valid) > clock.today()
        WHERE l.tenant_id = bus.tenant() AND l.capacity = 'subprocessor' AND (l.change_id = change OR l.id IN (
            SELECT e.link_id FROM contracts.change_end e WHERE (e.tenant_id, e.change_id) = (bus.tenant(), change)))))
$$;

-- over: nobody is left whom it could still concern, though it held for some.
DROP FUNCTION contracts.due_changes();
CREATE FUNCTION contracts.due_changes() RETURNS TABLE (tenant_id uuid, change_id uuid, is_over boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id, n.clear = 0 AND n.held = 0 AND EXISTS (
        SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (c.tenant_id, c.id))
    FROM contracts.running_change r
    JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
    CROSS JOIN LATERAL contracts.tally(c.tenant_id, c.id) n
    WHERE c.effective_on <= clock.today() AND (n.held = 0 OR n.clear > 0 AND NOT c.at_once)
$$;
REVOKE ALL ON FUNCTION contracts.due_changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_changes() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_changes() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;

-- What was published before: products that end, and yeses that an objection took back.
DO $$
DECLARE
    one uuid;
BEGIN
    ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
    FOR one IN SELECT tenant_id FROM contracts.tenant LOOP
        PERFORM set_config('app.tenant', one::text, true);
        PERFORM contracts.mark_leaving(r.change_id), contracts.weigh(r.change_id, NULL)
        FROM contracts.running_change r;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
    ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;
END $$;
