-- One chain a notice. The head is locked by whoever appends, which also keeps the deliveries of one
-- notice from being stopped and opened at the same time.
CREATE TABLE notifications.chain (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    notice_id  uuid NOT NULL,
    length     bigint NOT NULL,
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice
);
SELECT bus.isolate('notifications.chain');
GRANT SELECT, INSERT, UPDATE (length, digest) ON notifications.chain TO notifications;

-- Append-only: nobody who serves requests may change or remove a row.
CREATE TABLE notifications.evidence (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    notice_id    uuid NOT NULL,
    position     bigint NOT NULL,
    delivery_id  uuid NOT NULL,
    attempt      integer NOT NULL,
    kind         text NOT NULL,
    at           timestamptz NOT NULL,
    details      jsonb NOT NULL,
    commitment   bytea NOT NULL CHECK (length(commitment) = 32),
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (tenant_id, notice_id, position),
    UNIQUE (tenant_id, delivery_id, attempt, kind),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice
);
SELECT bus.isolate('notifications.evidence');
GRANT SELECT, INSERT ON notifications.evidence TO notifications;

-- The personal part, with the salt that hides it in its commitment; deleted when a person is erased.
CREATE TABLE notifications.disclosure (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    notice_id  uuid NOT NULL,
    position   bigint NOT NULL,
    salt       bytea NOT NULL CHECK (length(salt) = 32),
    payload    jsonb NOT NULL,
    PRIMARY KEY (tenant_id, notice_id, position),
    FOREIGN KEY (tenant_id, notice_id, position) REFERENCES notifications.evidence
);
SELECT bus.isolate('notifications.disclosure');
GRANT SELECT, INSERT, DELETE ON notifications.disclosure TO notifications;
