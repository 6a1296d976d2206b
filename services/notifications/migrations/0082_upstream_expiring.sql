-- Staff is told that the agreement with a supplier ends. Whatever else is a kind of notice by now stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'upstream_expiring');
END $$;

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'UpstreamAgreementExpiring')
ON CONFLICT DO NOTHING;
