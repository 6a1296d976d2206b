-- Clients of whom everything that was rendered is gone, or going: nothing is made for them any more.
CREATE TABLE documents.erasure (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    client_id   uuid NOT NULL,
    ordered_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, client_id)
);
SELECT bus.isolate('documents.erasure');
GRANT SELECT, INSERT ON documents.erasure TO documents;

-- What is to leave storage: told before it does, gone from here once storage says that it is gone.
CREATE TABLE documents.removal (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    object_key  text NOT NULL,
    client_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, object_key, client_id)
);
CREATE INDEX ON documents.removal (tenant_id, client_id);
SELECT bus.isolate('documents.removal');
GRANT SELECT, INSERT, DELETE ON documents.removal TO documents;

-- What the others are told once nothing of it is left in storage.
CREATE TABLE documents.erasure_reply (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    client_id  uuid NOT NULL,
    id         uuid NOT NULL DEFAULT uuidv7(),
    erased     jsonb NOT NULL,
    PRIMARY KEY (tenant_id, client_id, id)
);
SELECT bus.isolate('documents.erasure_reply');
GRANT SELECT, INSERT, DELETE ON documents.erasure_reply TO documents;

-- It was issued, and its bytes are gone; digest, size and day stay with it.
CREATE TABLE documents.document_erasure (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    document_id  uuid NOT NULL,
    erased_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, document_id),
    FOREIGN KEY (tenant_id, document_id) REFERENCES documents.document
);
SELECT bus.isolate('documents.document_erasure');
GRANT SELECT, INSERT ON documents.document_erasure TO documents;

CREATE TABLE documents.file_erasure (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    file_id    uuid NOT NULL,
    erased_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, file_id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES documents.file
);
SELECT bus.isolate('documents.file_erasure');
GRANT SELECT, INSERT ON documents.file_erasure TO documents;

-- The name that somebody gave a file goes with its bytes, and at no other time.
GRANT UPDATE (name) ON documents.file TO documents;
CREATE POLICY erased_alone ON documents.file AS RESTRICTIVE FOR UPDATE TO documents
    USING (EXISTS (
        SELECT FROM documents.file_erasure e WHERE (e.tenant_id, e.file_id) = (file.tenant_id, file.id)));

CREATE INDEX ON documents.rendering (tenant_id, client_id);
CREATE INDEX ON documents.document (tenant_id, digest);
CREATE INDEX ON documents.document (tenant_id, snapshot_digest);

-- For the sweep, which knows no tenant: clients of whom somebody is still to be told.
GRANT SELECT (tenant_id, client_id) ON documents.erasure_reply TO schakel_finder;
CREATE POLICY sweep ON documents.erasure_reply FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id, client_id) ON documents.removal TO schakel_finder;
CREATE POLICY sweep ON documents.removal FOR SELECT TO schakel_finder USING (true);
CREATE FUNCTION documents.unerased(most integer) RETURNS TABLE (tenant_id uuid, client_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT x.tenant_id, x.client_id FROM (
        SELECT r.tenant_id, r.client_id FROM documents.removal r
        UNION
        SELECT p.tenant_id, p.client_id FROM documents.erasure_reply p
    ) x LIMIT most;
END;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.unerased OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.unerased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.unerased TO documents;

INSERT INTO bus.subscription (consumer, type) VALUES ('documents', 'ErasureOrdered') ON CONFLICT DO NOTHING;
