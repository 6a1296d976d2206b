-- The provider countersigned by hand what its client signed: that client is told.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'agreement_countersigned');
END $$;

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'AgreementCountersigned')
ON CONFLICT DO NOTHING;
