-- Signatories are reminded of what lies unsigned. Whatever else is a kind of notice by now stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format('ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind = %L)',
        known, 'agreement_reminder');
END $$;

-- What was signed, also where word of that comes before the reminder: it stops it.
CREATE TABLE notifications.signed_version (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    version_id  uuid NOT NULL,
    heard_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, version_id)
);
SELECT bus.isolate('notifications.signed_version');
GRANT SELECT, INSERT ON notifications.signed_version TO notifications;

INSERT INTO bus.subscription (consumer, type)
VALUES ('notifications', 'SigningReminded'), ('notifications', 'AgreementSigned')
ON CONFLICT DO NOTHING;
