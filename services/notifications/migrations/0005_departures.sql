-- People who have left their client: what has not been sent to them is sent no more. It may arrive
-- before the notice that would have gone to them.
CREATE TABLE notifications.departure (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    contact_id  uuid NOT NULL,
    heard_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, contact_id)
);
SELECT bus.isolate('notifications.departure');
GRANT SELECT, INSERT ON notifications.departure TO notifications;

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'ContactDeparted')
ON CONFLICT DO NOTHING;
