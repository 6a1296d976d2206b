-- What is known of a client and of the people there changes, and any day can be asked for: the table
-- holds what stands, and here is each state that was, with the moment until which it stood. Who is
-- only taken on writes nothing here, so that an import of many costs nothing more.
CREATE TABLE contracts.client_state (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    client_id    uuid NOT NULL,
    id           uuid NOT NULL DEFAULT uuidv7(),
    stood_until  timestamptz NOT NULL DEFAULT clock.now(),
    state        jsonb NOT NULL,
    PRIMARY KEY (tenant_id, client_id, id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE TABLE contracts.contact_state (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    contact_id   uuid NOT NULL,
    id           uuid NOT NULL DEFAULT uuidv7(),
    stood_until  timestamptz NOT NULL DEFAULT clock.now(),
    state        jsonb NOT NULL,
    PRIMARY KEY (tenant_id, contact_id, id),
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);

-- Of those who are there already the best that is known: they came with their client.
ALTER TABLE contracts.contact ADD COLUMN added_at timestamptz;
ALTER TABLE contracts.client NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.contact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.departure NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.placement NO FORCE ROW LEVEL SECURITY;
UPDATE contracts.contact k SET added_at = c.onboarded_at FROM contracts.client c
WHERE (c.tenant_id, c.id) = (k.tenant_id, k.client_id);
-- What departures and placements have kept until now.
INSERT INTO contracts.contact_state (tenant_id, contact_id, stood_until, state)
SELECT d.tenant_id, d.contact_id, d.departed_at, to_jsonb(k) || jsonb_build_object('duties', d.duties, 'stands', true)
FROM contracts.departure d JOIN contracts.contact k ON (k.tenant_id, k.id) = (d.tenant_id, d.contact_id);
INSERT INTO contracts.client_state (tenant_id, client_id, stood_until, state)
SELECT p.tenant_id, p.client_id, p.placed_at, to_jsonb(c) || jsonb_build_object('reseller_id', p.before)
FROM (
    SELECT p.*, lag(p.reseller_id) OVER (PARTITION BY p.tenant_id, p.client_id ORDER BY p.id) AS before
    FROM contracts.placement p
) p
JOIN contracts.client c ON (c.tenant_id, c.id) = (p.tenant_id, p.client_id)
WHERE p.placed_at <> c.onboarded_at
ORDER BY p.id;
ALTER TABLE contracts.client FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.contact FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.departure FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.placement FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.contact ALTER added_at SET DEFAULT clock.now(), ALTER added_at SET NOT NULL;

SELECT bus.isolate('contracts.client_state');
SELECT bus.isolate('contracts.contact_state');
SELECT contracts.keep_to_reseller('contracts.client_state', 'contracts.client', 'client_id');
SELECT contracts.keep_to_reseller('contracts.contact_state', 'contracts.contact', 'contact_id');
GRANT SELECT, INSERT, UPDATE (state) ON contracts.client_state, contracts.contact_state TO contracts;

-- A person who is erased, or a client, is so on every day. Whatever erases the row reaches the states
-- before it: what tells who it was takes the value that the row has now.
CREATE FUNCTION contracts.erased_client(c contracts.client) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_build_object('name', c.name, 'name_key', c.name_key, 'external_id', c.external_id,
        'registration', c.registration, 'address', c.address, 'representative', c.representative, 'dpo', c.dpo)
    WHERE c.name = '–'
$$;
CREATE FUNCTION contracts.erased_contact(k contracts.contact) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_build_object('name', k.name, 'email', k.email, 'email_key', k.email_key, 'job_title', k.job_title)
    WHERE k.email = k.id || '@erased.invalid'
$$;

-- Each row is looked up by its key, whatever the number of rows was when the plan was made.
CREATE FUNCTION contracts.keep_client_state() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO contracts.client_state (tenant_id, client_id, state)
    SELECT o.tenant_id, o.id, to_jsonb(o) FROM were o;
    UPDATE contracts.client_state s SET state = s.state || n.erased
    FROM were o
    CROSS JOIN LATERAL (
        SELECT contracts.erased_client(c) AS erased FROM contracts.client c
        WHERE (c.tenant_id, c.id) = (o.tenant_id, o.id) OFFSET 0
    ) n
    WHERE (s.tenant_id, s.client_id) = (o.tenant_id, o.id) AND n.erased IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_state AFTER UPDATE ON contracts.client REFERENCING OLD TABLE AS were
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.keep_client_state();

CREATE FUNCTION contracts.keep_contact_state() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO contracts.contact_state (tenant_id, contact_id, state)
    SELECT o.tenant_id, o.id, to_jsonb(o) FROM were o;
    UPDATE contracts.contact_state s SET state = s.state || n.erased
    FROM were o
    CROSS JOIN LATERAL (
        SELECT contracts.erased_contact(k) AS erased FROM contracts.contact k
        WHERE (k.tenant_id, k.id) = (o.tenant_id, o.id) OFFSET 0
    ) n
    WHERE (s.tenant_id, s.contact_id) = (o.tenant_id, o.id) AND n.erased IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_state AFTER UPDATE ON contracts.contact REFERENCING OLD TABLE AS were
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.keep_contact_state();

-- What was stays as it was, whoever asks: a state loses a person, and changes in nothing else.
CREATE FUNCTION contracts.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    erased jsonb := CASE TG_TABLE_NAME
        WHEN 'client_state' THEN (
            SELECT contracts.erased_client(c) FROM contracts.client c
            WHERE (c.tenant_id, c.id) = (NEW.tenant_id, (to_jsonb(NEW) ->> 'client_id')::uuid))
        ELSE (
            SELECT contracts.erased_contact(k) FROM contracts.contact k
            WHERE (k.tenant_id, k.id) = (NEW.tenant_id, (to_jsonb(NEW) ->> 'contact_id')::uuid))
    END;
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state || erased THEN
        RAISE EXCEPTION 'what was known on an earlier day is not rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'history_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON contracts.client_state
    FOR EACH ROW EXECUTE FUNCTION contracts.refuse_rewriting();
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON contracts.contact_state
    FOR EACH ROW EXECUTE FUNCTION contracts.refuse_rewriting();

-- As it stood at the end of a legal day; null: as it stands.
CREATE FUNCTION contracts.client_on(c contracts.client, day date) RETURNS contracts.client
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN day IS NULL THEN c ELSE jsonb_populate_record(c, coalesce((
        SELECT s.state FROM contracts.client_state s
        WHERE (s.tenant_id, s.client_id) = (c.tenant_id, c.id) AND clock.day_of(s.stood_until) > day
        ORDER BY s.id LIMIT 1), '{}')) END
$$;
CREATE FUNCTION contracts.contact_on(k contracts.contact, day date) RETURNS contracts.contact
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN day IS NULL THEN k ELSE jsonb_populate_record(k, coalesce((
        SELECT s.state FROM contracts.contact_state s
        WHERE (s.tenant_id, s.contact_id) = (k.tenant_id, k.id) AND clock.day_of(s.stood_until) > day
        ORDER BY s.id LIMIT 1), '{}')) END
$$;

-- A day that is over, else null: what stands today stands on every day to come.
CREATE FUNCTION contracts.past(day date) RETURNS date LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN day < clock.today() THEN day END $$;

-- Who stood at a client on a day, with the duties of that day.
CREATE FUNCTION contracts.contacts_on(client uuid, day date) RETURNS SETOF contracts.contact
LANGUAGE sql STABLE
AS $$
    SELECT x.*
    FROM (SELECT contracts.past(day) AS past) d
    JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (bus.tenant(), client)
        AND (d.past IS NULL OR clock.day_of(k.added_at) <= d.past)
    CROSS JOIN LATERAL contracts.contact_on(k, d.past) x
    WHERE x.stands
$$;
