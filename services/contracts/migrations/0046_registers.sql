-- What a processor must be able to show beside its agreements. An entry is what happened; what is
-- known of it stands in revisions, and a correction is another revision: none is ever altered.
CREATE TABLE contracts.register_entry (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    kind          text NOT NULL CHECK (kind IN
        ('instruction', 'disclosure', 'audit', 'ending', 'subject_request')),
    agreement_id  uuid,
    PRIMARY KEY (tenant_id, id),
    -- One end for each agreement.
    UNIQUE (tenant_id, agreement_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    CHECK ((kind = 'ending') = (agreement_id IS NOT NULL))
);
CREATE INDEX ON contracts.register_entry (tenant_id, kind, id);
SELECT bus.isolate('contracts.register_entry');
GRANT SELECT, INSERT ON contracts.register_entry TO contracts;

-- person: who it is about, kept apart from what happened so that it can be erased alone.
CREATE TABLE contracts.register_revision (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    entry_id     uuid NOT NULL,
    number       integer NOT NULL,
    client_id    uuid,
    day          date NOT NULL,
    due_on       date,
    is_open      boolean NOT NULL,
    facts        jsonb NOT NULL,
    person       jsonb,
    reason       text,
    recorded_by  uuid,
    recorded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, entry_id, number),
    FOREIGN KEY (tenant_id, entry_id) REFERENCES contracts.register_entry,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client,
    -- Who corrects says why.
    CHECK ((number = 1) = (reason IS NULL))
);
CREATE INDEX ON contracts.register_revision (tenant_id, client_id) WHERE client_id IS NOT NULL;
SELECT bus.isolate('contracts.register_revision');
GRANT SELECT, INSERT, UPDATE (person) ON contracts.register_revision TO contracts;

-- The fact stays, the name is gone.
CREATE TABLE contracts.register_erasure (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    entry_id   uuid NOT NULL,
    erased_by  uuid,
    erased_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, entry_id),
    FOREIGN KEY (tenant_id, entry_id) REFERENCES contracts.register_entry
);
SELECT bus.isolate('contracts.register_erasure');
GRANT SELECT, INSERT ON contracts.register_erasure TO contracts;

SELECT contracts.keep_to_reseller('contracts.register_entry', 'contracts.agreement', 'agreement_id');
SELECT contracts.keep_to_reseller('contracts.register_revision', 'contracts.client', 'client_id');
SELECT contracts.keep_to_reseller('contracts.register_erasure', 'contracts.register_entry', 'entry_id');

-- What was known of an entry on a day; null: what is known now.
CREATE FUNCTION contracts.register_known(entry contracts.register_entry, known_on date)
RETURNS SETOF contracts.register_revision LANGUAGE sql STABLE
AS $$
    SELECT r.* FROM contracts.register_revision r
    WHERE (r.tenant_id, r.entry_id) = (entry.tenant_id, entry.id)
        AND (known_on IS NULL OR clock.day_of(r.recorded_at) <= known_on)
    ORDER BY r.number DESC LIMIT 1
$$;

-- The provider's own privacy statement. The one that began last is in force, of two that begin on one
-- day the one recorded last: so there is exactly one on every day since the first.
CREATE TABLE contracts.statement (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    label         text NOT NULL,
    effective_on  date NOT NULL,
    file          jsonb,
    text          text,
    changes       text,
    told_by       text CHECK (told_by IN ('email', 'site', 'both')),
    corrects_id   uuid,
    recorded_by   uuid,
    recorded_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, corrects_id) REFERENCES contracts.statement,
    CHECK (num_nonnulls(file, text) > 0)
);
CREATE INDEX ON contracts.statement (tenant_id, effective_on, id);
SELECT bus.isolate('contracts.statement');
GRANT SELECT, INSERT ON contracts.statement TO contracts;

-- Taken back before it came into force.
CREATE TABLE contracts.statement_withdrawal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    statement_id  uuid NOT NULL,
    reason        text NOT NULL,
    withdrawn_by  uuid,
    withdrawn_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, statement_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES contracts.statement
);
SELECT bus.isolate('contracts.statement_withdrawal');
GRANT SELECT, INSERT ON contracts.statement_withdrawal TO contracts;

-- When each holds: from its day until the next begins. Empty for what was withdrawn or overtaken.
CREATE VIEW contracts.statement_page WITH (security_invoker = true) AS
SELECT s.*, w.withdrawn_at, CASE
    WHEN w.statement_id IS NULL THEN daterange(s.effective_on, following.effective_on)
    ELSE 'empty' END AS valid
FROM contracts.statement s
LEFT JOIN contracts.statement_withdrawal w ON (w.tenant_id, w.statement_id) = (s.tenant_id, s.id)
LEFT JOIN LATERAL (
    SELECT n.effective_on FROM contracts.statement n
    WHERE n.tenant_id = s.tenant_id AND (n.effective_on, n.id) > (s.effective_on, s.id)
        AND NOT EXISTS (
            SELECT FROM contracts.statement_withdrawal x
            WHERE (x.tenant_id, x.statement_id) = (n.tenant_id, n.id))
    ORDER BY n.effective_on, n.id LIMIT 1
) following ON true;
GRANT SELECT ON contracts.statement_page TO contracts;
