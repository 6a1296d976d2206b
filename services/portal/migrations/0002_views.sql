-- A link in a notice that was opened proves that the notice was seen: notifications is told, once.
ALTER TABLE portal.sign_in_link ADD COLUMN view_told_at timestamptz;
CREATE INDEX ON portal.sign_in_link (used_at) WHERE purpose = 'notice' AND view_told_at IS NULL AND used_at IS NOT NULL;
GRANT UPDATE (view_told_at) ON portal.sign_in_link TO portal;
GRANT SELECT (purpose, used_at, view_told_at) ON portal.sign_in_link TO schakel_finder;

GRANT CREATE ON SCHEMA portal TO schakel_finder;
SET LOCAL ROLE schakel_finder;

CREATE FUNCTION portal.find_views_untold(longer_than interval)
RETURNS TABLE (tenant_id uuid, link_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.tenant_id, l.id FROM portal.sign_in_link l
    WHERE l.purpose = 'notice' AND l.view_told_at IS NULL AND l.used_at < now() - longer_than
    ORDER BY l.used_at LIMIT 100;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA portal FROM schakel_finder;
REVOKE ALL ON FUNCTION portal.find_views_untold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.find_views_untold TO portal;
