-- A change that is put off is told to those who were told of it. Whatever else is a kind of notice by now
-- stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'change_altered');
END $$;

CREATE POLICY alteration_stands ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind <> 'change_altered') WITH CHECK (true);

-- Who had not been told when a change was put off is told by an announcement with the day that holds
-- then: one for each time that it was put off, by number; zero for every other notice.
ALTER TABLE notifications.notice
    ADD COLUMN alteration integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT notice_tenant_id_kind_subject_id_key;
ALTER TABLE notifications.notice
    ADD CONSTRAINT notice_tenant_id_kind_subject_id_key UNIQUE (tenant_id, kind, subject_id, alteration);

-- How often a change was put off, as far as that is known here: nobody is told an earlier day any more.
CREATE TABLE notifications.alteration (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    change_id        uuid NOT NULL,
    number           integer NOT NULL,
    heard_at         timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id, number)
);
SELECT bus.isolate('notifications.alteration');
GRANT SELECT, INSERT ON notifications.alteration TO notifications;

INSERT INTO bus.subscription (consumer, type) VALUES ('notifications', 'ChangeAltered') ON CONFLICT DO NOTHING;
