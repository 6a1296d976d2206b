-- The words of a message as somebody wrote them, never altered since: the same words for the same use
-- are one version. A built-in that was told something in is kept too, so that it can be read again
-- long after the product comes with another.
CREATE TABLE notifications.wording_version (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    kind        text NOT NULL,
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    origin      text NOT NULL CHECK (origin IN ('own', 'builtin')),
    subject     text NOT NULL,
    body        text NOT NULL,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    written_by  uuid,
    written_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, language, origin, digest),
    UNIQUE (tenant_id, id, kind, language)
);
SELECT bus.isolate('notifications.wording_version');
GRANT SELECT, INSERT ON notifications.wording_version TO notifications;

-- From then on notices are told in it. The last one for a use is in force, unless it was retired: two
-- at once are impossible.
CREATE TABLE notifications.wording_publication (
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
        REFERENCES notifications.wording_version (tenant_id, id, kind, language)
);
CREATE INDEX ON notifications.wording_publication (tenant_id, version_id);
SELECT bus.isolate('notifications.wording_publication');
GRANT SELECT, INSERT ON notifications.wording_publication TO notifications;

CREATE TABLE notifications.wording_retirement (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    publication_id  uuid NOT NULL,
    reason          text NOT NULL,
    retired_by      uuid,
    retired_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, publication_id),
    FOREIGN KEY (tenant_id, publication_id) REFERENCES notifications.wording_publication
);
SELECT bus.isolate('notifications.wording_retirement');
GRANT SELECT, INSERT ON notifications.wording_retirement TO notifications;

CREATE VIEW notifications.wording_state WITH (security_invoker = true) AS
SELECT v.*, p.published_by, p.published_at, p.id AS publication_id, r.retired_by, r.retired_at, r.reason,
    CASE
        WHEN p.id IS NULL THEN 'draft'
        WHEN r.publication_id IS NOT NULL THEN 'retired'
        WHEN EXISTS (
            SELECT FROM notifications.wording_publication later
            WHERE (later.tenant_id, later.kind, later.language) = (v.tenant_id, v.kind, v.language)
                AND later.number > p.number) THEN 'replaced'
        ELSE 'in_force'
    END AS state
FROM notifications.wording_version v
LEFT JOIN LATERAL (
    SELECT * FROM notifications.wording_publication own
    WHERE (own.tenant_id, own.version_id) = (v.tenant_id, v.id) ORDER BY own.number DESC LIMIT 1
) p ON true
LEFT JOIN notifications.wording_retirement r ON (r.tenant_id, r.publication_id) = (p.tenant_id, p.id);
GRANT SELECT ON notifications.wording_state TO notifications;

-- How a provider's messages look; the last one holds.
CREATE TABLE notifications.brand (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    id         uuid NOT NULL DEFAULT uuidv7(),
    name       text,
    accent     text NOT NULL CHECK (accent ~ '^#[0-9a-f]{6}$'),
    footer_nl  text,
    footer_en  text,
    set_by     uuid,
    set_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('notifications.brand');
GRANT SELECT, INSERT ON notifications.brand TO notifications;

-- In which words and looks a notice is told, from its first recipient to its last. ``instead_of`` is
-- the provider's own that would have left out a fact of this very notice.
CREATE TABLE notifications.notice_wording (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    notice_id   uuid NOT NULL,
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    version_id  uuid NOT NULL,
    instead_of  uuid,
    brand_id    uuid,
    PRIMARY KEY (tenant_id, notice_id, language),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notifications.notice,
    FOREIGN KEY (tenant_id, version_id) REFERENCES notifications.wording_version,
    FOREIGN KEY (tenant_id, instead_of) REFERENCES notifications.wording_version,
    FOREIGN KEY (tenant_id, brand_id) REFERENCES notifications.brand
);
SELECT bus.isolate('notifications.notice_wording');
GRANT SELECT, INSERT ON notifications.notice_wording TO notifications;
