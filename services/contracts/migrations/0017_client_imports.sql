-- A file of clients that somebody handed in, and what became of it.
CREATE TABLE contracts.client_import (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    file_name     text NOT NULL,
    media_type    text NOT NULL,
    digest        bytea NOT NULL,
    dry_run       boolean NOT NULL,
    on_existing   text NOT NULL CHECK (on_existing IN ('keep', 'update')),
    requested_by  uuid,
    requested_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('contracts.client_import');
GRANT SELECT, INSERT ON contracts.client_import TO contracts;

-- The bytes are personal data of strangers: they are here until the work is done, and after a dry run
-- that found nothing for one day, so that it can be confirmed.
CREATE TABLE contracts.client_import_file (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    import_id  uuid NOT NULL,
    content    bytea NOT NULL,
    kept_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, import_id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES contracts.client_import
);
SELECT bus.isolate('contracts.client_import_file');
GRANT SELECT, INSERT, DELETE ON contracts.client_import_file TO contracts;

-- How far it is, written beside the transaction that does the work; nothing follows from it.
CREATE TABLE contracts.client_import_progress (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    import_id  uuid NOT NULL,
    attempts   integer NOT NULL,
    stage      text NOT NULL,
    done       integer NOT NULL,
    total      integer NOT NULL,
    PRIMARY KEY (tenant_id, import_id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES contracts.client_import
);
SELECT bus.isolate('contracts.client_import_progress');
GRANT SELECT, INSERT, UPDATE (attempts, stage, done, total) ON contracts.client_import_progress TO contracts;

CREATE TABLE contracts.client_import_end (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    import_id  uuid NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('checked', 'refused', 'imported', 'failed')),
    tally      jsonb NOT NULL,
    ended_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, import_id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES contracts.client_import
);
SELECT bus.isolate('contracts.client_import_end');
GRANT SELECT, INSERT ON contracts.client_import_end TO contracts;

CREATE TABLE contracts.client_import_finding (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    import_id    uuid NOT NULL,
    place        integer NOT NULL,
    row          integer NOT NULL,
    column_name  text NOT NULL,
    code         text NOT NULL,
    detail       text NOT NULL,
    PRIMARY KEY (tenant_id, import_id, place),
    FOREIGN KEY (tenant_id, import_id) REFERENCES contracts.client_import
);
SELECT bus.isolate('contracts.client_import_finding');
GRANT SELECT, INSERT ON contracts.client_import_finding TO contracts;

GRANT SELECT (tenant_id, import_id, kept_at) ON contracts.client_import_file TO schakel_finder;
GRANT SELECT (tenant_id, import_id) ON contracts.client_import_end TO schakel_finder;
CREATE POLICY finder ON contracts.client_import_file FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON contracts.client_import_end FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
SET LOCAL ROLE schakel_finder;
-- Files that nobody has worked on to the end, and files of dry runs that nobody confirmed in a day.
CREATE FUNCTION contracts.due_imports() RETURNS TABLE (tenant_id uuid, import_id uuid, stale boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT f.tenant_id, f.import_id, x.import_id IS NOT NULL
    FROM contracts.client_import_file f
    LEFT JOIN contracts.client_import_end x ON (x.tenant_id, x.import_id) = (f.tenant_id, f.import_id)
    WHERE x.import_id IS NULL OR f.kept_at < now() - interval '1 day'
    ORDER BY f.kept_at LIMIT 20
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
REVOKE ALL ON FUNCTION contracts.due_imports FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_imports TO contracts;

-- After a large file the planner must know how many rows there are now; until autovacuum has told it,
-- the next file would be compared with a hundred thousand clients one by one.
GRANT MAINTAIN ON contracts.client, contracts.contact, contracts.agreement, contracts.agreement_product,
    contracts.agreement_version TO contracts;
CREATE FUNCTION contracts.count_clients_again() RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    ANALYZE contracts.client, contracts.contact, contracts.agreement, contracts.agreement_product,
        contracts.agreement_version;
END $$;
