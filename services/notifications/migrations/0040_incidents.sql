-- Word of a personal data breach, stage by stage. Whatever else is a kind of notice by now stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'incident_notified');
END $$;

-- What many were told quotes none of them: it stays as it was told.
CREATE POLICY breach_stands ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind <> 'incident_notified') WITH CHECK (true);

-- Which of these gatherings and chunks the sweep puts in the lane that overtakes. Identifiers only.
GRANT SELECT (tenant_id, id, kind) ON notifications.notice TO schakel_finder;
GRANT SELECT (tenant_id, notice_id) ON notifications.gathering TO schakel_finder;
GRANT SELECT (tenant_id, id, notice_id) ON notifications.chunk TO schakel_finder;
CREATE POLICY finder_of_urgent ON notifications.notice FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder_of_urgent ON notifications.chunk FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.urgent(ids uuid[]) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT w.id FROM (
        SELECT g.tenant_id, g.id, g.notice_id FROM notifications.gathering g WHERE g.id = ANY (ids)
        UNION ALL
        SELECT c.tenant_id, c.id, c.notice_id FROM notifications.chunk c WHERE c.id = ANY (ids)
    ) w
    JOIN notifications.notice n ON (n.tenant_id, n.id) = (w.tenant_id, w.notice_id)
    WHERE n.kind = 'incident_notified'
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.urgent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.urgent TO notifications;

INSERT INTO bus.subscription (consumer, type)
SELECT 'notifications', unnest(ARRAY[
    'IncidentReleased', 'IncidentUpdated', 'IncidentClosed', 'IncidentRecipientAdded'])
ON CONFLICT DO NOTHING;
