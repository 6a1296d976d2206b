-- The sweep looks across tenants for work that a crash left without a job. Identifiers only.
GRANT USAGE ON SCHEMA notifications TO schakel_finder;
GRANT SELECT (tenant_id, id, finished_at) ON notifications.gathering TO schakel_finder;
GRANT SELECT (tenant_id, chunk_id, state, due_at) ON notifications.delivery TO schakel_finder;
CREATE POLICY finder ON notifications.gathering FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON notifications.delivery FOR SELECT TO schakel_finder USING (true);

CREATE FUNCTION notifications.unfinished() RETURNS TABLE (work text, tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM (
        SELECT 'gather', g.tenant_id, g.id FROM notifications.gathering g
        WHERE g.finished_at IS NULL LIMIT 1000) g
    UNION ALL
    SELECT DISTINCT * FROM (
        SELECT 'send', d.tenant_id, d.chunk_id FROM notifications.delivery d
        WHERE d.state IN ('queued', 'sending') AND d.due_at <= now()
        ORDER BY d.due_at LIMIT 100000) d
$$;

-- Handing a function over takes the right to make one there, for that moment only.
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
REVOKE ALL ON FUNCTION notifications.unfinished() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.unfinished() TO notifications;
ALTER FUNCTION notifications.unfinished() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;

-- A fact that comes before the first worker has ever run is kept for it all the same.
INSERT INTO bus.subscription (consumer, type)
SELECT 'notifications', unnest(ARRAY[
    'AgreementRendered', 'ChangePublished', 'RecipientAdded', 'ChangeWithdrawn', 'ObjectionReceived',
    'ObjectionDecided'])
ON CONFLICT DO NOTHING;
