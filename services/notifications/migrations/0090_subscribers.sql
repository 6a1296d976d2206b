-- Who asked to hear by mail of the public list of a provider. The row is all that is known of them,
-- and it goes when they leave.
CREATE TABLE notifications.subscriber (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    address       text NOT NULL CHECK (length(address) BETWEEN 3 AND 254),
    address_key   text NOT NULL CHECK (address_key = lower(address)),
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    asked_at      timestamptz NOT NULL DEFAULT clock.now(),
    -- By the link in the mail (double opt-in); until then nothing else is sent.
    confirmed_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, address_key)
);
CREATE INDEX ON notifications.subscriber (asked_at) WHERE confirmed_at IS NULL;
SELECT bus.isolate('notifications.subscriber');
GRANT SELECT, INSERT, DELETE, UPDATE (language, asked_at, confirmed_at) ON notifications.subscriber TO notifications;

-- Somebody left while a mail to them was on its way: what the evidence says of them goes once it has
-- arrived.
CREATE TABLE notifications.parting (
    tenant_id      uuid NOT NULL DEFAULT bus.tenant(),
    subscriber_id  uuid NOT NULL,
    left_at        timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, subscriber_id)
);
SELECT bus.isolate('notifications.parting');
GRANT SELECT, INSERT, DELETE ON notifications.parting TO notifications;

-- What was sent to one subscriber. Of deliveries to clients there are millions, and none is in here.
CREATE INDEX ON notifications.delivery (tenant_id, contact_id) WHERE client_id IS NULL;

-- Whom to forget: who left, and who did not confirm within 48 hours. Identifiers only.
GRANT SELECT (tenant_id, id, asked_at, confirmed_at) ON notifications.subscriber TO schakel_finder;
GRANT SELECT (tenant_id, subscriber_id, left_at) ON notifications.parting TO schakel_finder;
CREATE POLICY finder ON notifications.subscriber FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON notifications.parting FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.forgettable_subscribers(most integer)
RETURNS TABLE (tenant_id uuid, subscriber_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    (SELECT p.tenant_id, p.subscriber_id FROM notifications.parting p ORDER BY p.left_at LIMIT most)
    UNION ALL
    (SELECT s.tenant_id, s.id FROM notifications.subscriber s
    WHERE s.confirmed_at IS NULL AND s.asked_at <= clock.now() - interval '48 hours'
    ORDER BY s.asked_at LIMIT most)
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.forgettable_subscribers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.forgettable_subscribers TO notifications;

-- Whatever else is a kind of notice by now stays one.
DO $$
DECLARE
    known text := (
        SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c
        WHERE c.conrelid = 'notifications.notice'::regclass AND c.conname = 'notice_kind_check');
BEGIN
    ALTER TABLE notifications.notice DROP CONSTRAINT notice_kind_check;
    EXECUTE format(
        'ALTER TABLE notifications.notice ADD CONSTRAINT notice_kind_check CHECK (%s OR kind IN (%L, %L, %L))',
        known, 'subscription_asked', 'public_announced', 'public_withdrawn');
END $$;

-- What many were told quotes none of them: it stays as it was told.
CREATE POLICY public_stands ON notifications.notice AS RESTRICTIVE FOR UPDATE TO notifications
    USING (facts IS NULL OR kind NOT IN ('subscription_asked', 'public_announced', 'public_withdrawn'))
    WITH CHECK (true);
