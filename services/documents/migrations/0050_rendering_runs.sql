-- What a change, or mended annexes, froze on one day: a version for each agreement, printed by the
-- hundred and followed as one. Identifiers only.
CREATE TABLE documents.rendering_run (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    id         uuid NOT NULL DEFAULT uuidv7(),
    cause      text NOT NULL CHECK (cause IN ('change', 'drift')),
    change_id  uuid,
    day        date NOT NULL DEFAULT clock.today(),
    begun_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, cause, change_id, day)
);
SELECT bus.isolate('documents.rendering_run');
GRANT SELECT, INSERT ON documents.rendering_run TO documents;

-- Somebody stopped it for a while; over once it is resumed.
CREATE TABLE documents.rendering_pause (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    run_id      uuid NOT NULL,
    paused_by   uuid,
    paused_at   timestamptz NOT NULL DEFAULT clock.now(),
    resumed_by  uuid,
    resumed_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES documents.rendering_run
);
CREATE UNIQUE INDEX ON documents.rendering_pause (tenant_id, run_id) WHERE resumed_at IS NULL;
SELECT bus.isolate('documents.rendering_pause');
GRANT SELECT, INSERT, UPDATE (resumed_by, resumed_at) ON documents.rendering_pause TO documents;

-- A rendering of a run is made with the others of it, until it was announced, or failed by itself.
ALTER TABLE documents.rendering ADD COLUMN run_id uuid;
ALTER TABLE documents.rendering
    ADD FOREIGN KEY (tenant_id, run_id) REFERENCES documents.rendering_run;
CREATE INDEX ON documents.rendering (tenant_id, run_id) WHERE run_id IS NOT NULL;
CREATE INDEX ON documents.rendering (tenant_id, run_id, due_at)
    WHERE run_id IS NOT NULL AND announced_at IS NULL AND completed_at IS NULL AND attempts = 0;
-- For the sweep, which would go through a hundred thousand that are none of its business.
DROP INDEX documents.rendering_due_at_idx;
CREATE INDEX ON documents.rendering (due_at)
    WHERE completed_at IS NULL AND (run_id IS NULL OR announced_at IS NOT NULL OR attempts > 0);

GRANT SELECT (run_id, announced_at, attempts) ON documents.rendering TO schakel_finder;
GRANT SELECT (tenant_id, run_id, resumed_at) ON documents.rendering_pause TO schakel_finder;
CREATE POLICY sweep ON documents.rendering_pause FOR SELECT TO schakel_finder USING (true);

CREATE OR REPLACE FUNCTION documents.unfinished(with_pdf boolean, most integer)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT r.tenant_id, r.id FROM documents.rendering r
    WHERE r.completed_at IS NULL AND (r.run_id IS NULL OR r.announced_at IS NOT NULL OR r.attempts > 0)
        AND r.due_at <= now() AND (with_pdf OR r.problem IS DISTINCT FROM 'pdf-engine-missing')
    ORDER BY r.due_at LIMIT most;
END;

-- For the worker, which knows no tenant: runs with something to make now. From one run that waits to
-- the next along the index, however many renderings each has.
CREATE FUNCTION documents.waiting_runs(most integer) RETURNS TABLE (tenant_id uuid, run_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH RECURSIVE waiting AS (
        (SELECT r.tenant_id, r.run_id FROM documents.rendering r
         WHERE r.run_id IS NOT NULL AND r.announced_at IS NULL AND r.completed_at IS NULL AND r.attempts = 0
         ORDER BY r.tenant_id, r.run_id LIMIT 1)
        UNION ALL
        SELECT n.tenant_id, n.run_id FROM waiting w CROSS JOIN LATERAL (
            SELECT r.tenant_id, r.run_id FROM documents.rendering r
            WHERE r.run_id IS NOT NULL AND r.announced_at IS NULL AND r.completed_at IS NULL
                AND r.attempts = 0 AND (r.tenant_id, r.run_id) > (w.tenant_id, w.run_id)
            ORDER BY r.tenant_id, r.run_id LIMIT 1
        ) n
    )
    SELECT w.tenant_id, w.run_id FROM waiting w
    WHERE EXISTS (
            SELECT FROM documents.rendering r
            WHERE (r.tenant_id, r.run_id) = (w.tenant_id, w.run_id) AND r.announced_at IS NULL
                AND r.completed_at IS NULL AND r.attempts = 0 AND r.due_at <= now())
        AND NOT EXISTS (
            SELECT FROM documents.rendering_pause p
            WHERE (p.tenant_id, p.run_id) = (w.tenant_id, w.run_id) AND p.resumed_at IS NULL)
    LIMIT most;
END;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.waiting_runs OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.waiting_runs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.waiting_runs TO documents;

-- Names and versions of what decides the bytes: the same template, data and engine give the same.
ALTER TABLE documents.upload ADD COLUMN engine text;
ALTER TABLE documents.document ADD COLUMN engine text;
