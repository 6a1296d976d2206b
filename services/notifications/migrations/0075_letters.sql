-- Who was not reached stands apart from what went well: few rows, found by client.
CREATE INDEX ON notifications.delivery (tenant_id, client_id, notice_id)
    WHERE client_id IS NOT NULL AND state IN ('queued', 'failed', 'in_doubt');

-- A letter to a client that no mail reached: one for each notice. ``told`` is all that it prints, frozen
-- once; ``document_id`` and ``digest`` are those under which it was made.
CREATE TABLE notifications.letter (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    notice_id     uuid NOT NULL,
    client_id     uuid NOT NULL,
    delivery_id   uuid NOT NULL,
    requested_by  uuid,
    requested_at  timestamptz NOT NULL DEFAULT clock.now(),
    told          jsonb,
    problem       jsonb,
    document_id   uuid,
    digest        text,
    erased_at     timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, notice_id, client_id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice,
    FOREIGN KEY (tenant_id, delivery_id) REFERENCES notifications.delivery
);
CREATE INDEX ON notifications.letter (tenant_id, client_id);
CREATE INDEX ON notifications.letter (tenant_id, id) WHERE document_id IS NULL AND erased_at IS NULL;
SELECT bus.isolate('notifications.letter');
GRANT SELECT, INSERT, UPDATE (told, problem, document_id, digest, erased_at) ON notifications.letter TO notifications;

-- On which day it was handed to the post, by the word of whoever recorded it.
CREATE TABLE notifications.posting (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    letter_id    uuid NOT NULL,
    posted_on    date NOT NULL,
    recorded_by  uuid,
    recorded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, letter_id),
    FOREIGN KEY (tenant_id, letter_id) REFERENCES notifications.letter
);
SELECT bus.isolate('notifications.posting');
GRANT SELECT, INSERT ON notifications.posting TO notifications;

-- The sweep looks across tenants for letters that nobody has had made yet. Identifiers only.
GRANT SELECT (tenant_id, id, document_id, erased_at) ON notifications.letter TO schakel_finder;
CREATE POLICY finder ON notifications.letter FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION notifications.unfinished_letters() RETURNS TABLE (work text, tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'print', l.tenant_id, l.id FROM notifications.letter l
    WHERE l.document_id IS NULL AND l.erased_at IS NULL ORDER BY l.tenant_id, l.id LIMIT 1000
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
REVOKE ALL ON FUNCTION notifications.unfinished_letters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications.unfinished_letters TO notifications;
