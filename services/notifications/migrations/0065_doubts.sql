-- What the log of the mail server is read for; few stand here at any time.
CREATE INDEX ON notifications.delivery (tenant_id, id) WHERE state = 'in_doubt';

-- An administrator reads one log for every provider on the machine. Identifiers only.
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.doubtful() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT d.tenant_id FROM notifications.delivery d WHERE d.state = 'in_doubt'
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.doubtful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.doubtful TO notifications;
