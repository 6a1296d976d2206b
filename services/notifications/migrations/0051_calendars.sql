-- What a calendar said when it was last fetched: a day that moved rises in sequence and one that is
-- gone is cancelled (RFC 5545, 3.8.1.11 and 3.8.7.4). Of the words the digest alone is kept.
CREATE TABLE notifications.calendar_entry (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    calendar_id   uuid NOT NULL,
    kind          text NOT NULL,
    subject_id    uuid NOT NULL,
    day           date NOT NULL,
    digest        bytea NOT NULL CHECK (length(digest) = 32),
    sequence      integer NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT date_trunc('second', now()),
    cancelled_at  timestamptz,
    PRIMARY KEY (tenant_id, calendar_id, kind, subject_id)
);
SELECT bus.isolate('notifications.calendar_entry');
GRANT SELECT, INSERT, UPDATE (day, digest, sequence, changed_at, cancelled_at)
    ON notifications.calendar_entry TO notifications;
