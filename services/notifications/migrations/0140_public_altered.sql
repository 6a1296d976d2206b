-- Who follows the public list hears too that a change is put off. Whatever else is a kind of notice by
-- now stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'public_altered');
END $$;

CREATE POLICY public_alteration_stands ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind <> 'public_altered') WITH CHECK (true);
