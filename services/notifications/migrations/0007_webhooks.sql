-- Where another system hears of facts. Its health and its lease run on real time, as queues do.
CREATE TABLE notifications.webhook_endpoint (
    tenant_id      uuid NOT NULL DEFAULT bus.tenant(),
    id             uuid NOT NULL DEFAULT uuidv7(),
    name           text NOT NULL,
    url            text NOT NULL,
    events         text[] NOT NULL CHECK (cardinality(events) > 0),
    added_by       uuid,
    added_at       timestamptz NOT NULL DEFAULT clock.now(),
    removed_by     uuid,
    removed_at     timestamptz,
    failures       integer NOT NULL DEFAULT 0,
    failing_since  timestamptz,
    rests_until    timestamptz NOT NULL DEFAULT '-infinity',
    fence          bigint NOT NULL DEFAULT 0,
    leased_until   timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('notifications.webhook_endpoint');
GRANT SELECT, INSERT, UPDATE (
    name, url, events, removed_by, removed_at, failures, failing_since, rests_until, fence, leased_until)
    ON notifications.webhook_endpoint TO notifications;

-- A secret is derived from its id and the key of this service, so that no table holds one. The
-- fingerprint tells whether it still is the one that was shown.
CREATE TABLE notifications.webhook_secret (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL,
    endpoint_id  uuid NOT NULL,
    fingerprint  bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    made_by      uuid,
    made_at      timestamptz NOT NULL DEFAULT clock.now(),
    expires_at   timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES notifications.webhook_endpoint
);
CREATE UNIQUE INDEX ON notifications.webhook_secret (tenant_id, endpoint_id) WHERE expires_at IS NULL;
SELECT bus.isolate('notifications.webhook_secret');
GRANT SELECT, INSERT, UPDATE (expires_at) ON notifications.webhook_secret TO notifications;

-- Nothing is sent while a halt stands: the owner's own, or because nothing came through for days.
CREATE TABLE notifications.webhook_halt (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    endpoint_id  uuid NOT NULL,
    cause        text NOT NULL CHECK (cause IN ('owner', 'failing', 'gone')),
    halted_by    uuid,
    halted_at    timestamptz NOT NULL DEFAULT clock.now(),
    told_at      timestamptz,
    lifted_by    uuid,
    lifted_at    timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES notifications.webhook_endpoint
);
CREATE UNIQUE INDEX ON notifications.webhook_halt (tenant_id, endpoint_id) WHERE lifted_at IS NULL;
CREATE INDEX ON notifications.webhook_halt (id) WHERE told_at IS NULL AND cause <> 'owner';
SELECT bus.isolate('notifications.webhook_halt');
GRANT SELECT, INSERT, UPDATE (told_at, lifted_by, lifted_at) ON notifications.webhook_halt TO notifications;

-- The id follows from the fact on the bus: whatever is repeated, a receiver sees one id.
CREATE TABLE notifications.webhook_message (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL,
    type         text NOT NULL,
    occurred_at  timestamptz NOT NULL,
    data         jsonb NOT NULL,
    path         text,
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('notifications.webhook_message');
GRANT SELECT, INSERT ON notifications.webhook_message TO notifications;

-- ``tries`` counts those since it was last asked for, ``attempts`` all.
CREATE TABLE notifications.webhook_delivery (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    endpoint_id   uuid NOT NULL,
    message_id    uuid NOT NULL,
    state         text NOT NULL CHECK (state IN ('queued', 'delivered', 'failed', 'held')),
    attempts      integer NOT NULL DEFAULT 0,
    tries         integer NOT NULL DEFAULT 0,
    due_at        timestamptz NOT NULL DEFAULT now(),
    created_at    timestamptz NOT NULL DEFAULT clock.now(),
    delivered_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, endpoint_id, message_id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES notifications.webhook_endpoint,
    FOREIGN KEY (tenant_id, message_id) REFERENCES notifications.webhook_message
);
CREATE INDEX ON notifications.webhook_delivery (tenant_id, endpoint_id, id);
CREATE INDEX ON notifications.webhook_delivery (tenant_id, endpoint_id, due_at) WHERE state = 'queued';
CREATE INDEX ON notifications.webhook_delivery (due_at) WHERE state = 'queued';
SELECT bus.isolate('notifications.webhook_delivery');
GRANT SELECT, INSERT, UPDATE (state, attempts, tries, due_at, delivered_at)
    ON notifications.webhook_delivery TO notifications;

-- On record before it starts; without an end the worker stopped in the middle of it.
CREATE TABLE notifications.webhook_attempt (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    delivery_id  uuid NOT NULL,
    number       integer NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT clock.now(),
    ended_at     timestamptz,
    outcome      text,
    status       integer,
    response     text CHECK (length(response) <= 1000),
    seconds      double precision,
    PRIMARY KEY (tenant_id, delivery_id, number),
    FOREIGN KEY (tenant_id, delivery_id) REFERENCES notifications.webhook_delivery
);
SELECT bus.isolate('notifications.webhook_attempt');
GRANT SELECT, INSERT, UPDATE (ended_at, outcome, status, response, seconds)
    ON notifications.webhook_attempt TO notifications;

-- The sweep looks across tenants for work that a crash left without a job. Identifiers only.
GRANT SELECT (tenant_id, id, removed_at, rests_until, leased_until) ON notifications.webhook_endpoint TO schakel_finder;
GRANT SELECT (tenant_id, id, endpoint_id, cause, told_at, lifted_at) ON notifications.webhook_halt TO schakel_finder;
GRANT SELECT (tenant_id, endpoint_id, state, due_at) ON notifications.webhook_delivery TO schakel_finder;
CREATE POLICY finder ON notifications.webhook_endpoint FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON notifications.webhook_halt FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON notifications.webhook_delivery FOR SELECT TO schakel_finder USING (true);

CREATE FUNCTION notifications.unfinished_webhooks() RETURNS TABLE (work text, tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'post', e.tenant_id, e.id FROM notifications.webhook_endpoint e
    WHERE e.removed_at IS NULL AND e.rests_until <= now() AND e.leased_until < now()
        AND NOT EXISTS (SELECT FROM notifications.webhook_halt h
            WHERE (h.tenant_id, h.endpoint_id) = (e.tenant_id, e.id) AND h.lifted_at IS NULL)
        AND EXISTS (SELECT FROM notifications.webhook_delivery d
            WHERE (d.tenant_id, d.endpoint_id) = (e.tenant_id, e.id) AND d.state = 'queued' AND d.due_at <= now())
    UNION ALL
    SELECT 'warn', h.tenant_id, h.id FROM notifications.webhook_halt h
    WHERE h.told_at IS NULL AND h.cause <> 'owner'
$$;
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
REVOKE ALL ON FUNCTION notifications.unfinished_webhooks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.unfinished_webhooks() TO notifications;
ALTER FUNCTION notifications.unfinished_webhooks() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;

-- The owners hear by mail that an endpoint was halted.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'webhook_halted');
END $$;

INSERT INTO bus.subscription (consumer, type)
SELECT 'notifications', unnest(ARRAY[
    'ClientOnboarded', 'AgreementSigned', 'AgreementAmended', 'AgreementTerminated',
    'AgreementTerminationWithdrawn', 'ChangeWentLive', 'ChangeApproved', 'DeliveriesUnreached'])
ON CONFLICT DO NOTHING;
