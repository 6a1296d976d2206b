-- A check of evidence goes through the notices of every provider on the instance. Identifiers only.
CREATE INDEX ON notifications.notice (id);
CREATE INDEX ON notifications.notice (tenant_id, change_id);
GRANT SELECT (tenant_id, id, change_id) ON notifications.notice TO schakel_finder;
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.provable(wanted uuid, after uuid, most integer)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT n.tenant_id, n.id FROM notifications.notice n
    WHERE (wanted IS NULL OR wanted IN (n.change_id, n.id)) AND (after IS NULL OR n.id > after)
    ORDER BY n.id LIMIT most;
END;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.provable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.provable TO notifications;
