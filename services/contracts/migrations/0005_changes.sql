CREATE TABLE contracts.publication (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    published_by  uuid,
    published_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.publication');
GRANT SELECT, INSERT ON contracts.publication TO contracts;

CREATE TABLE contracts.withdrawal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    withdrawn_by  uuid,
    withdrawn_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.withdrawal');
GRANT SELECT, INSERT ON contracts.withdrawal TO contracts;

-- Frozen at publication: the agreement that the change touches and its terms of that moment.
-- reached_at, clock_started_at and deadline follow from the outcomes and may still move.
CREATE TABLE contracts.affected_agreement (
    tenant_id         uuid NOT NULL DEFAULT bus.tenant(),
    change_id         uuid NOT NULL,
    agreement_id      uuid NOT NULL,
    client_id         uuid NOT NULL,
    version_id        uuid NOT NULL,
    authorisation     text NOT NULL,
    notice_days       integer NOT NULL,
    objection_days    integer NOT NULL,
    day_kind          text NOT NULL,
    counted_from      text NOT NULL,
    on_objection      text NOT NULL,
    reached_at        timestamptz,
    clock_started_at  timestamptz,
    deadline          date,
    calendar          text,
    frozen_at         timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id, agreement_id),
    UNIQUE (tenant_id, client_id, change_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication,
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client,
    FOREIGN KEY (tenant_id, version_id) REFERENCES contracts.agreement_version
);
CREATE INDEX ON contracts.affected_agreement (tenant_id, agreement_id);
SELECT bus.isolate('contracts.affected_agreement');
GRANT SELECT, INSERT, UPDATE (reached_at, clock_started_at, deadline, calendar)
    ON contracts.affected_agreement TO contracts;

-- Who is told, with the name and the address of that moment.
CREATE TABLE contracts.recipient (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    change_id     uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    client_id     uuid NOT NULL,
    contact_id    uuid NOT NULL,
    name          text NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL,
    cause         text NOT NULL CHECK (cause IN ('publication', 'onboarding', 'escalation')),
    added_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, change_id, agreement_id, contact_id),
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.affected_agreement,
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
CREATE INDEX ON contracts.recipient (tenant_id, change_id, id);
SELECT bus.isolate('contracts.recipient');
GRANT SELECT, INSERT ON contracts.recipient TO contracts;

CREATE TABLE contracts.outcome (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    recipient_id  uuid NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('accepted', 'failed')),
    at            timestamptz NOT NULL,
    notice_id     uuid NOT NULL,
    PRIMARY KEY (tenant_id, recipient_id, at, outcome),
    FOREIGN KEY (tenant_id, recipient_id) REFERENCES contracts.recipient
);
SELECT bus.isolate('contracts.outcome');
GRANT SELECT, INSERT ON contracts.outcome TO contracts;

CREATE TABLE contracts.objection (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    change_id     uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    client_id     uuid NOT NULL,
    grounds       text NOT NULL,
    contact_id    uuid,
    staff_id      uuid,
    received_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.affected_agreement,
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
CREATE INDEX ON contracts.objection (tenant_id, change_id, agreement_id);
SELECT bus.isolate('contracts.objection');
GRANT SELECT, INSERT ON contracts.objection TO contracts;

CREATE TABLE contracts.objection_decision (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    objection_id  uuid NOT NULL,
    decision      text NOT NULL CHECK (decision IN (
        'alternative_offered', 'measure_taken', 'client_held_back', 'agreement_ended', 'objection_withdrawn')),
    reason        text NOT NULL,
    decided_by    uuid,
    decided_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, objection_id) REFERENCES contracts.objection
);
CREATE INDEX ON contracts.objection_decision (tenant_id, objection_id, id);
SELECT bus.isolate('contracts.objection_decision');
GRANT SELECT, INSERT ON contracts.objection_decision TO contracts;

CREATE TABLE contracts.approval (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    change_id     uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    client_id     uuid NOT NULL,
    note          text,
    contact_id    uuid,
    staff_id      uuid,
    approved_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, change_id, agreement_id),
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.affected_agreement,
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
SELECT bus.isolate('contracts.approval');
GRANT SELECT, INSERT ON contracts.approval TO contracts;

CREATE TABLE contracts.wave (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    number        integer NOT NULL,
    activated_by  uuid,
    activated_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id, number),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication
);
SELECT bus.isolate('contracts.wave');
GRANT SELECT, INSERT ON contracts.wave TO contracts;

CREATE TABLE contracts.activation (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    agreement_id  uuid NOT NULL,
    wave          integer NOT NULL,
    PRIMARY KEY (tenant_id, change_id, agreement_id),
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.affected_agreement,
    FOREIGN KEY (tenant_id, change_id, wave) REFERENCES contracts.wave
);
SELECT bus.isolate('contracts.activation');
GRANT SELECT, INSERT ON contracts.activation TO contracts;

-- Published changes that may still take effect for somebody. What is withdrawn or holds for everybody
-- it concerns is in here no more: years of past changes make the scheduler no slower.
CREATE TABLE contracts.running_change (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    PRIMARY KEY (tenant_id, change_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.publication
);
SELECT bus.isolate('contracts.running_change');
GRANT SELECT, INSERT, DELETE ON contracts.running_change TO contracts;

-- Agreements of a wave whose new version is still to be frozen. The version's own unique key
-- (agreement, change, wave) makes it once; this row only says that there is work.
CREATE TABLE contracts.pending_version (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    wave          integer NOT NULL,
    agreement_id  uuid NOT NULL,
    PRIMARY KEY (tenant_id, change_id, wave, agreement_id),
    FOREIGN KEY (tenant_id, change_id, agreement_id) REFERENCES contracts.activation
);
SELECT bus.isolate('contracts.pending_version');
GRANT SELECT, INSERT, UPDATE, DELETE ON contracts.pending_version TO contracts;

-- The agreements that a change touches: those that take a product of which a sub-processor's link
-- ends or begins. Own administration and controllers of their own enter nobody's annex.
CREATE FUNCTION contracts.touched(change uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT p.agreement_id
    FROM contracts.link l
    JOIN contracts.agreement_product p
        ON (p.tenant_id, p.product_id) = (l.tenant_id, l.product_id)
        AND NOT isempty(p.valid) AND (upper_inf(p.valid) OR upper(p.valid) > clock.today())
    WHERE l.tenant_id = bus.tenant() AND l.capacity = 'subprocessor'
        AND (l.change_id = change OR l.id IN (
            SELECT e.link_id FROM contracts.change_end e
            WHERE e.tenant_id = bus.tenant() AND e.change_id = change))
$$;

-- After a large publication or wave the planner must know how many rows there are now; until
-- autovacuum has told it, it would take a hundred thousand for one.
GRANT MAINTAIN ON contracts.affected_agreement, contracts.recipient, contracts.activation,
    contracts.link_exception TO contracts;
CREATE FUNCTION contracts.count_again() RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    ANALYZE contracts.affected_agreement, contracts.recipient, contracts.activation, contracts.link_exception;
END $$;
