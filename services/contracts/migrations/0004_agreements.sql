CREATE TABLE contracts.reference_counter (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    year       integer NOT NULL,
    last       integer NOT NULL,
    PRIMARY KEY (tenant_id, year)
);
SELECT bus.isolate('contracts.reference_counter');
GRANT SELECT, INSERT, UPDATE (last) ON contracts.reference_counter TO contracts;

CREATE TABLE contracts.agreement (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    client_id        uuid NOT NULL,
    reference        text NOT NULL,
    language         text NOT NULL CHECK (language IN ('nl', 'en')),
    authorisation    text NOT NULL CHECK (authorisation IN ('general', 'specific')),
    notice_days      integer NOT NULL,
    objection_days   integer NOT NULL,
    day_kind         text NOT NULL CHECK (day_kind IN ('calendar', 'business')),
    counted_from     text NOT NULL CHECK (counted_from IN ('published', 'sent', 'delivered')),
    on_objection     text NOT NULL CHECK (on_objection IN ('block', 'mitigate', 'terminate')),
    end_choice       text NOT NULL CHECK (end_choice IN ('return', 'delete')),
    emergency_clause boolean NOT NULL,
    made_at          timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, reference),
    -- One agreement a client: exceptions to a link are per client.
    UNIQUE (tenant_id, client_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
SELECT bus.isolate('contracts.agreement');
GRANT SELECT, INSERT ON contracts.agreement TO contracts;

CREATE TABLE contracts.agreement_product (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    product_id    uuid NOT NULL,
    valid         daterange NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, product_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, product_id) REFERENCES contracts.product
);
CREATE INDEX ON contracts.agreement_product (tenant_id, product_id, agreement_id);
SELECT bus.isolate('contracts.agreement_product');
GRANT SELECT, INSERT, UPDATE (valid) ON contracts.agreement_product TO contracts;

-- link_ids is sorted, so that drift is a comparison of two arrays.
CREATE TABLE contracts.agreement_version (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    agreement_id  uuid NOT NULL,
    number        integer NOT NULL,
    cause         text NOT NULL CHECK (cause IN ('onboarding', 'change', 'drift')),
    change_id     uuid,
    wave          integer,
    frozen_at     timestamptz NOT NULL DEFAULT clock.now(),
    canonical     text NOT NULL,
    digest        bytea NOT NULL CHECK (digest = sha256(convert_to(canonical, 'UTF8'))),
    link_ids      uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agreement_id, number),
    -- A wave freezes each agreement once, however often the worker is killed in between.
    UNIQUE (tenant_id, agreement_id, change_id, wave),
    CHECK ((cause = 'change') = (change_id IS NOT NULL)),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.agreement_version');
GRANT SELECT, INSERT ON contracts.agreement_version TO contracts;

CREATE TABLE contracts.signature (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    id               uuid NOT NULL DEFAULT uuidv7(),
    agreement_id     uuid NOT NULL,
    version_id       uuid NOT NULL,
    contact_id       uuid NOT NULL,
    digest           bytea NOT NULL,
    typed_name       text NOT NULL,
    job_title        text,
    method           text NOT NULL,
    address          text NOT NULL,
    user_agent       text NOT NULL,
    sign_in_link_id  uuid NOT NULL,
    signed_at        timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agreement_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, version_id) REFERENCES contracts.agreement_version,
    FOREIGN KEY (tenant_id, contact_id) REFERENCES contracts.contact
);
SELECT bus.isolate('contracts.signature');
GRANT SELECT, INSERT ON contracts.signature TO contracts;

CREATE TABLE contracts.agreement_end (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    ends_on       date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, agreement_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
SELECT bus.isolate('contracts.agreement_end');
GRANT SELECT, INSERT ON contracts.agreement_end TO contracts;

-- Which links of sub-processors hold for which agreement on a day, exceptions counted.
CREATE FUNCTION contracts.agreement_links(agreements uuid[], day date)
RETURNS TABLE (agreement_id uuid, client_id uuid, link_id uuid, product_id uuid, valid daterange)
LANGUAGE sql STABLE
AS $$
    SELECT a.id, a.client_id, l.id, l.product_id, coalesce(e.valid, l.valid)
    FROM contracts.agreement a
    JOIN contracts.agreement_product p
        ON (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> day
    JOIN contracts.link l
        ON (l.tenant_id, l.product_id) = (p.tenant_id, p.product_id) AND l.capacity = 'subprocessor'
    LEFT JOIN contracts.link_exception e
        ON (e.tenant_id, e.client_id, e.link_id) = (a.tenant_id, a.client_id, l.id)
    WHERE a.id = ANY (agreements) AND coalesce(e.valid, l.valid) @> day
$$;

-- Whether the annex that the client last received differs from the links that hold for it today.
CREATE FUNCTION contracts.drift(agreements uuid[]) RETURNS TABLE (agreement_id uuid, drift boolean)
LANGUAGE sql STABLE
AS $$
    SELECT asked.id, NOT ended.is AND latest.link_ids IS DISTINCT FROM today.link_ids
    FROM unnest(agreements) AS asked (id)
    CROSS JOIN LATERAL (
        SELECT v.link_ids FROM contracts.agreement_version v
        WHERE v.tenant_id = bus.tenant() AND v.agreement_id = asked.id
        ORDER BY v.number DESC LIMIT 1
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (bus.tenant(), asked.id) AND x.ends_on <= clock.today()
        ) AS is
    ) AS ended
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(l.link_id ORDER BY l.link_id), '{}') AS link_ids
        FROM contracts.agreement_links(ARRAY[asked.id], clock.today()) l
    ) AS today
$$;

CREATE FUNCTION contracts.agreement_state(agreement uuid) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (bus.tenant(), agreement) AND x.ends_on <= clock.today()
        ) THEN 'ended'
        WHEN EXISTS (
            SELECT FROM contracts.signature s WHERE (s.tenant_id, s.agreement_id) = (bus.tenant(), agreement)
        ) THEN 'in_force'
        ELSE 'offered'
    END
$$;

CREATE FUNCTION contracts.terms(a contracts.agreement) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'language', a.language, 'authorisation', a.authorisation, 'notice_days', a.notice_days,
        'objection_days', a.objection_days, 'day_kind', a.day_kind, 'counted_from', a.counted_from,
        'on_objection', a.on_objection, 'end_choice', a.end_choice, 'emergency_clause', a.emergency_clause)
$$;

CREATE FUNCTION contracts.signature_page(s contracts.signature) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', s.id, 'version_id', s.version_id, 'contact_id', s.contact_id, 'typed_name', s.typed_name,
        'job_title', s.job_title, 'signed_on', clock.day_of(s.signed_at), 'signed_at', s.signed_at,
        'digest', encode(s.digest, 'hex'), 'method', s.method, 'address', s.address)
$$;
