-- A later day for a change that was announced. What was announced stays as it was frozen: the day on
-- which the change may take effect is the latest that was confirmed, and never an earlier one.
CREATE TABLE contracts.postponement (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    change_id     uuid NOT NULL,
    effective_on  date NOT NULL,
    reason        jsonb NOT NULL,
    postponed_by  uuid NOT NULL,
    postponed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, change_id, id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication
);
SELECT bus.isolate('contracts.postponement');
GRANT SELECT, INSERT ON contracts.postponement TO contracts;

-- From here on it holds and is told. number counts them by change: whoever hears of two in disorder
-- knows which is the last.
CREATE TABLE contracts.postponement_confirmation (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    change_id        uuid NOT NULL,
    number           integer NOT NULL,
    postponement_id  uuid NOT NULL,
    confirmed_by     uuid NOT NULL,
    confirmed_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id, number),
    UNIQUE (tenant_id, postponement_id),
    FOREIGN KEY (tenant_id, change_id, postponement_id) REFERENCES contracts.postponement (tenant_id, change_id, id)
);
SELECT bus.isolate('contracts.postponement_confirmation');
GRANT SELECT, INSERT ON contracts.postponement_confirmation TO contracts;

GRANT SELECT (tenant_id, id, change_id, effective_on) ON contracts.postponement TO schakel_finder;
GRANT SELECT (tenant_id, change_id, number, postponement_id) ON contracts.postponement_confirmation TO schakel_finder;
CREATE POLICY finder ON contracts.postponement FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON contracts.postponement_confirmation FOR SELECT TO schakel_finder USING (true);

-- The first day on which a change may hold. A day is only ever moved to a later one.
CREATE FUNCTION contracts.takes_effect(tenant uuid, change uuid, announced date) RETURNS date LANGUAGE sql STABLE
AS $$
    SELECT greatest(announced, (
        SELECT max(p.effective_on)
        FROM contracts.postponement_confirmation k
        JOIN contracts.postponement p ON (p.tenant_id, p.id) = (k.tenant_id, k.postponement_id)
        WHERE (k.tenant_id, k.change_id) = (tenant, change)))
$$;

-- A change with the day on which it may take effect.
CREATE VIEW contracts.dated_change WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id, c.title, c.reason,
    contracts.takes_effect(c.tenant_id, c.id, c.effective_on) AS effective_on,
    c.effective_on AS announced_for, c.at_once, c.supplier_date, c.emergency, c.revision, c.created_at
FROM contracts.change c;
GRANT SELECT ON contracts.dated_change TO contracts;

CREATE OR REPLACE FUNCTION contracts.weigh(change uuid, agreements uuid[]) RETURNS void LANGUAGE sql
AS $$
    WITH changed AS MATERIALIZED (
        SELECT c.tenant_id, c.id, contracts.takes_effect(c.tenant_id, c.id, c.effective_on) AS effective_on,
            c.emergency IS NOT NULL AS emergency
        FROM contracts.change c WHERE (c.tenant_id, c.id) = (bus.tenant(), change)
    ), weighed AS MATERIALIZED (
        SELECT a.tenant_id, a.change_id, a.agreement_id, w.hold, w.let_by, w.free_on
        FROM contracts.affected_agreement a
        JOIN changed c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
        CROSS JOIN LATERAL contracts.weighed(a, c.effective_on, c.emergency) w
        WHERE (a.tenant_id, a.change_id) = (bus.tenant(), change)
            AND (agreements IS NULL OR a.agreement_id = ANY (agreements))
            AND a.hold IS DISTINCT FROM 'effective'
    )
    UPDATE contracts.affected_agreement a SET hold = w.hold, let_by = w.let_by, free_on = w.free_on
    FROM weighed w
    WHERE (a.tenant_id, a.change_id, a.agreement_id) = (w.tenant_id, w.change_id, w.agreement_id)
        AND (a.hold, a.let_by, a.free_on) IS DISTINCT FROM (w.hold, w.let_by, w.free_on)
$$;

CREATE FUNCTION contracts.weigh_postponed() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.weigh(f.change_id, NULL) FROM fresh f;
    RETURN NULL;
END $$;
CREATE TRIGGER weigh AFTER INSERT ON contracts.postponement_confirmation REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.weigh_postponed();

CREATE OR REPLACE FUNCTION contracts.holds_on(l contracts.link, day date) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN l.valid @> day AND day > clock.today() AND EXISTS (
            SELECT FROM contracts.change_end e
            JOIN contracts.running_change r ON (r.tenant_id, r.change_id) = (e.tenant_id, e.change_id)
            JOIN contracts.change c ON (c.tenant_id, c.id) = (e.tenant_id, e.change_id)
            WHERE (e.tenant_id, e.link_id) = (l.tenant_id, l.id)
                AND contracts.takes_effect(c.tenant_id, c.id, c.effective_on) <= day
        ) THEN 'leaving'
        WHEN l.valid @> day AND NOT EXISTS (
            SELECT FROM contracts.link_exception x
            WHERE (x.tenant_id, x.link_id) = (l.tenant_id, l.id) AND NOT x.valid @> day
        ) THEN 'everybody'
        WHEN l.valid @> day OR EXISTS (
            SELECT FROM contracts.link_exception x
            WHERE (x.tenant_id, x.link_id) = (l.tenant_id, l.id) AND x.valid @> day
        ) THEN 'some'
        WHEN isempty(l.valid) AND day > clock.today() AND EXISTS (
            SELECT FROM contracts.running_change r
            JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
            WHERE (r.tenant_id, r.change_id) = (l.tenant_id, l.change_id)
                AND contracts.takes_effect(c.tenant_id, c.id, c.effective_on) <= day
        ) THEN 'announced'
    END
$$;

GRANT CREATE ON SCHEMA contracts TO schakel_finder;
CREATE OR REPLACE FUNCTION contracts.due_changes() RETURNS TABLE (tenant_id uuid, change_id uuid, is_over boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id, n.clear = 0 AND n.held = 0 AND EXISTS (
        SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (c.tenant_id, c.id))
    FROM contracts.running_change r
    JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
    CROSS JOIN LATERAL contracts.tally(c.tenant_id, c.id) n
    WHERE contracts.takes_effect(c.tenant_id, c.id, c.effective_on) <= clock.today()
        AND (n.held = 0 OR n.clear > 0 AND NOT c.at_once)
$$;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
