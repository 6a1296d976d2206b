-- A certificate with which a tenant seals, or sealed: what it says never changes. The newest that is
-- valid seals; one that was made here serves until its owner hands in another.
CREATE TABLE documents.seal_certificate (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    self_made    boolean NOT NULL,
    subject      text NOT NULL,
    issuer       text NOT NULL,
    serial       text NOT NULL,
    algorithm    text NOT NULL,
    valid_from   timestamptz NOT NULL,
    valid_until  timestamptz NOT NULL,
    fingerprint  bytea NOT NULL CHECK (length(fingerprint) = 32),
    certificate  bytea NOT NULL,
    chain        bytea[] NOT NULL,
    added_by     uuid,
    added_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, fingerprint),
    CHECK (self_made = (added_by IS NULL))
);
CREATE INDEX ON documents.seal_certificate (fingerprint);
SELECT bus.isolate('documents.seal_certificate');
GRANT SELECT, INSERT ON documents.seal_certificate TO documents;

-- Its private key, shut under a key that stands in no database; gone once another took its place.
CREATE TABLE documents.seal_key (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    certificate_id  uuid NOT NULL,
    shut            bytea NOT NULL,
    PRIMARY KEY (tenant_id, certificate_id),
    FOREIGN KEY (tenant_id, certificate_id) REFERENCES documents.seal_certificate
);
SELECT bus.isolate('documents.seal_key');
GRANT SELECT, INSERT, DELETE ON documents.seal_key TO documents;

-- What was put under one PDF, by its digest; told before that PDF is stored.
CREATE TABLE documents.seal (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    digest          bytea NOT NULL CHECK (length(digest) = 32),
    certificate_id  uuid NOT NULL,
    level           text NOT NULL CHECK (level IN ('B-B', 'B-T')),
    downgrade       text CHECK (downgrade IS NULL OR level = 'B-B'),
    sealed_at       timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, certificate_id) REFERENCES documents.seal_certificate
);
SELECT bus.isolate('documents.seal');
GRANT SELECT, INSERT ON documents.seal TO documents;
