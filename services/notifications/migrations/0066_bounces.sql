-- A mail that comes back names its delivery, and not whose it is. Identifiers only; the key of the
-- table is searched tenant by tenant (skip scan).
GRANT SELECT (tenant_id, id) ON notifications.delivery TO schakel_finder;
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.sender_of(delivery uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT d.tenant_id FROM notifications.delivery d WHERE d.id = delivery
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.sender_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.sender_of TO notifications;
