-- What was opened and never begun is put back, and what ended long ago is forgotten: nothing here is
-- proof, and whoever was not reached stands among the deliveries of the notice itself.
GRANT DELETE ON notifications.webhook_attempt, notifications.webhook_delivery, notifications.webhook_message
    TO notifications;
CREATE INDEX ON notifications.webhook_delivery (created_at) WHERE state IN ('delivered', 'failed');
CREATE INDEX ON notifications.webhook_delivery (tenant_id, message_id);

GRANT SELECT (id, created_at) ON notifications.webhook_delivery TO schakel_finder;
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
-- After 90 days. What is held or queued waits for somebody still.
CREATE FUNCTION notifications.forgettable_webhooks(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT d.tenant_id, d.id FROM notifications.webhook_delivery d
    WHERE d.state IN ('delivered', 'failed') AND d.created_at < clock.now() - interval '90 days'
    ORDER BY d.created_at LIMIT most
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.forgettable_webhooks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.forgettable_webhooks TO notifications;
