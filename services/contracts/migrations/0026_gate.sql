-- The gate is weighed when something happens, not when somebody looks. Each affected agreement keeps
-- what holds it (hold), which rule lets it go before its term (let_by), the first day on which time
-- holds it no more (free_on), and the day on which it ends (ends_on). What is left to compare with
-- today are days.
ALTER TABLE contracts.affected_agreement
    ADD COLUMN emergency_clause  boolean NOT NULL DEFAULT false,
    ADD COLUMN hold              text DEFAULT 'unreached' CHECK (hold IN (
        'effective', 'objection_open', 'objection_upheld', 'unreached', 'approval_missing')),
    ADD COLUMN let_by            text CHECK (let_by IN ('emergency', 'override')),
    ADD COLUMN free_on           date,
    ADD COLUMN ends_on           date,
    ADD CHECK ((hold IS NULL) = (free_on IS NOT NULL));
GRANT UPDATE (hold, let_by, free_on, ends_on) ON contracts.affected_agreement TO contracts;

-- The provider's own decision that a change holds although something still protects a client: by a
-- named person, for a reason; for one agreement, or for all that the change touched by then.
CREATE TABLE contracts.override (
    tenant_id      uuid NOT NULL DEFAULT bus.tenant(),
    id             uuid NOT NULL DEFAULT uuidv7(),
    change_id      uuid NOT NULL,
    agreement_id   uuid,
    reason         text NOT NULL,
    person         text NOT NULL,
    overridden_by  uuid NOT NULL,
    overridden_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication,
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.affected_agreement
);
CREATE INDEX ON contracts.override (tenant_id, change_id, id);
SELECT bus.isolate('contracts.override');
SELECT contracts.keep_to_reseller('contracts.override', 'contracts.agreement', 'agreement_id');
GRANT SELECT, INSERT ON contracts.override TO contracts;

-- contact_id: the client itself said so. leave_until: the last day on which a client that may leave
-- over this change can do so, now that its objection was answered.
ALTER TABLE contracts.objection_decision
    ADD COLUMN contact_id   uuid,
    ADD COLUMN leave_until  date,
    ADD FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact;

-- How many agreements of a change stand how, as additions and subtractions: whoever alters one waits
-- for nobody else's count. Their sum is the count.
CREATE TABLE contracts.gate_tally (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    change_id   uuid NOT NULL,
    hold        text,
    free_on     date,
    ends_on     date,
    agreements  bigint NOT NULL,
    recipients  bigint NOT NULL,
    PRIMARY KEY (tenant_id, change_id, id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication
);
SELECT bus.isolate('contracts.gate_tally');
GRANT SELECT, INSERT, DELETE ON contracts.gate_tally TO contracts;

CREATE FUNCTION contracts.tally(tenant uuid, change uuid)
RETURNS TABLE (agreements bigint, recipients bigint, ended bigint, effective bigint, clear bigint, held bigint)
LANGUAGE sql STABLE
AS $$
    SELECT agreements, recipients, ended, effective, clear, agreements - ended - effective - clear
    FROM (
        SELECT coalesce(sum(t.agreements), 0)::bigint AS agreements,
            coalesce(sum(t.recipients), 0)::bigint AS recipients,
            coalesce(sum(t.agreements) FILTER (
                WHERE t.hold IS DISTINCT FROM 'effective' AND t.ends_on <= clock.today()), 0)::bigint AS ended,
            coalesce(sum(t.agreements) FILTER (WHERE t.hold = 'effective'), 0)::bigint AS effective,
            coalesce(sum(t.agreements) FILTER (
                WHERE t.hold IS NULL AND t.free_on <= clock.today()
                    AND (t.ends_on IS NULL OR t.ends_on > clock.today())), 0)::bigint AS clear
        FROM contracts.gate_tally t
        WHERE (t.tenant_id, t.change_id) = (tenant, change)
    ) n
$$;

-- The rule. Of each objection the last decision counts; a measure answers it where the agreement says
-- that mitigation is enough; where it says that the client may leave, any answer opens its time to do
-- so. An override passes the notice, the term and the objections that came before it, but neither the
-- approval of specific authorisation, nor an objection that blocks, nor the word to hold a client back.
-- An emergency clause passes the term alone.
CREATE FUNCTION contracts.weighed(a contracts.affected_agreement, effective_on date, emergency boolean)
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
            WHEN a.authorisation = 'specific' AND NOT EXISTS (
                SELECT FROM contracts.approval y
                WHERE (y.tenant_id, y.change_id, y.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
            ) THEN 'approval_missing'
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

-- Weigh agreements of a change again; null for all of them. What holds already holds.
CREATE FUNCTION contracts.weigh(change uuid, agreements uuid[]) RETURNS void LANGUAGE sql
AS $$
    WITH weighed AS MATERIALIZED (
        SELECT a.tenant_id, a.change_id, a.agreement_id, w.hold, w.let_by, w.free_on
        FROM contracts.affected_agreement a
        JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
        CROSS JOIN LATERAL contracts.weighed(a, c.effective_on, c.emergency IS NOT NULL) w
        WHERE (a.tenant_id, a.change_id) = (bus.tenant(), change)
            AND (agreements IS NULL OR a.agreement_id = ANY (agreements))
            AND a.hold IS DISTINCT FROM 'effective'
    )
    UPDATE contracts.affected_agreement a SET hold = w.hold, let_by = w.let_by, free_on = w.free_on
    FROM weighed w
    WHERE (a.tenant_id, a.change_id, a.agreement_id) = (w.tenant_id, w.change_id, w.agreement_id)
        AND (a.hold, a.let_by, a.free_on) IS DISTINCT FROM (w.hold, w.let_by, w.free_on)
$$;

-- What was published before is weighed once; from here on that happens by itself.
DO $$
DECLARE
    one uuid;
BEGIN
    ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
    FOR one IN SELECT tenant_id FROM contracts.tenant LOOP
        PERFORM set_config('app.tenant', one::text, true);
        UPDATE contracts.affected_agreement a SET hold = 'effective'
        FROM contracts.activation w
        WHERE (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id);
        UPDATE contracts.affected_agreement a SET ends_on = x.ends_on
        FROM contracts.agreement_end x WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.agreement_id);
        PERFORM contracts.weigh(p.change_id, NULL) FROM contracts.publication p;
        INSERT INTO contracts.gate_tally (change_id, hold, free_on, ends_on, agreements, recipients)
        SELECT change_id, hold, free_on, ends_on, count(*), 0 FROM contracts.affected_agreement GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT change_id, 'unreached', NULL, NULL, 0, count(*) FROM contracts.recipient GROUP BY 1;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
    ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;
END $$;

CREATE FUNCTION contracts.weigh_answered() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.weigh(f.change_id, array_agg(f.agreement_id)) FROM fresh f GROUP BY f.change_id;
    RETURN NULL;
END $$;
CREATE TRIGGER weigh AFTER INSERT ON contracts.objection REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.weigh_answered();
CREATE TRIGGER weigh AFTER INSERT ON contracts.approval REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.weigh_answered();

CREATE FUNCTION contracts.weigh_decided() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.weigh(o.change_id, array_agg(o.agreement_id))
    FROM fresh f JOIN contracts.objection o ON (o.tenant_id, o.id) = (f.tenant_id, f.objection_id)
    GROUP BY o.change_id;
    RETURN NULL;
END $$;
CREATE TRIGGER weigh AFTER INSERT ON contracts.objection_decision REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.weigh_decided();

CREATE FUNCTION contracts.weigh_overridden() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.weigh(f.change_id, CASE WHEN f.agreement_id IS NOT NULL THEN ARRAY[f.agreement_id] END)
    FROM fresh f;
    RETURN NULL;
END $$;
CREATE TRIGGER weigh AFTER INSERT ON contracts.override REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.weigh_overridden();

CREATE FUNCTION contracts.mark_activated() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE contracts.affected_agreement a SET hold = 'effective', free_on = NULL
    FROM fresh f
    WHERE (a.tenant_id, a.change_id, a.agreement_id) = (f.tenant_id, f.change_id, f.agreement_id);
    RETURN NULL;
END $$;
CREATE TRIGGER weigh AFTER INSERT ON contracts.activation REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_activated();

CREATE FUNCTION contracts.mark_ended() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE contracts.affected_agreement a SET ends_on = x.ends_on
    FROM fresh f
    LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (f.tenant_id, f.agreement_id)
    WHERE (a.tenant_id, a.agreement_id) = (f.tenant_id, f.agreement_id)
        AND a.ends_on IS DISTINCT FROM x.ends_on;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_ended AFTER INSERT ON contracts.agreement_end REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_ended();
CREATE TRIGGER mark_moved AFTER UPDATE ON contracts.agreement_end REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_ended();
CREATE TRIGGER mark_undone AFTER DELETE ON contracts.agreement_end REFERENCING OLD TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.mark_ended();

CREATE FUNCTION contracts.count_moved() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO contracts.gate_tally (tenant_id, change_id, hold, free_on, ends_on, agreements, recipients)
    SELECT m.tenant_id, m.change_id, m.hold, m.free_on, m.ends_on, sum(m.step), 0
    FROM (
        SELECT tenant_id, change_id, hold, free_on, ends_on, -1 AS step FROM before
        UNION ALL
        SELECT tenant_id, change_id, hold, free_on, ends_on, 1 FROM after
    ) m
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(m.step) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER count_moved AFTER UPDATE ON contracts.affected_agreement
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.count_moved();

-- Where one affected agreement stands today, and until when where a day ends it: notice_running and
-- may_leave name the last day, before_effective_date the first on which it may hold.
DROP FUNCTION contracts.standing(uuid, uuid);
CREATE OR REPLACE FUNCTION contracts.standing_of(a contracts.affected_agreement, effective_on date)
RETURNS TABLE (standing text, until date) LANGUAGE sql STABLE
AS $$
    SELECT s.standing,
        CASE s.standing
            WHEN 'notice_running' THEN a.deadline
            WHEN 'may_leave' THEN a.free_on - 1
            WHEN 'before_effective_date' THEN effective_on
        END
    FROM (
        SELECT CASE
            WHEN a.hold = 'effective' THEN 'effective'
            WHEN a.ends_on <= clock.today() THEN 'ended'
            WHEN a.hold IS NOT NULL THEN a.hold
            WHEN clock.today() >= a.free_on THEN 'clear'
            WHEN a.let_by IS NULL AND clock.today() <= a.deadline THEN 'notice_running'
            WHEN clock.today() < effective_on AND a.free_on <= effective_on THEN 'before_effective_date'
            ELSE 'may_leave'
        END AS standing
    ) s
$$;

CREATE OR REPLACE FUNCTION contracts.state(change uuid) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM contracts.withdrawal w WHERE (w.tenant_id, w.change_id) = (bus.tenant(), change)) THEN 'withdrawn'
        WHEN EXISTS (SELECT FROM contracts.discard d WHERE (d.tenant_id, d.change_id) = (bus.tenant(), change)) THEN 'discarded'
        WHEN NOT EXISTS (SELECT FROM contracts.publication p WHERE (p.tenant_id, p.change_id) = (bus.tenant(), change)) THEN
            CASE WHEN EXISTS (
                SELECT FROM contracts.change c
                JOIN contracts.review r ON (r.tenant_id, r.change_id, r.revision) = (c.tenant_id, c.id, c.revision)
                WHERE (c.tenant_id, c.id) = (bus.tenant(), change)
            ) THEN 'reviewed' ELSE 'draft' END
        WHEN NOT EXISTS (SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (bus.tenant(), change)) THEN 'published'
        WHEN (SELECT t.clear + t.held FROM contracts.tally(bus.tenant(), change) t) > 0 THEN 'partly_effective'
        ELSE 'effective'
    END
$$;

-- The scheduler reads counts alone, however many agreements there are.
GRANT SELECT (tenant_id, change_id, hold, free_on, ends_on, agreements, recipients)
    ON contracts.gate_tally TO schakel_finder;
CREATE POLICY finder ON contracts.gate_tally FOR SELECT TO schakel_finder USING (true);
DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY['objection', 'objection_decision', 'approval', 'activation', 'affected_agreement'] LOOP
        EXECUTE format('DROP POLICY finder ON contracts.%I', target);
        EXECUTE format('REVOKE ALL ON contracts.%I FROM schakel_finder', target);
    END LOOP;
END $$;

GRANT CREATE ON SCHEMA contracts TO schakel_finder;
CREATE OR REPLACE FUNCTION contracts.due_changes() RETURNS TABLE (tenant_id uuid, change_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id
    FROM contracts.running_change r
    JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
    CROSS JOIN LATERAL contracts.tally(c.tenant_id, c.id) n
    WHERE c.effective_on <= clock.today()
        AND (n.clear > 0 AND (n.held = 0 OR NOT c.at_once)
            OR n.clear = 0 AND n.held = 0 AND NOT EXISTS (
                SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (c.tenant_id, c.id)))
$$;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
