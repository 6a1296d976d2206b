-- What a provider says of itself and of others may be edited, and no old value is lost: each state of
-- a row is kept with the moment from which it stood, so that any day can be asked for.
ALTER TABLE contracts.tenant
    ADD COLUMN IF NOT EXISTS four_eyes boolean NOT NULL DEFAULT false,
    ADD COLUMN IF NOT EXISTS retention_years integer NOT NULL DEFAULT 5 CHECK (retention_years BETWEEN 1 AND 100),
    ADD COLUMN IF NOT EXISTS representative text,
    ADD COLUMN IF NOT EXISTS dpo text;
GRANT UPDATE (name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    representative, dpo, eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by,
    four_eyes, retention_years) ON contracts.tenant TO contracts;

ALTER TABLE contracts.subprocessor
    ADD COLUMN contact_person text,
    ADD COLUMN verified_on date,
    ADD COLUMN aliases text[] NOT NULL DEFAULT '{}';
CREATE INDEX ON contracts.subprocessor (tenant_id, parent_id);
GRANT UPDATE (name, legal_entity, registration, address, country, contact, contact_person, website,
    parent_id, verified_on, aliases) ON contracts.subprocessor TO contracts;

GRANT UPDATE (name, description) ON contracts.product TO contracts;

-- A draft may be incomplete; no version is frozen of what is (see contracts.unready).
ALTER TABLE contracts.processing
    ALTER COLUMN subject_matter DROP NOT NULL,
    ALTER COLUMN nature DROP NOT NULL,
    ALTER COLUMN purpose DROP NOT NULL,
    ADD COLUMN duration jsonb,
    ADD COLUMN controller_rights jsonb,
    ADD COLUMN valid daterange NOT NULL DEFAULT daterange(NULL, NULL) CHECK (NOT isempty(valid));
ALTER TABLE contracts.processing ALTER COLUMN valid DROP DEFAULT;
GRANT UPDATE (subject_matter, duration, nature, purpose, data_categories, data_subjects, controller_rights,
    retention, measures, valid) ON contracts.processing TO contracts;

CREATE TABLE contracts.catalogue_state (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    noun         text NOT NULL CHECK (noun IN ('tenant', 'subprocessor', 'product', 'processing', 'link')),
    thing_id     uuid NOT NULL,
    id           uuid NOT NULL DEFAULT uuidv7(),
    recorded_at  timestamptz NOT NULL DEFAULT clock.now(),
    state        jsonb NOT NULL,
    PRIMARY KEY (tenant_id, noun, thing_id, id)
);
SELECT bus.isolate('contracts.catalogue_state');
GRANT SELECT, INSERT ON contracts.catalogue_state TO contracts;

-- A row that is older than this table has no state yet: what it was is kept when it first changes.
CREATE FUNCTION contracts.keep_state() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    thing uuid := CASE WHEN TG_TABLE_NAME = 'tenant' THEN NEW.tenant_id ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO contracts.catalogue_state (tenant_id, noun, thing_id, recorded_at, state)
        SELECT NEW.tenant_id, TG_TABLE_NAME, thing, '-infinity', to_jsonb(OLD)
        WHERE NOT EXISTS (
            SELECT FROM contracts.catalogue_state c
            WHERE (c.tenant_id, c.noun, c.thing_id) = (NEW.tenant_id, TG_TABLE_NAME, thing));
    END IF;
    INSERT INTO contracts.catalogue_state (tenant_id, noun, thing_id, state)
    VALUES (NEW.tenant_id, TG_TABLE_NAME, thing, to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER keep_state AFTER INSERT OR UPDATE ON contracts.tenant
    FOR EACH ROW EXECUTE FUNCTION contracts.keep_state();
CREATE TRIGGER keep_state AFTER INSERT OR UPDATE ON contracts.subprocessor
    FOR EACH ROW EXECUTE FUNCTION contracts.keep_state();
CREATE TRIGGER keep_state AFTER INSERT OR UPDATE ON contracts.product
    FOR EACH ROW EXECUTE FUNCTION contracts.keep_state();
CREATE TRIGGER keep_state AFTER INSERT OR UPDATE ON contracts.processing
    FOR EACH ROW EXECUTE FUNCTION contracts.keep_state();

-- The state of a row at the end of a legal day; before the first that was kept, the first.
CREATE FUNCTION contracts.state_on(tenant uuid, what text, thing uuid, day date) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (SELECT c.state FROM contracts.catalogue_state c
            WHERE (c.tenant_id, c.noun, c.thing_id) = (tenant, what, thing)
                AND clock.day_of(c.recorded_at) <= day
            ORDER BY c.id DESC LIMIT 1),
        (SELECT c.state FROM contracts.catalogue_state c
            WHERE (c.tenant_id, c.noun, c.thing_id) = (tenant, what, thing)
            ORDER BY c.id LIMIT 1),
        '{}')
$$;

-- Day null: as it stands now.
CREATE FUNCTION contracts.subprocessor_on(s contracts.subprocessor, day date) RETURNS contracts.subprocessor
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN day IS NULL THEN s
        ELSE jsonb_populate_record(s, contracts.state_on(s.tenant_id, 'subprocessor', s.id, day)) END
$$;

CREATE FUNCTION contracts.product_on(p contracts.product, day date) RETURNS contracts.product
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN day IS NULL THEN p
        ELSE jsonb_populate_record(p, contracts.state_on(p.tenant_id, 'product', p.id, day)) END
$$;

CREATE FUNCTION contracts.processing_on(x contracts.processing, day date) RETURNS contracts.processing
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN day IS NULL THEN x
        ELSE jsonb_populate_record(x, contracts.state_on(x.tenant_id, 'processing', x.id, day)) END
$$;

-- Chains ---------------------------------------------------------------------------------------

-- One at a time, so that two edits at once can't close a circle between them.
CREATE FUNCTION contracts.refuse_circle() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('contracts.chain ' || NEW.tenant_id, 0));
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT NEW.parent_id AS id
            UNION
            SELECT p.parent_id FROM above
            JOIN contracts.subprocessor p ON (p.tenant_id, p.id) = (NEW.tenant_id, above.id)
        )
        SELECT FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a chain of processors has an end'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_has_an_end';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_circle BEFORE INSERT OR UPDATE OF parent_id ON contracts.subprocessor
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION contracts.refuse_circle();

-- From one party upwards, the nearest first, with what a controller must be able to look up at any
-- time: name, address and contact (EDPB Opinion 22/2024).
CREATE FUNCTION contracts.chain_from(tenant uuid, first uuid, day date) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    WITH RECURSIVE above AS (
        SELECT p.id, p.parent_id, p.name, p.legal_entity, p.address, p.country, p.contact, p.contact_person,
            1 AS depth
        FROM contracts.subprocessor s CROSS JOIN LATERAL contracts.subprocessor_on(s, day) p
        WHERE (s.tenant_id, s.id) = (tenant, first)
        UNION ALL
        SELECT p.id, p.parent_id, p.name, p.legal_entity, p.address, p.country, p.contact, p.contact_person,
            above.depth + 1
        FROM above
        JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (tenant, above.parent_id)
        CROSS JOIN LATERAL contracts.subprocessor_on(s, day) p
    )
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', id, 'name', name, 'legal_entity', legal_entity, 'address', address, 'country', country,
        'contact', contact, 'contact_person', contact_person) ORDER BY depth), '[]')
    FROM above
$$;

CREATE OR REPLACE FUNCTION contracts.chain(tenant uuid, subprocessor uuid) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN s.parent_id IS NULL THEN '[]' ELSE contracts.chain_from(tenant, s.parent_id, NULL) END
    FROM contracts.subprocessor s WHERE (s.tenant_id, s.id) = (tenant, subprocessor)
$$;

-- What must be known of a party and isn't.
CREATE FUNCTION contracts.unknown_of(s contracts.subprocessor) RETURNS text[] LANGUAGE sql IMMUTABLE
AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN s.legal_entity IS NULL THEN 'legal_entity' END,
        CASE WHEN s.address IS NULL THEN 'address' END,
        CASE WHEN s.country IS NULL THEN 'country' END,
        CASE WHEN s.contact IS NULL AND s.contact_person IS NULL THEN 'contact' END], NULL)
$$;

CREATE FUNCTION contracts.party(s contracts.subprocessor, chain jsonb) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', s.id, 'name', s.name, 'legal_entity', s.legal_entity, 'registration', s.registration,
        'address', s.address, 'country', s.country, 'contact', s.contact,
        'contact_person', s.contact_person, 'website', s.website, 'parent_id', s.parent_id,
        'verified_on', s.verified_on, 'aliases', s.aliases, 'missing', contracts.unknown_of(s),
        'chain', chain)
$$;

CREATE OR REPLACE VIEW contracts.subprocessor_page WITH (security_invoker = true) AS
SELECT s.tenant_id, s.id, s.name, s.name_key,
    contracts.party(s, contracts.chain(s.tenant_id, s.id)) AS subprocessor
FROM contracts.subprocessor s;

-- Links ----------------------------------------------------------------------------------------

-- Two links of one party for one product may stand side by side where their conditions differ.
ALTER TABLE contracts.link
    ADD COLUMN countries text[] NOT NULL DEFAULT '{}',
    ADD COLUMN verified_on date,
    ADD COLUMN condition_key text NOT NULL GENERATED ALWAYS AS (coalesce(lower(btrim(condition ->> 'nl')), '')) STORED;
ALTER TABLE contracts.link DROP CONSTRAINT link_holds_once;
ALTER TABLE contracts.link ADD CONSTRAINT link_holds_once EXCLUDE USING gist (
    bus.uuidrange(tenant_id, tenant_id, '[]') WITH &&,
    bus.uuidrange(coalesce(product_id, uuid '00000000-0000-0000-0000-000000000000'),
                  coalesce(product_id, uuid '00000000-0000-0000-0000-000000000000'), '[]') WITH &&,
    bus.uuidrange(subprocessor_id, subprocessor_id, '[]') WITH &&,
    bus.textrange(capacity, capacity, '[]') WITH &&,
    bus.textrange(condition_key, condition_key, '[]') WITH &&,
    valid WITH &&
) DEFERRABLE INITIALLY IMMEDIATE;
CREATE INDEX ON contracts.link (tenant_id, subprocessor_id);
GRANT UPDATE (valid, countries, verified_on, mechanism_verified_on) ON contracts.link TO contracts;
CREATE TRIGGER keep_state AFTER UPDATE OF countries, verified_on, mechanism_verified_on ON contracts.link
    FOR EACH ROW EXECUTE FUNCTION contracts.keep_state();

CREATE OR REPLACE VIEW contracts.link_page WITH (security_invoker = true) AS
SELECT l.tenant_id, l.id AS link_id, l.product_id, p.name AS product, s.subprocessor, s.name_key,
    l.capacity, l.purpose, l.data_categories, l.data_subjects, l.location, l.zone, l.mechanism,
    l.mechanism_verified_on, l.condition, l.reason, l.change_id, l.valid, l.countries, l.verified_on
FROM contracts.link l
JOIN contracts.subprocessor_page s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id);

-- Why a link was added that clients were not told of before it began: the record was wrong.
CREATE TABLE contracts.link_correction (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    link_id    uuid NOT NULL,
    reason     text NOT NULL,
    made_by    uuid,
    made_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, link_id),
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link
);
SELECT bus.isolate('contracts.link_correction');
GRANT SELECT, INSERT ON contracts.link_correction TO contracts;

-- Issuing --------------------------------------------------------------------------------------

-- Which of the seven elements of Art. 28(3), and the measures of Art. 32, a processing lacks.
CREATE FUNCTION contracts.unsaid_of(x contracts.processing) RETURNS text[] LANGUAGE sql IMMUTABLE
AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN x.subject_matter IS NULL THEN 'subject_matter' END,
        CASE WHEN x.duration IS NULL THEN 'duration' END,
        CASE WHEN x.nature IS NULL THEN 'nature' END,
        CASE WHEN x.purpose IS NULL THEN 'purpose' END,
        CASE WHEN jsonb_array_length(x.data_categories) = 0 THEN 'data_categories' END,
        CASE WHEN jsonb_array_length(x.data_subjects) = 0 THEN 'data_subjects' END,
        CASE WHEN x.controller_rights IS NULL THEN 'controller_rights' END,
        CASE WHEN jsonb_array_length(x.measures) = 0 THEN 'measures' END], NULL)
$$;

-- What keeps an agreement on a product from being issued on a day, in the order of the law: nothing
-- said at all is everything unsaid.
CREATE FUNCTION contracts.unsaid_on(tenant uuid, product uuid, day date) RETURNS text[] LANGUAGE sql STABLE
AS $$
    SELECT array(
        SELECT field FROM unnest(ARRAY[
            'subject_matter', 'duration', 'nature', 'purpose', 'data_categories', 'data_subjects',
            'controller_rights', 'measures']) WITH ORDINALITY AS f (field, place)
        WHERE NOT EXISTS (
                SELECT FROM contracts.processing x
                WHERE (x.tenant_id, x.product_id) = (tenant, product) AND x.valid @> day)
            OR EXISTS (
                SELECT FROM contracts.processing x
                WHERE (x.tenant_id, x.product_id) = (tenant, product) AND x.valid @> day
                    AND f.field = ANY (contracts.unsaid_of(x)))
        ORDER BY f.place)
$$;

-- Whether somebody takes a product on some day of a period.
CREATE FUNCTION contracts.taken(tenant uuid, product uuid, during daterange) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.product_id) = (tenant, product) AND p.valid && during)
$$;

-- Drift ----------------------------------------------------------------------------------------

-- One word for what an annex says of a thing; the same content gives the same word again.
CREATE FUNCTION contracts.stamp(VARIADIC parts text[]) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT md5(array_to_string(parts, E'\x1f', E'\x1e'))::uuid $$;

ALTER TABLE contracts.subprocessor ADD COLUMN stamp uuid NOT NULL GENERATED ALWAYS AS (contracts.stamp(
    name, legal_entity, address, country, contact, contact_person, parent_id::text)) STORED;
ALTER TABLE contracts.product ADD COLUMN stamp uuid NOT NULL GENERATED ALWAYS AS (contracts.stamp(
    name::text)) STORED;
ALTER TABLE contracts.processing ADD COLUMN stamp uuid NOT NULL GENERATED ALWAYS AS (contracts.stamp(
    subject_matter::text, duration::text, nature::text, purpose::text, data_categories::text,
    data_subjects::text, controller_rights::text, retention::text, measures::text)) STORED;

-- What the annexes of an agreement would say on a day: its products, their processings, its links,
-- and who the parties and those above them are. Drift is a stamp that differs from the last frozen.
CREATE FUNCTION contracts.annex_stamp(agreement uuid, day date) RETURNS uuid LANGUAGE sql STABLE
AS $$
    SELECT contracts.stamp(
        (SELECT string_agg(concat_ws(' ', r.stamp, x.stamp), ',' ORDER BY r.id, x.id)
            FROM contracts.agreement_product p
            JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
            LEFT JOIN contracts.processing x
                ON (x.tenant_id, x.product_id) = (r.tenant_id, r.id) AND x.valid @> day
            WHERE (p.tenant_id, p.agreement_id) = (bus.tenant(), agreement) AND p.valid @> day),
        (SELECT string_agg(concat_ws(' ', l.id, s.stamp, CASE WHEN s.parent_id IS NOT NULL
                THEN contracts.chain_from(s.tenant_id, s.parent_id, NULL)::text END), ',' ORDER BY l.id)
            FROM contracts.agreement_links(ARRAY[agreement], day) held
            JOIN contracts.link l ON (l.tenant_id, l.id) = (bus.tenant(), held.link_id)
            JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)))
$$;

-- Null: frozen before stamps were kept, where the links alone tell.
ALTER TABLE contracts.agreement_version ADD COLUMN stamp uuid;

CREATE OR REPLACE FUNCTION contracts.drift(agreements uuid[]) RETURNS TABLE (agreement_id uuid, drift boolean)
LANGUAGE sql STABLE
AS $$
    SELECT asked.id, NOT ended.is AND CASE
        WHEN latest.stamp IS NOT NULL
            THEN latest.stamp <> contracts.annex_stamp(asked.id, clock.today())
        ELSE latest.link_ids <> (
            SELECT coalesce(array_agg(l.link_id ORDER BY l.link_id), '{}')
            FROM contracts.agreement_links(ARRAY[asked.id], clock.today()) l)
    END
    FROM unnest(agreements) AS asked (id)
    CROSS JOIN LATERAL (
        SELECT v.link_ids, v.stamp FROM contracts.agreement_version v
        WHERE v.tenant_id = bus.tenant() AND v.agreement_id = asked.id
        ORDER BY v.number DESC LIMIT 1
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (bus.tenant(), asked.id) AND x.ends_on <= clock.today()
        ) AS is
    ) AS ended
$$;
