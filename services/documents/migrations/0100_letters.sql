-- A letter to one client, or the report on a notice: asked for once under the key of the caller, with
-- everything that it prints.
CREATE TABLE documents.letter (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    key           text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('change-notice-letter', 'breach-letter', 'evidence-report')),
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    requested_at  timestamptz NOT NULL DEFAULT clock.now(),
    completed_at  timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    problem       text,
    detail        text,
    -- Machine time: when the sweep may take it up, had its job been lost.
    due_at        timestamptz NOT NULL DEFAULT now() + interval '1 minute',
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key)
);
CREATE INDEX ON documents.letter (tenant_id, kind, id);
CREATE INDEX ON documents.letter (due_at) WHERE completed_at IS NULL;
SELECT bus.isolate('documents.letter');
GRANT SELECT, INSERT, UPDATE (completed_at, attempts, problem, detail, due_at) ON documents.letter TO documents;

-- What it prints; the text goes when a client that it names is erased, and its digest stays.
CREATE TABLE documents.letter_content (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    letter_id   uuid NOT NULL,
    canonical   text,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    client_ids  uuid[] NOT NULL,
    erased_at   timestamptz,
    PRIMARY KEY (tenant_id, letter_id),
    FOREIGN KEY (tenant_id, letter_id) REFERENCES documents.letter,
    CHECK ((canonical IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX ON documents.letter_content USING gin (client_ids);
CREATE INDEX ON documents.letter_content (tenant_id, digest);
SELECT bus.isolate('documents.letter_content');
GRANT SELECT, INSERT, UPDATE (canonical, erased_at) ON documents.letter_content TO documents;
-- Its text may be erased, and is never altered.
CREATE POLICY erased_alone ON documents.letter_content AS RESTRICTIVE FOR UPDATE TO documents
    USING (true) WITH CHECK (canonical IS NULL);

-- The files of it that are stored and were read back. source_digest is that of the template, or of the
-- DOCX under a PDF.
CREATE TABLE documents.letter_file (
    tenant_id      uuid NOT NULL DEFAULT bus.tenant(),
    id             uuid NOT NULL DEFAULT uuidv7(),
    letter_id      uuid NOT NULL,
    format         text NOT NULL CHECK (format IN ('docx', 'pdf')),
    digest         bytea NOT NULL CHECK (length(digest) = 32),
    size           bigint NOT NULL,
    source_digest  bytea NOT NULL CHECK (length(source_digest) = 32),
    file_name      text NOT NULL,
    stored_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, letter_id, format),
    FOREIGN KEY (tenant_id, letter_id) REFERENCES documents.letter
);
CREATE INDEX ON documents.letter_file (tenant_id, digest);
SELECT bus.isolate('documents.letter_file');
GRANT SELECT, INSERT ON documents.letter_file TO documents;

-- For the sweep, which knows no tenant: what is due, by identifier.
CREATE FUNCTION documents.due_letters(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.tenant_id, l.id FROM documents.letter l
    WHERE l.completed_at IS NULL AND l.due_at <= now() ORDER BY l.due_at LIMIT most;
END;
CREATE POLICY sweep ON documents.letter FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, id, completed_at, due_at) ON documents.letter TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.due_letters OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.due_letters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.due_letters TO documents;
