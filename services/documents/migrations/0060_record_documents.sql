-- A document that a provider makes of its own record: asked for, frozen, then made.
CREATE TABLE documents.record_document (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    kind          text NOT NULL CHECK (kind IN ('processing-record', 'data-pro-statement')),
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    day           date NOT NULL,
    -- What the provider adds in its own words.
    told          jsonb NOT NULL,
    requested_by  uuid,
    requested_at  timestamptz NOT NULL DEFAULT clock.now(),
    completed_at  timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    problem       text,
    detail        text,
    -- Machine time: when the sweep may take it up, had its job been lost.
    due_at        timestamptz NOT NULL DEFAULT now() + interval '1 minute',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ON documents.record_document (tenant_id, kind, id);
CREATE INDEX ON documents.record_document (due_at) WHERE completed_at IS NULL;
SELECT bus.isolate('documents.record_document');
GRANT SELECT, INSERT, UPDATE (completed_at, attempts, problem, detail, due_at) ON documents.record_document TO documents;

-- What it prints, as the record said it at that moment; the text goes when a client that it names is
-- erased, and its digest stays.
CREATE TABLE documents.record_document_content (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    record_document_id    uuid NOT NULL,
    canonical   text,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    client_ids  uuid[] NOT NULL,
    frozen_at   timestamptz NOT NULL DEFAULT clock.now(),
    erased_at   timestamptz,
    PRIMARY KEY (tenant_id, record_document_id),
    FOREIGN KEY (tenant_id, record_document_id) REFERENCES documents.record_document,
    CHECK ((canonical IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX ON documents.record_document_content USING gin (client_ids);
CREATE INDEX ON documents.record_document_content (tenant_id, digest);
SELECT bus.isolate('documents.record_document_content');
GRANT SELECT, INSERT, UPDATE (canonical, erased_at) ON documents.record_document_content TO documents;
-- Its text may be erased, and is never altered.
CREATE POLICY erased_alone ON documents.record_document_content AS RESTRICTIVE FOR UPDATE TO documents
    USING (true) WITH CHECK (canonical IS NULL);

-- The files of it that are stored and were read back. source_digest is that of the template, or of the
-- DOCX under a PDF.
CREATE TABLE documents.record_document_file (
    tenant_id      uuid NOT NULL DEFAULT bus.tenant(),
    id             uuid NOT NULL DEFAULT uuidv7(),
    record_document_id       uuid NOT NULL,
    format         text NOT NULL CHECK (format IN ('docx', 'pdf')),
    digest         bytea NOT NULL CHECK (length(digest) = 32),
    size           bigint NOT NULL,
    source_digest  bytea NOT NULL CHECK (length(source_digest) = 32),
    file_name      text NOT NULL,
    stored_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, record_document_id, format),
    FOREIGN KEY (tenant_id, record_document_id) REFERENCES documents.record_document
);
CREATE INDEX ON documents.record_document_file (tenant_id, digest);
SELECT bus.isolate('documents.record_document_file');
GRANT SELECT, INSERT ON documents.record_document_file TO documents;

-- For the sweep, which knows no tenant: what is due, by identifier.
CREATE FUNCTION documents.due_record_documents(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT i.tenant_id, i.id FROM documents.record_document i
    WHERE i.completed_at IS NULL AND i.due_at <= now() ORDER BY i.due_at LIMIT most;
END;
CREATE POLICY sweep ON documents.record_document FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, id, completed_at, due_at) ON documents.record_document TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.due_record_documents OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.due_record_documents FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.due_record_documents TO documents;
