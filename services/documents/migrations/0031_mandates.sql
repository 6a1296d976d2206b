-- Who let the seal countersign for the provider, for what, and in which words; what is withdrawn stays.
CREATE TABLE documents.mandate (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    name         text NOT NULL,
    job_title    text NOT NULL,
    kinds        text[] NOT NULL
        CHECK (kinds <@ ARRAY['agreement', 'amendment', 'own_paper'] AND cardinality(kinds) > 0),
    valid_until  date,
    statement    text NOT NULL,
    given_by     uuid NOT NULL,
    given_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('documents.mandate');
GRANT SELECT, INSERT ON documents.mandate TO documents;

CREATE TABLE documents.mandate_withdrawal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    mandate_id    uuid NOT NULL,
    withdrawn_by  uuid NOT NULL,
    withdrawn_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, mandate_id),
    FOREIGN KEY (tenant_id, mandate_id) REFERENCES documents.mandate
);
SELECT bus.isolate('documents.mandate_withdrawal');
GRANT SELECT, INSERT ON documents.mandate_withdrawal TO documents;

-- The provider's own signature under a version that its client signed: by the seal under a mandate,
-- or by somebody who works there.
CREATE TABLE documents.countersignature (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    id              uuid NOT NULL DEFAULT uuidv7(),
    version_id      uuid NOT NULL,
    agreement_id    uuid NOT NULL,
    client_id       uuid NOT NULL,
    certificate_id  uuid NOT NULL,
    mandate_id      uuid,
    given_by        uuid,
    name            text,
    job_title       text,
    at              timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, version_id),
    FOREIGN KEY (tenant_id, certificate_id) REFERENCES documents.seal_certificate,
    FOREIGN KEY (tenant_id, mandate_id) REFERENCES documents.mandate,
    CHECK ((mandate_id IS NULL) = (given_by IS NOT NULL AND name IS NOT NULL AND job_title IS NOT NULL)),
    CHECK ((mandate_id IS NOT NULL) = (given_by IS NULL AND name IS NULL AND job_title IS NULL))
);
SELECT bus.isolate('documents.countersignature');
GRANT SELECT, INSERT ON documents.countersignature TO documents;

-- What was issued before somebody countersigned by hand stays as it was: that is a document of its own.
ALTER TABLE documents.rendering DROP CONSTRAINT rendering_variant_check;
ALTER TABLE documents.rendering ADD CONSTRAINT rendering_variant_check
    CHECK (variant IN ('offered', 'signed', 'countersigned'));
