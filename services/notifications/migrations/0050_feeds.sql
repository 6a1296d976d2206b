-- When the newest page of a feed last said something else: a reader that only sends that moment back
-- (If-Modified-Since) is told of everything since, renamed parties included. HTTP runs on real time,
-- by the second, and two states never share one.
CREATE TABLE notifications.feed (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    changed_at  timestamptz NOT NULL DEFAULT date_trunc('second', now()),
    PRIMARY KEY (tenant_id, language)
);
SELECT bus.isolate('notifications.feed');
GRANT SELECT, INSERT, UPDATE (digest, changed_at) ON notifications.feed TO notifications;
