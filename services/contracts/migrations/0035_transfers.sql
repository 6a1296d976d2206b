-- A decision on adequacy that ended before a release of this software could say so: what this
-- provider recorded of it. Of each territory the last entry counts; no day takes it back.
CREATE TABLE contracts.adequacy_ending (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id           uuid NOT NULL DEFAULT uuidv7(),
    territory    text NOT NULL,
    ends_on      date,
    reason       text NOT NULL,
    recorded_by  uuid,
    recorded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ON contracts.adequacy_ending (tenant_id, territory, id);
SELECT bus.isolate('contracts.adequacy_ending');
GRANT SELECT, INSERT ON contracts.adequacy_ending TO contracts;

-- The day on which the transfers of a provider were last checked.
CREATE TABLE contracts.transfer_round (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    checked_on  date NOT NULL,
    PRIMARY KEY (tenant_id)
);
CREATE INDEX ON contracts.transfer_round (checked_on);

-- What a check found, from the first to the last check that found it without a break.
CREATE TABLE contracts.transfer_finding (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id          uuid NOT NULL DEFAULT uuidv7(),
    link_id     uuid,
    code        text NOT NULL,
    refused     boolean NOT NULL,
    first_seen  date NOT NULL,
    last_seen   date NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, link_id, code, first_seen),
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link,
    CHECK (first_seen <= last_seen)
);
SELECT bus.isolate('contracts.transfer_finding');
GRANT SELECT, INSERT, UPDATE (last_seen) ON contracts.transfer_finding TO contracts;

-- The providers that stand already: their rows are hidden from their owner but for this moment.
ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
INSERT INTO contracts.transfer_round (tenant_id, checked_on)
SELECT tenant_id, clock.today() - 1 FROM contracts.tenant;
ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;
SELECT bus.isolate('contracts.transfer_round');
GRANT SELECT, INSERT, UPDATE (checked_on) ON contracts.transfer_round TO contracts;

-- Where a link stands on a day for the provider as a whole: nothing for a link that holds for
-- nobody. Exceptions make a link hold for some; a published change announces or ends it from its
-- effective date, and for each client from the day on which nothing protects it any more.
CREATE FUNCTION contracts.holds_on(l contracts.link, day date) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN l.valid @> day AND day > clock.today() AND EXISTS (
            SELECT FROM contracts.change_end e
            JOIN contracts.running_change r ON (r.tenant_id, r.change_id) = (e.tenant_id, e.change_id)
            JOIN contracts.change c ON (c.tenant_id, c.id) = (e.tenant_id, e.change_id)
            WHERE (e.tenant_id, e.link_id) = (l.tenant_id, l.id) AND c.effective_on <= day
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
            WHERE (r.tenant_id, r.change_id) = (l.tenant_id, l.change_id) AND c.effective_on <= day
        ) THEN 'announced'
    END
$$;

GRANT SELECT ON contracts.transfer_round TO schakel_finder;
CREATE POLICY finder ON contracts.transfer_round FOR SELECT TO schakel_finder USING (true);

-- Providers of which nobody has checked the transfers on this legal day.
CREATE FUNCTION contracts.due_transfer_checks() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.tenant_id FROM contracts.transfer_round r WHERE r.checked_on < clock.today()
    ORDER BY r.checked_on, r.tenant_id LIMIT 20
$$;
REVOKE ALL ON FUNCTION contracts.due_transfer_checks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_transfer_checks() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_transfer_checks() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
