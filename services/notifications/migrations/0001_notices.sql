-- What is told, to whom, and what proves it.
CREATE TABLE notifications.notice (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL,
    kind        text NOT NULL CHECK (kind IN (
        'sign_in', 'agreement_ready', 'agreement_signed', 'annex_renewed', 'change_announced',
        'change_withdrawn', 'objection_received', 'objection_decided')),
    subject_id  uuid NOT NULL,
    change_id   uuid,
    -- Known once the first page of recipients has been read; never a name or an address.
    facts       jsonb,
    created_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, subject_id)
);
CREATE INDEX ON notifications.notice (tenant_id, subject_id);
SELECT bus.isolate('notifications.notice');
GRANT SELECT, INSERT, UPDATE (facts) ON notifications.notice TO notifications;

-- A withdrawal may arrive before its announcement, and stops it all the same.
CREATE TABLE notifications.withdrawal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    withdrawn_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id)
);
SELECT bus.isolate('notifications.withdrawal');
GRANT SELECT, INSERT ON notifications.withdrawal TO notifications;

-- Reading the recipients of a notice from contracts: all of them by pages, or the one that was added.
CREATE TABLE notifications.gathering (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    notice_id     uuid NOT NULL,
    recipient_id  uuid,
    position      text,
    problem       jsonb,
    finished_at   timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, notice_id, recipient_id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice
);
CREATE INDEX ON notifications.gathering (tenant_id, id) WHERE finished_at IS NULL;
SELECT bus.isolate('notifications.gathering');
GRANT SELECT, INSERT, UPDATE (position, problem, finished_at) ON notifications.gathering TO notifications;

-- Deliveries are claimed by the chunk. The fence rises with every claim, so that a worker that slept
-- through its lease can open nothing any more. Leases run on real time.
CREATE TABLE notifications.chunk (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL,
    notice_id     uuid NOT NULL,
    fence         bigint NOT NULL DEFAULT 0,
    leased_until  timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice
);
SELECT bus.isolate('notifications.chunk');
GRANT SELECT, INSERT, UPDATE (fence, leased_until) ON notifications.chunk TO notifications;

CREATE TABLE notifications.delivery (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL,
    notice_id     uuid NOT NULL,
    chunk_id      uuid NOT NULL,
    channel       text NOT NULL CHECK (channel IN ('mail')),
    contact_id    uuid NOT NULL,
    recipient_id  uuid NOT NULL,
    client_id     uuid,
    terms         jsonb NOT NULL,
    state         text NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'sending', 'accepted', 'failed', 'in_doubt', 'stopped')),
    attempts      integer NOT NULL DEFAULT 0,
    due_at        timestamptz NOT NULL DEFAULT now(),
    created_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    -- Nobody is told twice over one channel.
    UNIQUE (tenant_id, notice_id, channel, contact_id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice,
    FOREIGN KEY (tenant_id, chunk_id) REFERENCES notifications.chunk
);
CREATE INDEX ON notifications.delivery (tenant_id, notice_id, state, id);
CREATE INDEX ON notifications.delivery (tenant_id, chunk_id) WHERE state IN ('queued', 'sending');
CREATE INDEX ON notifications.delivery (due_at) WHERE state IN ('queued', 'sending');
SELECT bus.isolate('notifications.delivery');
GRANT SELECT, INSERT, UPDATE (state, attempts, due_at) ON notifications.delivery TO notifications;

-- What a message needs and nobody may keep: a link to sign in with. Gone once the message has left.
CREATE TABLE notifications.secret (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    delivery_id  uuid NOT NULL,
    link         text NOT NULL,
    PRIMARY KEY (tenant_id, delivery_id),
    FOREIGN KEY (tenant_id, delivery_id) REFERENCES notifications.delivery
);
SELECT bus.isolate('notifications.secret');
GRANT SELECT, INSERT, DELETE ON notifications.secret TO notifications;
