-- A step of a change that outlasted the request in which it was asked. What became of it stands in a
-- row of its own; without one it goes on, or nobody knows any more.
CREATE TABLE portal.long_step (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant() REFERENCES portal.provider,
    id         uuid NOT NULL DEFAULT uuidv7(),
    change_id  uuid NOT NULL,
    step       text NOT NULL,
    asked_by   uuid NOT NULL,
    asked_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES portal.staff
);
CREATE INDEX ON portal.long_step (tenant_id, change_id, id);
CREATE INDEX ON portal.long_step (tenant_id, asked_by);
SELECT bus.isolate('portal.long_step');
GRANT SELECT, INSERT ON portal.long_step TO portal;

-- refusal: the code of the problem that was the answer, unanswered where none came.
CREATE TABLE portal.long_step_end (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    step_id    uuid NOT NULL,
    refusal    text,
    ended_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, step_id),
    FOREIGN KEY (tenant_id, step_id) REFERENCES portal.long_step
);
SELECT bus.isolate('portal.long_step_end');
GRANT SELECT, INSERT ON portal.long_step_end TO portal;
