-- Of a client that left the personal part of the evidence goes; the chain stays and still checks.
CREATE INDEX ON notifications.delivery (tenant_id, client_id) WHERE client_id IS NOT NULL;

-- What was told to one client alone may quote it: those words go too. What many were told stays.
CREATE POLICY facts_stand ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind NOT IN ('change_announced', 'change_withdrawn', 'sign_in')) WITH CHECK (true);

-- A mail to sign in with proves nothing that anybody needs: who it went to is forgotten after 30 days.
CREATE TABLE notifications.sign_in_mail (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    notice_id     uuid NOT NULL,
    forget_after  timestamptz NOT NULL DEFAULT clock.now() + interval '30 days',
    PRIMARY KEY (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice
);
CREATE INDEX ON notifications.sign_in_mail (forget_after);
ALTER TABLE notifications.notice NO FORCE ROW LEVEL SECURITY;
INSERT INTO notifications.sign_in_mail (tenant_id, notice_id, forget_after)
SELECT tenant_id, id, created_at + interval '30 days' FROM notifications.notice WHERE kind = 'sign_in';
ALTER TABLE notifications.notice FORCE ROW LEVEL SECURITY;
SELECT bus.isolate('notifications.sign_in_mail');
GRANT SELECT, INSERT, DELETE ON notifications.sign_in_mail TO notifications;

GRANT SELECT ON notifications.sign_in_mail TO schakel_finder;
CREATE POLICY finder ON notifications.sign_in_mail FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.forgettable(most integer) RETURNS TABLE (tenant_id uuid, notice_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT m.tenant_id, m.notice_id FROM notifications.sign_in_mail m
    WHERE m.forget_after <= clock.now() ORDER BY m.forget_after LIMIT most
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.forgettable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.forgettable TO notifications;

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'ErasureOrdered') ON CONFLICT DO NOTHING;
