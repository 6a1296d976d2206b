-- A feed is asked for by the name that its provider has in addresses.
GRANT CREATE ON SCHEMA portal TO schakel_finder;
SET LOCAL ROLE schakel_finder;

CREATE FUNCTION portal.find_provider(named text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT p.tenant_id FROM portal.provider p WHERE p.slug = named;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA portal FROM schakel_finder;
REVOKE ALL ON FUNCTION portal.find_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.find_provider TO portal;
