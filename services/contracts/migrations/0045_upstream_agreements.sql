-- The agreement with a supplier under which it processes our clients' data (Art. 28(4) AVG).
CREATE TABLE contracts.upstream_agreement (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    subprocessor_id  uuid NOT NULL,
    title            text NOT NULL,
    valid            daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    notice_days      integer,
    objection_days   integer,
    day_kind         text NOT NULL CHECK (day_kind IN ('calendar', 'business')),
    reminder_days    integer NOT NULL,
    note             text,
    recorded_by      uuid,
    recorded_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subprocessor_id) REFERENCES contracts.subprocessor
);
CREATE INDEX ON contracts.upstream_agreement (tenant_id, subprocessor_id);
SELECT bus.isolate('contracts.upstream_agreement');
GRANT SELECT, INSERT, UPDATE (title, valid, notice_days, objection_days, day_kind, reminder_days, note)
    ON contracts.upstream_agreement TO contracts;

-- How far it stands and since which day, with the paper that shows it. The last day counts.
CREATE TABLE contracts.upstream_state (
    tenant_id              uuid NOT NULL DEFAULT bus.tenant(),
    id                     uuid NOT NULL DEFAULT uuidv7(),
    upstream_agreement_id  uuid NOT NULL,
    state                  text NOT NULL CHECK (state IN ('published', 'accepted', 'countersigned')),
    since                  date NOT NULL,
    file                   jsonb,
    recorded_by            uuid,
    recorded_at            timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, upstream_agreement_id) REFERENCES contracts.upstream_agreement,
    CHECK (state <> 'countersigned' OR file IS NOT NULL)
);
CREATE INDEX ON contracts.upstream_state (tenant_id, upstream_agreement_id, since, id);
SELECT bus.isolate('contracts.upstream_state');
GRANT SELECT, INSERT ON contracts.upstream_state TO contracts;

-- What is still to be reminded of, and when; the row goes when the reminder is written.
CREATE TABLE contracts.upstream_due (
    tenant_id              uuid NOT NULL DEFAULT bus.tenant(),
    upstream_agreement_id  uuid NOT NULL,
    remind_on              date NOT NULL,
    PRIMARY KEY (tenant_id, upstream_agreement_id),
    FOREIGN KEY (tenant_id, upstream_agreement_id) REFERENCES contracts.upstream_agreement
);
CREATE INDEX ON contracts.upstream_due (remind_on);
SELECT bus.isolate('contracts.upstream_due');
GRANT SELECT, INSERT, UPDATE (remind_on), DELETE ON contracts.upstream_due TO contracts;

-- Once for each day on which an agreement ends: another end is another reminder.
CREATE TABLE contracts.upstream_reminder (
    tenant_id              uuid NOT NULL DEFAULT bus.tenant(),
    upstream_agreement_id  uuid NOT NULL,
    ends_on                date NOT NULL,
    reminded_at            timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, upstream_agreement_id, ends_on),
    FOREIGN KEY (tenant_id, upstream_agreement_id) REFERENCES contracts.upstream_agreement
);
SELECT bus.isolate('contracts.upstream_reminder');
GRANT SELECT, INSERT ON contracts.upstream_reminder TO contracts;

CREATE FUNCTION contracts.upstream_states(upstream contracts.upstream_agreement) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'state', s.state, 'since', s.since, 'file', s.file, 'recorded_by', s.recorded_by,
        'recorded_at', s.recorded_at) ORDER BY s.since, s.id), '[]')
    FROM contracts.upstream_state s
    WHERE (s.tenant_id, s.upstream_agreement_id) = (upstream.tenant_id, upstream.id)
$$;

-- How far it stood on a day; null before the first.
CREATE FUNCTION contracts.upstream_state_on(upstream contracts.upstream_agreement, day date) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT s.state FROM contracts.upstream_state s
    WHERE (s.tenant_id, s.upstream_agreement_id) = (upstream.tenant_id, upstream.id) AND s.since <= day
    ORDER BY s.since DESC, s.id DESC LIMIT 1
$$;

-- A reminder is due again when an edit moves the end or the lead, unless that end was reminded of.
CREATE FUNCTION contracts.plan_upstream_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM contracts.upstream_due d
    WHERE (d.tenant_id, d.upstream_agreement_id) = (NEW.tenant_id, NEW.id);
    INSERT INTO contracts.upstream_due (tenant_id, upstream_agreement_id, remind_on)
    SELECT NEW.tenant_id, NEW.id, upper(NEW.valid) - NEW.reminder_days
    WHERE NOT upper_inf(NEW.valid) AND NOT EXISTS (
        SELECT FROM contracts.upstream_reminder r
        WHERE (r.tenant_id, r.upstream_agreement_id, r.ends_on) = (NEW.tenant_id, NEW.id, upper(NEW.valid)));
    RETURN NULL;
END $$;
CREATE TRIGGER plan_reminder AFTER INSERT OR UPDATE OF valid, reminder_days ON contracts.upstream_agreement
    FOR EACH ROW EXECUTE FUNCTION contracts.plan_upstream_reminder();

GRANT SELECT ON contracts.upstream_due TO schakel_finder;
CREATE POLICY finder ON contracts.upstream_due FOR SELECT TO schakel_finder USING (true);

CREATE FUNCTION contracts.due_upstream() RETURNS TABLE (tenant_id uuid, upstream_agreement_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT d.tenant_id, d.upstream_agreement_id FROM contracts.upstream_due d
    WHERE d.remind_on <= clock.today() ORDER BY d.remind_on LIMIT 100
$$;
REVOKE ALL ON FUNCTION contracts.due_upstream() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_upstream() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_upstream() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
