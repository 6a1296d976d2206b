-- Personal data breaches (Art. 33(2) and (5) AVG). What is known so far may be edited, with the audit
-- trail beside it; what clients were told stands in a row of its own for each stage.
CREATE TABLE contracts.incident (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id               uuid NOT NULL DEFAULT uuidv7(),
    title            text NOT NULL,
    product_ids      uuid[] NOT NULL,
    subprocessor_id  uuid,
    server           text,
    found_at         timestamptz NOT NULL,
    began_at         timestamptz,
    ended_at         timestamptz,
    facts            jsonb NOT NULL,
    reported_by      uuid,
    reported_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subprocessor_id) REFERENCES contracts.subprocessor,
    CHECK (subprocessor_id IS NOT NULL OR product_ids <> '{}'),
    CHECK (began_at <= found_at AND ended_at >= coalesce(began_at, ended_at))
);
SELECT bus.isolate('contracts.incident');
GRANT SELECT, INSERT, UPDATE (title, product_ids, subprocessor_id, server, found_at, began_at, ended_at, facts)
    ON contracts.incident TO contracts;

-- A client that was not found through its products is taken in, or one that was is left out, and why.
-- The last word of each client counts.
CREATE TABLE contracts.incident_choice (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    incident_id  uuid NOT NULL,
    client_id    uuid NOT NULL,
    choice       text NOT NULL CHECK (choice IN ('in', 'out')),
    reason       text NOT NULL,
    chosen_by    uuid,
    chosen_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, incident_id) REFERENCES contracts.incident,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.incident_choice (tenant_id, incident_id, client_id, id);
CREATE INDEX ON contracts.incident_choice (tenant_id, client_id);
SELECT bus.isolate('contracts.incident_choice');
SELECT contracts.keep_to_reseller('contracts.incident_choice', 'contracts.client', 'client_id');
GRANT SELECT, INSERT, UPDATE (reason) ON contracts.incident_choice TO contracts;

-- Why clients are not told: the register asks it of each breach that was not passed on.
CREATE TABLE contracts.incident_waiver (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    incident_id  uuid NOT NULL,
    reason       text NOT NULL,
    decided_by   uuid,
    decided_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, incident_id) REFERENCES contracts.incident
);
CREATE INDEX ON contracts.incident_waiver (tenant_id, incident_id, id);
SELECT bus.isolate('contracts.incident_waiver');
GRANT SELECT, INSERT ON contracts.incident_waiver TO contracts;

-- What clients were told, and when: never altered. Clients and people as many as they were then.
CREATE TABLE contracts.incident_stage (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    incident_id  uuid NOT NULL,
    number       integer NOT NULL CHECK (number > 0),
    kind         text NOT NULL CHECK (kind IN ('first', 'update', 'closing')),
    told         jsonb NOT NULL,
    clients      integer NOT NULL,
    people       integer NOT NULL,
    released_by  uuid,
    released_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, incident_id, number),
    FOREIGN KEY (tenant_id, incident_id) REFERENCES contracts.incident
);
SELECT bus.isolate('contracts.incident_stage');
GRANT SELECT, INSERT ON contracts.incident_stage TO contracts;

-- A second person reads it afterwards: a breach waits for nobody.
CREATE TABLE contracts.incident_review (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    stage_id     uuid NOT NULL,
    note         text,
    reviewed_by  uuid NOT NULL,
    reviewed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, stage_id, reviewed_by),
    FOREIGN KEY (tenant_id, stage_id) REFERENCES contracts.incident_stage
);
SELECT bus.isolate('contracts.incident_review');
GRANT SELECT, INSERT ON contracts.incident_review TO contracts;

-- Whom it touches, as of the time of the incident: added to with each stage, never taken from.
CREATE TABLE contracts.incident_client (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    incident_id   uuid NOT NULL,
    client_id     uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    cause         text NOT NULL CHECK (cause IN ('held', 'chosen')),
    frozen_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, incident_id, client_id),
    FOREIGN KEY (tenant_id, incident_id) REFERENCES contracts.incident,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client,
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
CREATE INDEX ON contracts.incident_client (tenant_id, client_id, incident_id);
SELECT bus.isolate('contracts.incident_client');
SELECT contracts.keep_to_reseller('contracts.incident_client', 'contracts.client', 'client_id');
GRANT SELECT, INSERT ON contracts.incident_client TO contracts;

-- Who is told of a stage, at which address. duty: as what; anything but breach stands in for one.
CREATE TABLE contracts.incident_recipient (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    stage_id      uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    client_id     uuid NOT NULL,
    contact_id    uuid NOT NULL,
    name          text NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    duty          text NOT NULL CHECK (duty IN ('breach', 'notice', 'privacy', 'signatory')),
    added_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, stage_id, contact_id, email),
    FOREIGN KEY (tenant_id, stage_id) REFERENCES contracts.incident_stage,
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client,
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
CREATE INDEX ON contracts.incident_recipient (tenant_id, stage_id, id);
CREATE INDEX ON contracts.incident_recipient (tenant_id, contact_id);
CREATE INDEX ON contracts.incident_recipient (tenant_id, client_id);
SELECT bus.isolate('contracts.incident_recipient');
SELECT contracts.keep_to_reseller('contracts.incident_recipient', 'contracts.client', 'client_id');
GRANT SELECT, INSERT, UPDATE (name, email) ON contracts.incident_recipient TO contracts;

CREATE POLICY when_due_alone ON contracts.incident_recipient AS RESTRICTIVE FOR UPDATE TO contracts
    USING (contracts.may_be_erased(client_id));
CREATE POLICY when_due_alone ON contracts.incident_choice AS RESTRICTIVE FOR UPDATE TO contracts
    USING (contracts.may_be_erased(client_id));

CREATE OR REPLACE FUNCTION contracts.in_evidence(contact uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM contracts.signature s WHERE (s.tenant_id, s.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.objection o WHERE (o.tenant_id, o.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.approval y WHERE (y.tenant_id, y.contact_id) = (bus.tenant(), contact))
        OR EXISTS (SELECT FROM contracts.recipient r WHERE (r.tenant_id, r.contact_id) = (bus.tenant(), contact))
        OR EXISTS (
            SELECT FROM contracts.incident_recipient b WHERE (b.tenant_id, b.contact_id) = (bus.tenant(), contact))
$$;

-- The days on which it went on: from when it began, or else was found, until it ended, or else today.
CREATE FUNCTION contracts.incident_days(i contracts.incident) RETURNS daterange LANGUAGE sql STABLE
AS $$
    SELECT daterange(clock.day_of(coalesce(i.began_at, i.found_at)),
        greatest(clock.day_of(coalesce(i.ended_at, clock.now())), clock.day_of(coalesce(i.began_at, i.found_at))), '[]')
$$;

-- Agreements that had one of the products on one of those days; of a sub-processor, those for which
-- it, or one that works under it, was engaged then.
CREATE FUNCTION contracts.incident_touched(i contracts.incident) RETURNS TABLE (client_id uuid, agreement_id uuid)
LANGUAGE sql STABLE
AS $$
    WITH RECURSIVE hit AS (
        SELECT s.id FROM contracts.subprocessor s WHERE (s.tenant_id, s.id) = (i.tenant_id, i.subprocessor_id)
        UNION
        SELECT s.id FROM hit JOIN contracts.subprocessor s ON (s.tenant_id, s.parent_id) = (i.tenant_id, hit.id)
    ), engaged AS MATERIALIZED (
        SELECT l.id, l.product_id, l.valid FROM contracts.link l
        WHERE l.tenant_id = i.tenant_id AND l.capacity = 'subprocessor' AND l.subprocessor_id IN (SELECT id FROM hit)
            AND (i.product_ids = '{}' OR l.product_id = ANY (i.product_ids))
    ), during AS MATERIALIZED (
        SELECT contracts.incident_days(i) AS days
    ), held AS (
        SELECT p.agreement_id FROM during d
        JOIN contracts.agreement_product p
            ON p.tenant_id = i.tenant_id AND p.product_id = ANY (i.product_ids) AND p.valid && d.days
        WHERE i.subprocessor_id IS NULL
        UNION
        SELECT p.agreement_id FROM during d CROSS JOIN engaged l
        JOIN contracts.agreement_product p
            ON (p.tenant_id, p.product_id) = (i.tenant_id, l.product_id) AND p.valid && d.days
        JOIN contracts.agreement a ON (a.tenant_id, a.id) = (p.tenant_id, p.agreement_id)
        LEFT JOIN contracts.link_exception e
            ON (e.tenant_id, e.client_id, e.link_id) = (a.tenant_id, a.client_id, l.id)
        WHERE NOT isempty(coalesce(e.valid, l.valid) * p.valid * d.days)
    )
    SELECT a.client_id, a.id FROM held h
    JOIN contracts.agreement a ON (a.tenant_id, a.id) = (i.tenant_id, h.agreement_id)
    CROSS JOIN during d
    WHERE NOT EXISTS (
        SELECT FROM contracts.agreement_end x
        WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id) AND x.ends_on <= lower(d.days))
$$;

-- Those, with whom a person took in and without whom a person left out, and whoever was told before.
CREATE FUNCTION contracts.incident_affected(i contracts.incident)
RETURNS TABLE (client_id uuid, agreement_id uuid, cause text) LANGUAGE sql STABLE
AS $$
    WITH chosen AS (
        SELECT DISTINCT ON (c.client_id) c.client_id, c.choice FROM contracts.incident_choice c
        WHERE (c.tenant_id, c.incident_id) = (i.tenant_id, i.id) ORDER BY c.client_id, c.id DESC
    ), known AS (
        SELECT f.client_id, f.agreement_id, f.cause FROM contracts.incident_client f
        WHERE (f.tenant_id, f.incident_id) = (i.tenant_id, i.id)
    ), found AS (
        SELECT t.client_id, t.agreement_id, 'held' AS cause FROM contracts.incident_touched(i) t
        UNION ALL
        SELECT a.client_id, a.id, 'chosen' FROM chosen c
        JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (i.tenant_id, c.client_id) WHERE c.choice = 'in'
    )
    SELECT DISTINCT ON (o.client_id) o.client_id, o.agreement_id, o.cause FROM (
        SELECT 1 AS place, k.* FROM known k
        UNION ALL
        SELECT 2, f.* FROM found f
        WHERE NOT EXISTS (SELECT FROM chosen c WHERE c.client_id = f.client_id AND c.choice = 'out')
    ) o
    ORDER BY o.client_id, o.place, o.cause DESC
$$;

-- Who of these clients is told of a breach: those with that duty, or else the next who can be.
CREATE FUNCTION contracts.breach_contacts(clients uuid[])
RETURNS TABLE (client_id uuid, contact_id uuid, name text, email text, language text, duty text)
LANGUAGE sql STABLE
AS $$
    SELECT o.client_id, o.id, o.name, o.email, o.language, (ARRAY['breach', 'notice', 'privacy', 'signatory'])[o.turn]
    FROM (
        SELECT k.*, t.turn, min(t.turn) OVER (PARTITION BY k.client_id) AS first
        FROM contracts.contact k
        CROSS JOIN LATERAL (
            SELECT min(array_position(ARRAY['breach', 'notice', 'privacy', 'signatory'], d)) AS turn
            FROM unnest(k.duties) AS d
        ) t
        WHERE k.tenant_id = bus.tenant() AND k.client_id = ANY (clients) AND k.stands
    ) o
    WHERE o.turn = o.first
$$;

CREATE FUNCTION contracts.incident_stages(i contracts.incident) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'number', s.number, 'kind', s.kind, 'told', s.told, 'clients', s.clients, 'people', s.people,
        'released_by', s.released_by, 'released_at', contracts.moment(s.released_at),
        'reviews', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', r.id, 'stage_id', r.stage_id, 'note', r.note, 'reviewed_by', r.reviewed_by,
                'reviewed_at', contracts.moment(r.reviewed_at)) ORDER BY r.id), '[]')
            FROM contracts.incident_review r WHERE (r.tenant_id, r.stage_id) = (s.tenant_id, s.id))
        ) ORDER BY s.number), '[]')
    FROM contracts.incident_stage s WHERE (s.tenant_id, s.incident_id) = (i.tenant_id, i.id)
$$;

CREATE VIEW contracts.incident_page WITH (security_invoker = true) AS
SELECT i.tenant_id, i.id, i.title, i.product_ids, contracts.product_names(i.product_ids) AS products,
    i.subprocessor_id, p.name AS subprocessor, i.server, i.found_at, i.began_at, i.ended_at, i.facts,
    i.reported_by, i.reported_at, first.released_at AS told_at,
    floor(extract(epoch FROM first.released_at - i.found_at) / 60)::bigint AS minutes_to_tell,
    CASE WHEN last.kind = 'closing' THEN 'closed' WHEN last.kind IS NOT NULL THEN 'told'
        WHEN w.reason IS NOT NULL THEN 'waived' ELSE 'reported' END AS state,
    w.reason AS waived_because, w.decided_by AS waived_by, w.decided_at AS waived_at,
    contracts.incident_stages(i) AS stages
FROM contracts.incident i
LEFT JOIN contracts.subprocessor p ON (p.tenant_id, p.id) = (i.tenant_id, i.subprocessor_id)
LEFT JOIN contracts.incident_stage first ON (first.tenant_id, first.incident_id, first.number) = (i.tenant_id, i.id, 1)
LEFT JOIN LATERAL (
    SELECT s.kind FROM contracts.incident_stage s
    WHERE (s.tenant_id, s.incident_id) = (i.tenant_id, i.id) ORDER BY s.number DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
    SELECT v.reason, v.decided_by, v.decided_at FROM contracts.incident_waiver v
    WHERE (v.tenant_id, v.incident_id) = (i.tenant_id, i.id) AND first.id IS NULL ORDER BY v.id DESC LIMIT 1
) w ON true;
GRANT SELECT ON contracts.incident_page TO contracts;
