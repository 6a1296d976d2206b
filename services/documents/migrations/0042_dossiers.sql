-- The whole file of one client: asked for, made in the background, to be fetched for some days.
CREATE TABLE documents.dossier (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    client_id        uuid NOT NULL,
    -- The client's own leaves out what it must not be told yet.
    audience         text NOT NULL CHECK (audience IN ('provider', 'client')),
    language         text NOT NULL CHECK (language IN ('nl', 'en')),
    requested_at     timestamptz NOT NULL DEFAULT clock.now(),
    files_total      bigint,
    bytes_total      bigint,
    files_done       bigint NOT NULL DEFAULT 0,
    bytes_done       bigint NOT NULL DEFAULT 0,
    attempts         integer NOT NULL DEFAULT 0,
    problem          text,
    detail           text,
    -- Machine time: when the sweep may take it up, had its job been lost.
    due_at           timestamptz NOT NULL DEFAULT now() + interval '1 minute',
    completed_at     timestamptz,
    object_key       text,
    file_name        text,
    digest           bytea CHECK (length(digest) = 32),
    size             bigint,
    manifest_digest  bytea CHECK (length(manifest_digest) = 32),
    expires_at       timestamptz,
    removed_at       timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK ((completed_at IS NULL) = (object_key IS NULL)),
    CHECK ((completed_at IS NULL) = (digest IS NULL)),
    CHECK ((completed_at IS NULL) = (expires_at IS NULL))
);
CREATE INDEX ON documents.dossier (tenant_id, client_id, id);
-- One at a time for each client and each reader: who asks again is told of the one that is being made.
CREATE UNIQUE INDEX ON documents.dossier (tenant_id, client_id, audience) WHERE completed_at IS NULL AND removed_at IS NULL;
CREATE INDEX ON documents.dossier (due_at) WHERE completed_at IS NULL AND removed_at IS NULL;
CREATE INDEX ON documents.dossier (expires_at) WHERE removed_at IS NULL;
SELECT bus.isolate('documents.dossier');
GRANT SELECT, INSERT, UPDATE (files_total, bytes_total, files_done, bytes_done, attempts, problem, detail, due_at,
    completed_at, object_key, file_name, digest, size, manifest_digest, expires_at, removed_at)
    ON documents.dossier TO documents;

-- For the sweep, which knows no tenant: what is to be made, and what has lain there long enough.
CREATE FUNCTION documents.due_dossiers(most integer) RETURNS TABLE (tenant_id uuid, id uuid, expired boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    (SELECT d.tenant_id, d.id, false FROM documents.dossier d
     WHERE d.completed_at IS NULL AND d.removed_at IS NULL AND d.due_at <= now() ORDER BY d.due_at LIMIT most)
    UNION ALL
    (SELECT d.tenant_id, d.id, true FROM documents.dossier d
     WHERE d.removed_at IS NULL AND d.expires_at <= clock.now() ORDER BY d.expires_at LIMIT most);
END;
CREATE POLICY sweep ON documents.dossier FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, id, due_at, completed_at, removed_at, expires_at) ON documents.dossier TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.due_dossiers OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.due_dossiers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.due_dossiers TO documents;
