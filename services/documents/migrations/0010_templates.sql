-- A template as it was uploaded, never altered since: the same bytes for the same use are one version.
-- A built-in that printed something is kept too, so that what it printed can be told and made anew
-- long after the product comes with another.
CREATE TABLE documents.template_version (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    kind         text NOT NULL,
    language     text NOT NULL CHECK (language IN ('nl', 'en')),
    origin       text NOT NULL CHECK (origin IN ('uploaded', 'builtin')),
    name         text NOT NULL,
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    size         bigint NOT NULL,
    uploaded_by  uuid,
    uploaded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, language, digest),
    UNIQUE (tenant_id, id, kind, language)
);
CREATE INDEX ON documents.template_version (tenant_id, digest);
SELECT bus.isolate('documents.template_version');
GRANT SELECT, INSERT ON documents.template_version TO documents;

-- From then on it prints what is made. The last one for a use is in force, unless it was retired: two
-- at once are impossible.
CREATE TABLE documents.template_publication (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    version_id    uuid NOT NULL,
    kind          text NOT NULL,
    language      text NOT NULL,
    number        integer NOT NULL CHECK (number > 0),
    published_by  uuid,
    published_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, language, number),
    FOREIGN KEY (tenant_id, version_id, kind, language)
        REFERENCES documents.template_version (tenant_id, id, kind, language)
);
CREATE INDEX ON documents.template_publication (tenant_id, version_id);
SELECT bus.isolate('documents.template_publication');
GRANT SELECT, INSERT ON documents.template_publication TO documents;

CREATE TABLE documents.template_retirement (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    publication_id  uuid NOT NULL,
    reason          text NOT NULL,
    retired_by      uuid,
    retired_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, publication_id),
    FOREIGN KEY (tenant_id, publication_id) REFERENCES documents.template_publication
);
SELECT bus.isolate('documents.template_retirement');
GRANT SELECT, INSERT ON documents.template_retirement TO documents;

CREATE VIEW documents.template_state WITH (security_invoker = true) AS
SELECT v.*, p.published_by, p.published_at, p.id AS publication_id, r.retired_by, r.retired_at, r.reason,
    CASE
        WHEN p.id IS NULL THEN 'draft'
        WHEN r.publication_id IS NOT NULL THEN 'retired'
        WHEN EXISTS (
            SELECT FROM documents.template_publication later
            WHERE (later.tenant_id, later.kind, later.language) = (v.tenant_id, v.kind, v.language)
                AND later.number > p.number) THEN 'replaced'
        ELSE 'in_force'
    END AS state
FROM documents.template_version v
LEFT JOIN LATERAL (
    SELECT * FROM documents.template_publication own
    WHERE (own.tenant_id, own.version_id) = (v.tenant_id, v.id) ORDER BY own.number DESC LIMIT 1
) p ON true
LEFT JOIN documents.template_retirement r ON (r.tenant_id, r.publication_id) = (p.tenant_id, p.id);
GRANT SELECT ON documents.template_state TO documents;

-- With which template a version of an agreement was first made: what is signed later is printed from
-- the one that was read before, whatever was published in between. Identifiers only.
CREATE TABLE documents.version_template (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    version_id  uuid NOT NULL,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    chosen_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, version_id)
);
SELECT bus.isolate('documents.version_template');
GRANT SELECT, INSERT ON documents.version_template TO documents;
