-- Drift without looking at every agreement. Agreements that take the same products, have the same
-- exceptions and received the same annex drift together: they form a group, and a provider has few.
-- Links, parties and processings may change, begin or end by their dates without a write here: the
-- group is weighed when somebody asks, so that the answer is always that of the definition.
ALTER FUNCTION contracts.drift(uuid[]) RENAME TO drift_defined;

-- taken: [product, from where that is still to come, until]; exceptions: [link, range].
CREATE TABLE contracts.annex_group (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id          uuid NOT NULL,
    taken       jsonb NOT NULL,
    exceptions  jsonb NOT NULL,
    stamp       uuid,
    link_ids    uuid[],
    terms_old   boolean NOT NULL,
    ends_on     date,
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('contracts.annex_group');
GRANT SELECT, INSERT ON contracts.annex_group TO contracts;

CREATE TABLE contracts.annex_member (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    group_id      uuid NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement,
    FOREIGN KEY (tenant_id, group_id) REFERENCES contracts.annex_group
);
CREATE INDEX ON contracts.annex_member (tenant_id, group_id, agreement_id);
SELECT bus.isolate('contracts.annex_member');
SELECT contracts.keep_to_reseller('contracts.annex_member', 'contracts.agreement', 'agreement_id');
GRANT SELECT, INSERT, UPDATE (group_id) ON contracts.annex_member TO contracts;

-- What annexes say of these products and links on a day.
CREATE FUNCTION contracts.stamp_of(products uuid[], links uuid[], day date) RETURNS uuid LANGUAGE sql STABLE
AS $$
    SELECT contracts.stamp(
        (SELECT string_agg(concat_ws(' ', r.stamp, x.stamp), ',' ORDER BY r.id, x.id)
            FROM contracts.product r
            LEFT JOIN contracts.processing x
                ON (x.tenant_id, x.product_id) = (r.tenant_id, r.id) AND x.valid @> day
            WHERE r.tenant_id = bus.tenant() AND r.id = ANY (products)),
        (SELECT string_agg(concat_ws(' ', l.id, s.stamp, CASE WHEN s.parent_id IS NOT NULL
                THEN contracts.chain_from(s.tenant_id, s.parent_id, NULL)::text END), ',' ORDER BY l.id)
            FROM contracts.link l
            JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
            WHERE l.tenant_id = bus.tenant() AND l.id = ANY (links)))
$$;

-- The group of each of these agreements, from what stands in its rows.
CREATE FUNCTION contracts.regroup(agreements uuid[]) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    IF coalesce(cardinality(agreements), 0) = 0 THEN
        RETURN;
    END IF;
    WITH told AS MATERIALIZED (
        SELECT a.tenant_id, a.id AS agreement_id, coalesce(p.taken, '[]') AS taken,
            coalesce(e.exceptions, '[]') AS exceptions, v.stamp,
            CASE WHEN v.stamp IS NULL THEN v.link_ids END AS link_ids,
            v.terms_id IS DISTINCT FROM a.terms_id AS terms_old, x.ends_on
        FROM contracts.agreement a
        CROSS JOIN LATERAL (
            SELECT y.stamp, y.link_ids, y.terms_id FROM contracts.agreement_version y
            WHERE (y.tenant_id, y.agreement_id) = (a.tenant_id, a.id)
                AND (NOT y.proposed OR y.terms_id IS NOT DISTINCT FROM a.terms_id)
            ORDER BY y.number DESC LIMIT 1
        ) v
        LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
        CROSS JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(g.product_id,
                CASE WHEN lower(g.valid) > clock.today() THEN lower(g.valid) END, upper(g.valid))
                ORDER BY g.product_id, g.valid) AS taken
            FROM contracts.agreement_product g
            WHERE (g.tenant_id, g.agreement_id) = (a.tenant_id, a.id) AND NOT isempty(g.valid)
                AND (upper_inf(g.valid) OR upper(g.valid) > clock.today())
        ) p
        CROSS JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_array(f.link_id, f.valid) ORDER BY f.link_id) AS exceptions
            FROM contracts.link_exception f WHERE (f.tenant_id, f.client_id) = (a.tenant_id, a.client_id)
        ) e
        WHERE a.tenant_id = bus.tenant() AND a.id = ANY (agreements)
    ), keyed AS MATERIALIZED (
        SELECT *, md5(format('%s|%s|%s|%s|%s|%s', taken, exceptions, stamp, link_ids, terms_old, ends_on))::uuid
            AS group_id
        FROM told
    ), grouped AS (
        INSERT INTO contracts.annex_group (tenant_id, id, taken, exceptions, stamp, link_ids, terms_old, ends_on)
        SELECT DISTINCT ON (group_id) tenant_id, group_id, taken, exceptions, stamp, link_ids, terms_old, ends_on
        FROM keyed ORDER BY group_id
        ON CONFLICT DO NOTHING
    )
    INSERT INTO contracts.annex_member AS m (tenant_id, agreement_id, group_id)
    SELECT tenant_id, agreement_id, group_id FROM keyed ORDER BY agreement_id
    ON CONFLICT (tenant_id, agreement_id) DO UPDATE SET group_id = excluded.group_id
    WHERE m.group_id <> excluded.group_id;
END $$;

CREATE FUNCTION contracts.regroup_agreements() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.regroup(ARRAY(SELECT DISTINCT agreement_id FROM touched));
    RETURN NULL;
END $$;

CREATE FUNCTION contracts.regroup_clients() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.regroup(ARRAY(
        SELECT DISTINCT a.id FROM touched t
        JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (t.tenant_id, t.client_id)));
    RETURN NULL;
END $$;

CREATE FUNCTION contracts.regroup_terms() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM contracts.regroup(ARRAY(
        SELECT t.id FROM touched t JOIN before b ON (b.tenant_id, b.id) = (t.tenant_id, t.id)
        WHERE t.terms_id IS DISTINCT FROM b.terms_id));
    RETURN NULL;
END $$;

CREATE TRIGGER regroup_taken AFTER INSERT ON contracts.agreement_product
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_agreements();
CREATE TRIGGER regroup_moved AFTER UPDATE ON contracts.agreement_product
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_agreements();
CREATE TRIGGER regroup_frozen AFTER INSERT ON contracts.agreement_version
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_agreements();
CREATE TRIGGER regroup_ended AFTER INSERT ON contracts.agreement_end
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_agreements();
CREATE TRIGGER regroup_reopened AFTER DELETE ON contracts.agreement_end
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_agreements();
CREATE TRIGGER regroup_excepted AFTER INSERT ON contracts.link_exception
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_clients();
CREATE TRIGGER regroup_released AFTER UPDATE ON contracts.link_exception
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_clients();
CREATE TRIGGER regroup_forgotten AFTER DELETE ON contracts.link_exception
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_clients();
CREATE TRIGGER regroup_terms AFTER UPDATE ON contracts.agreement
    REFERENCING OLD TABLE AS before NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.regroup_terms();

-- Whether the agreements of a group drift today.
CREATE FUNCTION contracts.group_drifts(g contracts.annex_group, day date) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT (g.ends_on IS NULL OR g.ends_on > day) AND (g.terms_old OR CASE
        WHEN g.stamp IS NOT NULL THEN g.stamp <> contracts.stamp_of(p.products, k.links, day)
        ELSE g.link_ids <> k.links
    END)
    FROM (
        SELECT coalesce(array_agg((t.one ->> 0)::uuid), '{}') AS products
        FROM jsonb_array_elements(g.taken) AS t (one)
        WHERE daterange((t.one ->> 1)::date, (t.one ->> 2)::date) @> day
    ) p
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(l.id ORDER BY l.id), '{}') AS links
        FROM contracts.link l
        LEFT JOIN jsonb_array_elements(g.exceptions) AS e (one) ON (e.one ->> 0)::uuid = l.id
        WHERE l.tenant_id = g.tenant_id AND l.capacity = 'subprocessor' AND l.product_id = ANY (p.products)
            AND coalesce((e.one ->> 1)::daterange, l.valid) @> day
    ) k
$$;

CREATE FUNCTION contracts.drift(agreements uuid[]) RETURNS TABLE (agreement_id uuid, drift boolean)
LANGUAGE sql STABLE
AS $$
    WITH asked AS MATERIALIZED (
        SELECT m.agreement_id, m.group_id FROM contracts.annex_member m
        WHERE m.tenant_id = bus.tenant() AND m.agreement_id = ANY (agreements)
    ), weighed AS MATERIALIZED (
        SELECT g.id, contracts.group_drifts(g, clock.today()) AS drifts FROM contracts.annex_group g
        WHERE g.tenant_id = bus.tenant() AND g.id IN (SELECT group_id FROM asked)
    )
    SELECT a.agreement_id, w.drifts FROM asked a JOIN weighed w ON w.id = a.group_id
$$;

-- The groups that drift today; with a product those that take it today.
CREATE FUNCTION contracts.drifting_groups(product uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
    SELECT g.id FROM contracts.annex_group g
    WHERE g.tenant_id = bus.tenant() AND (g.ends_on IS NULL OR g.ends_on > clock.today())
        AND (product IS NULL OR EXISTS (
            SELECT FROM jsonb_array_elements(g.taken) AS t (one)
            WHERE (t.one ->> 0)::uuid = product
                AND daterange((t.one ->> 1)::date, (t.one ->> 2)::date) @> clock.today()))
        AND EXISTS (
            SELECT FROM contracts.annex_member m WHERE (m.tenant_id, m.group_id) = (g.tenant_id, g.id))
        AND contracts.group_drifts(g, clock.today())
$$;

-- What stood before there were groups.
DO $$
DECLARE
    one uuid;
BEGIN
    ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
    FOR one IN SELECT tenant_id FROM contracts.tenant LOOP
        PERFORM set_config('app.tenant', one::text, true);
        PERFORM contracts.regroup(ARRAY(SELECT id FROM contracts.agreement WHERE tenant_id = one));
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END $$;
ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;

-- Mending in bulk: the worker goes through the agreements in the order of their ids, and the place
-- that it has reached stands in the transaction that froze them.
CREATE TABLE contracts.mending (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id           uuid NOT NULL DEFAULT uuidv7(),
    product_id   uuid,
    reseller_id  uuid,
    total        integer NOT NULL,
    done         integer NOT NULL DEFAULT 0,
    reached      uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    problem      text,
    asked_by     uuid,
    asked_at     timestamptz NOT NULL DEFAULT clock.now(),
    finished_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, product_id) REFERENCES contracts.product,
    FOREIGN KEY (tenant_id, reseller_id) REFERENCES contracts.reseller
);
CREATE UNIQUE INDEX one_mending_runs ON contracts.mending (tenant_id) WHERE finished_at IS NULL;
SELECT bus.isolate('contracts.mending');
GRANT SELECT, INSERT, UPDATE (done, reached, problem, finished_at) ON contracts.mending TO contracts;

GRANT SELECT (tenant_id, id, finished_at) ON contracts.mending TO schakel_finder;
CREATE POLICY finder ON contracts.mending FOR SELECT TO schakel_finder USING (true);
CREATE FUNCTION contracts.due_mendings() RETURNS TABLE (tenant_id uuid, mending_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT m.tenant_id, m.id FROM contracts.mending m WHERE m.finished_at IS NULL $$;
REVOKE ALL ON FUNCTION contracts.due_mendings() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_mendings() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_mendings() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
