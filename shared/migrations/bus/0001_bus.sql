-- Rooms of the tenants ------------------------------------------------------------------------

CREATE FUNCTION bus.tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT nullif(current_setting('app.tenant', true), '')::uuid;
END;

-- Shuts a table's rows in their tenant, for its owner too.
CREATE FUNCTION bus.isolate(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY tenant_rows ON %s USING (tenant_id = bus.tenant()) WITH CHECK (tenant_id = bus.tenant())',
        target);
END $$;

-- Without btree_gist, a scalar takes part in an exclusion constraint as a range of itself.
CREATE TYPE bus.uuidrange AS RANGE (subtype = uuid, multirange_type_name = bus.uuidmultirange);
CREATE TYPE bus.textrange AS RANGE (subtype = text, multirange_type_name = bus.textmultirange);

-- Facts and who wants them ----------------------------------------------------------------------

CREATE TABLE bus.event (
    id           uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id    uuid NOT NULL,
    type         text NOT NULL,
    version      smallint NOT NULL,
    payload      jsonb NOT NULL,
    producer     name NOT NULL DEFAULT current_user,
    occurred_at  timestamptz NOT NULL DEFAULT clock.now()
);

CREATE TABLE bus.subscription (
    consumer  name NOT NULL,
    type      text NOT NULL,
    PRIMARY KEY (consumer, type)
);
CREATE INDEX ON bus.subscription (type);

CREATE TABLE bus.delivery (
    event_id    uuid NOT NULL REFERENCES bus.event,
    consumer    name NOT NULL,
    due_at      timestamptz NOT NULL DEFAULT now(),
    attempts    integer NOT NULL DEFAULT 0,
    last_error  text,
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX ON bus.delivery (consumer, due_at);
CREATE INDEX ON bus.delivery (event_id);

CREATE TABLE bus.inbox (
    consumer    name NOT NULL DEFAULT current_user,
    event_id    uuid NOT NULL,
    taken_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);

ALTER TABLE bus.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY append ON bus.event FOR INSERT WITH CHECK (tenant_id = bus.tenant() AND producer = current_user);
CREATE POLICY addressed ON bus.event FOR SELECT USING (
    producer = current_user AND tenant_id = bus.tenant()
    OR EXISTS (SELECT FROM bus.delivery d WHERE d.event_id = id AND d.consumer = current_user));

ALTER TABLE bus.delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY fan_out ON bus.delivery FOR INSERT WITH CHECK (true);
CREATE POLICY own_read ON bus.delivery FOR SELECT USING (consumer = current_user);
CREATE POLICY own_work ON bus.delivery FOR UPDATE USING (consumer = current_user);
CREATE POLICY own_done ON bus.delivery FOR DELETE USING (consumer = current_user);

ALTER TABLE bus.inbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON bus.inbox USING (consumer = current_user) WITH CHECK (consumer = current_user);

ALTER TABLE bus.subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON bus.subscription FOR SELECT USING (true);
CREATE POLICY own ON bus.subscription FOR INSERT WITH CHECK (consumer = current_user);

GRANT USAGE ON SCHEMA bus TO contracts, documents, notifications, portal, schakel_finder;
GRANT SELECT, INSERT ON bus.event, bus.subscription TO contracts, documents, notifications, portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON bus.delivery TO contracts, documents, notifications, portal;
GRANT SELECT, INSERT ON bus.inbox TO contracts, documents, notifications, portal;
