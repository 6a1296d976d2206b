-- What has to be made: one rendering for each version of an agreement and each variant of it.
CREATE TABLE documents.rendering (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    agreement_id  uuid NOT NULL,
    version_id    uuid NOT NULL,
    client_id     uuid NOT NULL,
    variant       text NOT NULL CHECK (variant IN ('offered', 'signed')),
    requested_at  timestamptz NOT NULL DEFAULT clock.now(),
    announced_at  timestamptz,
    completed_at  timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    problem       text,
    detail        text,
    -- Machine time: when the sweep may take it up, had its job been lost.
    due_at        timestamptz NOT NULL DEFAULT now() + interval '1 minute',
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, version_id, variant),
    CHECK (completed_at IS NULL OR announced_at IS NOT NULL)
);
CREATE INDEX ON documents.rendering (due_at) WHERE completed_at IS NULL;
SELECT bus.isolate('documents.rendering');
GRANT SELECT, INSERT, UPDATE (announced_at, completed_at, attempts, problem, detail, due_at)
    ON documents.rendering TO documents;

-- What is about to be stored, told before it is: after a crash the object is found by this row.
CREATE TABLE documents.upload (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    rendering_id     uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('docx', 'pdf')),
    digest           bytea NOT NULL CHECK (length(digest) = 32),
    size             bigint NOT NULL,
    source_digest    bytea NOT NULL CHECK (length(source_digest) = 32),
    snapshot_digest  bytea NOT NULL CHECK (length(snapshot_digest) = 32),
    file_name        text NOT NULL,
    begun_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, rendering_id, kind),
    FOREIGN KEY (tenant_id, rendering_id) REFERENCES documents.rendering
);
SELECT bus.isolate('documents.upload');
GRANT SELECT, INSERT, UPDATE, DELETE ON documents.upload TO documents;

-- What is stored and was read back. source_digest is that of the template, or of the DOCX under a PDF.
CREATE TABLE documents.document (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    rendering_id     uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('docx', 'pdf')),
    digest           bytea NOT NULL CHECK (length(digest) = 32),
    size             bigint NOT NULL,
    source_digest    bytea NOT NULL,
    snapshot_digest  bytea NOT NULL,
    file_name        text NOT NULL,
    stored_at        timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, rendering_id, kind),
    FOREIGN KEY (tenant_id, rendering_id) REFERENCES documents.rendering
);
SELECT bus.isolate('documents.document');
GRANT SELECT, INSERT ON documents.document TO documents;

-- For the sweep, which knows no tenant: what is due, by identifier.
CREATE FUNCTION documents.unfinished(with_pdf boolean, most integer)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT r.tenant_id, r.id FROM documents.rendering r
    WHERE r.completed_at IS NULL AND r.due_at <= now()
        AND (with_pdf OR r.problem IS DISTINCT FROM 'pdf-engine-missing')
    ORDER BY r.due_at LIMIT most;
END;
CREATE POLICY sweep ON documents.rendering FOR SELECT TO schakel_finder USING (true);
GRANT USAGE ON SCHEMA documents TO schakel_finder;
GRANT SELECT (tenant_id, id, completed_at, due_at, problem) ON documents.rendering TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.unfinished OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.unfinished FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.unfinished TO documents;

-- From the first event on, whether a worker has run yet or not.
INSERT INTO bus.subscription (consumer, type)
VALUES ('documents', 'AgreementVersionFrozen'), ('documents', 'AgreementSigned')
ON CONFLICT DO NOTHING;
