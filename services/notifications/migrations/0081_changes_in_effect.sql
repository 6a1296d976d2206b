-- A change that is in effect is told to those who were told of it. Whatever else is a kind of notice by now
-- stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'change_effective');
END $$;

-- What many were told quotes none of them: it stays as it was told.
CREATE POLICY effect_stands ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind <> 'change_effective') WITH CHECK (true);

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'ChangeWentLive') ON CONFLICT DO NOTHING;
