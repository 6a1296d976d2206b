CREATE TABLE contracts.subprocessor (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    name          text NOT NULL,
    name_key      text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
    legal_entity  text,
    registration  text,
    address       text,
    country       text,
    contact       text,
    website       text,
    parent_id     uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES contracts.subprocessor
);
SELECT bus.isolate('contracts.subprocessor');
GRANT SELECT, INSERT ON contracts.subprocessor TO contracts;

CREATE TABLE contracts.product (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id           uuid NOT NULL DEFAULT uuidv7(),
    key          text NOT NULL,
    name         jsonb NOT NULL,
    description  jsonb,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key)
);
SELECT bus.isolate('contracts.product');
GRANT SELECT, INSERT ON contracts.product TO contracts;

CREATE TABLE contracts.processing (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    product_id       uuid NOT NULL,
    subject_matter   jsonb NOT NULL,
    nature           jsonb NOT NULL,
    purpose          jsonb NOT NULL,
    data_categories  jsonb NOT NULL,
    data_subjects    jsonb NOT NULL,
    retention        jsonb,
    measures         jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES contracts.product
);
CREATE INDEX ON contracts.processing (tenant_id, product_id);
SELECT bus.isolate('contracts.processing');
GRANT SELECT, INSERT ON contracts.processing TO contracts;

CREATE TABLE contracts.change (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id            uuid NOT NULL DEFAULT uuidv7(),
    title         jsonb NOT NULL,
    reason        jsonb,
    effective_on  date NOT NULL,
    at_once       boolean NOT NULL,
    created_by    uuid,
    created_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('contracts.change');
GRANT SELECT, INSERT ON contracts.change TO contracts;

-- The content of a link never changes: only the range in which it holds may be moved. An empty
-- range is a link that a change proposes and that holds nowhere yet.
CREATE TABLE contracts.link (
    tenant_id              uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id                     uuid NOT NULL DEFAULT uuidv7(),
    product_id             uuid,
    subprocessor_id        uuid NOT NULL,
    capacity               text NOT NULL CHECK (capacity IN ('subprocessor', 'own_administration', 'controller')),
    purpose                jsonb,
    data_categories        jsonb NOT NULL,
    data_subjects          jsonb NOT NULL,
    location               jsonb,
    zone                   text CHECK (zone IN ('EU', 'EEA', 'adequate', 'third')),
    mechanism              text,
    mechanism_verified_on  date,
    condition              jsonb,
    reason                 jsonb,
    change_id              uuid,
    valid                  daterange NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES contracts.product,
    FOREIGN KEY (tenant_id, subprocessor_id) REFERENCES contracts.subprocessor,
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change,
    CHECK (capacity <> 'subprocessor' OR product_id IS NOT NULL),
    CHECK (capacity <> 'own_administration' OR product_id IS NULL),
    -- Deferrable, so that one statement may close the old link and open its successor.
    CONSTRAINT link_holds_once EXCLUDE USING gist (
        bus.uuidrange(tenant_id, tenant_id, '[]') WITH &&,
        bus.uuidrange(coalesce(product_id, uuid '00000000-0000-0000-0000-000000000000'),
                      coalesce(product_id, uuid '00000000-0000-0000-0000-000000000000'), '[]') WITH &&,
        bus.uuidrange(subprocessor_id, subprocessor_id, '[]') WITH &&,
        bus.textrange(capacity, capacity, '[]') WITH &&,
        valid WITH &&
    ) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX ON contracts.link (tenant_id, product_id);
CREATE INDEX ON contracts.link (tenant_id, change_id) WHERE change_id IS NOT NULL;
SELECT bus.isolate('contracts.link');
GRANT SELECT, INSERT, UPDATE (valid) ON contracts.link TO contracts;

CREATE TABLE contracts.change_end (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    change_id  uuid NOT NULL,
    link_id    uuid NOT NULL,
    PRIMARY KEY (tenant_id, change_id, link_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change,
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link
);
CREATE INDEX ON contracts.change_end (tenant_id, link_id);
SELECT bus.isolate('contracts.change_end');
GRANT SELECT, INSERT ON contracts.change_end TO contracts;

-- The chain above a sub-processor, the nearest first.
CREATE FUNCTION contracts.chain(tenant uuid, subprocessor uuid) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    WITH RECURSIVE above AS (
        SELECT p.id, p.parent_id, p.name, p.country, 1 AS depth
        FROM contracts.subprocessor s
        JOIN contracts.subprocessor p ON (p.tenant_id, p.id) = (s.tenant_id, s.parent_id)
        WHERE (s.tenant_id, s.id) = (tenant, subprocessor)
        UNION ALL
        SELECT p.id, p.parent_id, p.name, p.country, above.depth + 1
        FROM above JOIN contracts.subprocessor p ON (p.tenant_id, p.id) = (tenant, above.parent_id)
    )
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'country', country) ORDER BY depth), '[]')
    FROM above
$$;

-- A list of texts in one language, in the order in which it was given.
CREATE FUNCTION contracts.said(texts jsonb, language text) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_agg(t.text -> language ORDER BY t.place), '[]')
    FROM jsonb_array_elements(texts) WITH ORDINALITY AS t (text, place)
$$;

CREATE VIEW contracts.subprocessor_page WITH (security_invoker = true) AS
SELECT s.tenant_id, s.id, s.name, s.name_key, jsonb_build_object(
    'id', s.id, 'name', s.name, 'legal_entity', s.legal_entity, 'registration', s.registration,
    'address', s.address, 'country', s.country, 'contact', s.contact, 'website', s.website,
    'parent_id', s.parent_id, 'chain', contracts.chain(s.tenant_id, s.id)) AS subprocessor
FROM contracts.subprocessor s;

CREATE VIEW contracts.link_page WITH (security_invoker = true) AS
SELECT l.tenant_id, l.id AS link_id, l.product_id, p.name AS product, s.subprocessor, s.name_key,
    l.capacity, l.purpose, l.data_categories, l.data_subjects, l.location, l.zone, l.mechanism,
    l.mechanism_verified_on, l.condition, l.reason, l.change_id, l.valid
FROM contracts.link l
JOIN contracts.subprocessor_page s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id);
GRANT SELECT ON contracts.subprocessor_page, contracts.link_page TO contracts;
