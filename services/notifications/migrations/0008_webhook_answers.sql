-- What another system answered may name people. Of a client that left it goes, and what is answered to an
-- attempt that comes later is not kept.
ALTER TABLE notifications.webhook_message
    ADD COLUMN client_id uuid GENERATED ALWAYS AS ((data ->> 'client_id')::uuid) STORED,
    ADD COLUMN answers_stay boolean NOT NULL DEFAULT true;
CREATE INDEX ON notifications.webhook_message (tenant_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX ON notifications.webhook_delivery (tenant_id, message_id);
GRANT UPDATE (answers_stay) ON notifications.webhook_message TO notifications;
