-- A delivery is not touched any more while it goes as it should. What its chunk opened up to (in order
-- of ``ordinal``) may have left, what it settled up to has been taken by the mail server; ``state``
-- holds only where a delivery stands apart from that: deferred, failed, in doubt, stopped, or taken
-- later than the others of its chunk.
ALTER TABLE notifications.chunk
    ADD COLUMN size integer NOT NULL DEFAULT 0,
    ADD COLUMN opened integer NOT NULL DEFAULT 0,
    ADD COLUMN settled integer NOT NULL DEFAULT 0;
-- ``position`` is where the chain holds who it is for.
ALTER TABLE notifications.delivery
    ADD COLUMN ordinal integer,
    ADD COLUMN position bigint,
    ALTER COLUMN state DROP NOT NULL,
    ALTER COLUMN state DROP DEFAULT;

-- What was there before keeps the state that it has.
ALTER TABLE notifications.chunk NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications.delivery NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications.evidence NO FORCE ROW LEVEL SECURITY;
UPDATE notifications.delivery d SET ordinal = o.ordinal, position = e.position
FROM (
    SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id, chunk_id ORDER BY id) AS ordinal
    FROM notifications.delivery) o, notifications.evidence e
WHERE (d.tenant_id, d.id) = (o.tenant_id, o.id)
    AND (e.tenant_id, e.delivery_id, e.attempt, e.kind) = (d.tenant_id, d.id, 0, 'queued');
UPDATE notifications.chunk c SET size = d.size, opened = d.size, settled = d.size
FROM (SELECT tenant_id, chunk_id, count(*) AS size FROM notifications.delivery GROUP BY tenant_id, chunk_id) d
WHERE (c.tenant_id, c.id) = (d.tenant_id, d.chunk_id);
ALTER TABLE notifications.chunk FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications.delivery FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications.evidence FORCE ROW LEVEL SECURITY;

-- For each of a million rows these would lock the one notice anew; it can't go, for its chain and its
-- chunks hold it, and nobody may delete a row of evidence.
ALTER TABLE notifications.delivery
    ALTER COLUMN ordinal SET NOT NULL,
    ALTER COLUMN position SET NOT NULL,
    DROP CONSTRAINT delivery_tenant_id_notice_id_fkey;
ALTER TABLE notifications.evidence DROP CONSTRAINT evidence_tenant_id_notice_id_fkey;
ALTER TABLE notifications.disclosure DROP CONSTRAINT disclosure_tenant_id_notice_id_position_fkey;

ALTER TABLE notifications.chunk
    ADD CHECK (settled BETWEEN 0 AND opened AND opened <= size);
CREATE INDEX ON notifications.chunk (tenant_id, notice_id);
CREATE INDEX ON notifications.chunk (tenant_id, id) WHERE settled < size;
GRANT UPDATE (opened, settled) ON notifications.chunk TO notifications;

DROP INDEX notifications.delivery_tenant_id_notice_id_state_id_idx;
DROP INDEX notifications.delivery_tenant_id_chunk_id_idx;
DROP INDEX notifications.delivery_due_at_idx;
CREATE INDEX ON notifications.delivery (tenant_id, notice_id, id);
CREATE INDEX ON notifications.delivery (tenant_id, chunk_id, ordinal);
CREATE INDEX ON notifications.delivery (tenant_id, notice_id, state, id) WHERE state IS NOT NULL;
CREATE INDEX ON notifications.delivery (tenant_id, chunk_id) WHERE state IN ('queued', 'sending');
CREATE INDEX ON notifications.delivery (due_at) WHERE state IN ('queued', 'sending');

-- What is appended to a chain, many at a time.
CREATE TYPE notifications.evidence_row AS (
    position bigint, delivery_id uuid, attempt integer, kind text, details text, commitment bytea, digest bytea,
    salt bytea, payload text);

-- A delivery with the state and the number of attempts that it has, wherever they stand.
CREATE VIEW notifications.standing WITH (security_invoker = true) AS
SELECT d.tenant_id, d.id, d.notice_id, d.chunk_id, d.channel, d.contact_id, d.recipient_id, d.client_id,
    d.terms, d.due_at, d.created_at, d.ordinal, d.position,
    greatest(d.attempts, CASE WHEN d.ordinal <= c.opened THEN 1 ELSE 0 END) AS attempts,
    coalesce(d.state, CASE
        WHEN d.ordinal <= c.settled THEN 'accepted'
        WHEN d.ordinal <= c.opened THEN 'sending'
        ELSE 'queued' END) AS state
FROM notifications.delivery d
JOIN notifications.chunk c ON (c.tenant_id, c.id) = (d.tenant_id, d.chunk_id);
GRANT SELECT ON notifications.standing TO notifications;

GRANT SELECT (tenant_id, id, size, settled) ON notifications.chunk TO schakel_finder;
CREATE POLICY finder ON notifications.chunk FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA notifications TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE OR REPLACE FUNCTION notifications.unfinished() RETURNS TABLE (work text, tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM (
        SELECT 'gather', g.tenant_id, g.id FROM notifications.gathering g
        WHERE g.finished_at IS NULL LIMIT 1000) g
    UNION ALL
    SELECT * FROM (
        SELECT 'send', c.tenant_id, c.id FROM notifications.chunk c
        WHERE c.settled < c.size ORDER BY c.tenant_id, c.id LIMIT 10000) c
    UNION ALL
    SELECT DISTINCT * FROM (
        SELECT 'send', d.tenant_id, d.chunk_id FROM notifications.delivery d
        WHERE d.state IN ('queued', 'sending') AND d.due_at <= now()
        ORDER BY d.due_at LIMIT 100000) d
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA notifications FROM schakel_finder;
