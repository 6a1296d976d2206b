-- The service itself removes nothing from the log of webhooks: what ended 90 days ago goes by one
-- function, whose owner may remove nothing younger. An attempt that was opened and not begun keeps its
-- row, and its number goes to the next one.
REVOKE DELETE ON notifications.webhook_attempt, notifications.webhook_delivery, notifications.webhook_message
    FROM notifications;
GRANT UPDATE (started_at) ON notifications.webhook_attempt TO notifications;
DROP FUNCTION notifications.forgettable_webhooks;

GRANT SELECT (message_id), DELETE ON notifications.webhook_delivery TO schakel_finder;
GRANT SELECT (tenant_id, delivery_id), DELETE ON notifications.webhook_attempt TO schakel_finder;
GRANT SELECT (tenant_id, id, occurred_at), DELETE ON notifications.webhook_message TO schakel_finder;
CREATE POLICY finder ON notifications.webhook_attempt FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON notifications.webhook_message FOR SELECT TO schakel_finder USING (true);
CREATE POLICY old ON notifications.webhook_delivery FOR DELETE TO schakel_finder
    USING (state IN ('delivered', 'failed') AND created_at < clock.now() - interval '90 days');
CREATE POLICY old ON notifications.webhook_attempt FOR DELETE TO schakel_finder
    USING (EXISTS (
        SELECT FROM notifications.webhook_delivery d
        WHERE (d.tenant_id, d.id) = (webhook_attempt.tenant_id, webhook_attempt.delivery_id)
            AND d.state IN ('delivered', 'failed') AND d.created_at < clock.now() - interval '90 days'));
CREATE POLICY old ON notifications.webhook_message FOR DELETE TO schakel_finder
    USING (occurred_at < clock.now() - interval '90 days');
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
-- How many deliveries; a message goes once no endpoint has anything of it.
CREATE FUNCTION notifications.forget_webhooks(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tenants uuid[];
    deliveries uuid[];
    messages uuid[];
BEGIN
    SELECT array_agg(d.tenant_id), array_agg(d.id), array_agg(d.message_id)
    INTO tenants, deliveries, messages
    FROM (
        SELECT tenant_id, id, message_id FROM notifications.webhook_delivery
        WHERE state IN ('delivered', 'failed') AND created_at < clock.now() - interval '90 days'
        ORDER BY created_at LIMIT most) d;
    DELETE FROM notifications.webhook_attempt a USING unnest(tenants, deliveries) AS o (tenant_id, id)
    WHERE (a.tenant_id, a.delivery_id) = (o.tenant_id, o.id);
    DELETE FROM notifications.webhook_delivery d USING unnest(tenants, deliveries) AS o (tenant_id, id)
    WHERE (d.tenant_id, d.id) = (o.tenant_id, o.id);
    DELETE FROM notifications.webhook_message m USING unnest(tenants, messages) AS o (tenant_id, id)
    WHERE (m.tenant_id, m.id) = (o.tenant_id, o.id) AND NOT EXISTS (
        SELECT FROM notifications.webhook_delivery d WHERE (d.tenant_id, d.message_id) = (m.tenant_id, m.id));
    RETURN coalesce(cardinality(deliveries), 0);
END
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.forget_webhooks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.forget_webhooks TO notifications;
