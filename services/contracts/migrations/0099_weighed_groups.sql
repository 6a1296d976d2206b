-- What a group was last weighed at: the day, and how often the catalogue had been edited by then. Both
-- are read with the verdict, so that a verdict is taken only where nothing has happened since; who
-- finds none weighs for itself. Of what a read of one agreement cost half was the weighing.
CREATE TABLE contracts.catalogue_edition (
    tenant_id  uuid PRIMARY KEY DEFAULT bus.tenant() REFERENCES contracts.tenant,
    number     bigint NOT NULL
);
SELECT bus.isolate('contracts.catalogue_edition');
GRANT SELECT, INSERT, UPDATE (number) ON contracts.catalogue_edition TO contracts;

ALTER TABLE contracts.annex_group ADD COLUMN weighed_on date, ADD COLUMN edition bigint, ADD COLUMN drifts boolean;
GRANT UPDATE (weighed_on, edition, drifts) ON contracts.annex_group TO contracts;

CREATE FUNCTION contracts.count_edition() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO contracts.catalogue_edition AS e (tenant_id, number)
    SELECT DISTINCT tenant_id, 1 FROM touched
    ON CONFLICT (tenant_id) DO UPDATE SET number = e.number + 1;
    RETURN NULL;
END $$;
DO $$
DECLARE
    place regclass;
    act text;
BEGIN
    FOREACH place IN ARRAY ARRAY['contracts.product', 'contracts.processing', 'contracts.subprocessor',
            'contracts.link']::regclass[] LOOP
        FOREACH act IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
            EXECUTE format('CREATE TRIGGER count_edition_%s AFTER %s ON %s REFERENCING %s TABLE AS touched
                FOR EACH STATEMENT EXECUTE FUNCTION contracts.count_edition()',
                lower(act), act, place, CASE act WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END);
        END LOOP;
    END LOOP;
END $$;

CREATE FUNCTION contracts.group_drifts_today(g contracts.annex_group) RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF g.weighed_on = clock.today() AND g.edition = (
            SELECT e.number FROM contracts.catalogue_edition e WHERE e.tenant_id = g.tenant_id) THEN
        RETURN g.drifts;
    END IF;
    RETURN contracts.group_drifts(g, clock.today());
END $$;

CREATE OR REPLACE FUNCTION contracts.agreement_drifts(agreement uuid) RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
DECLARE
    g contracts.annex_group;
BEGIN
    SELECT y.* INTO g FROM contracts.annex_member m
    JOIN contracts.annex_group y ON (y.tenant_id, y.id) = (m.tenant_id, m.group_id)
    WHERE (m.tenant_id, m.agreement_id) = (bus.tenant(), agreement);
    RETURN coalesce(contracts.group_drifts_today(g), false);
END $$;

CREATE OR REPLACE FUNCTION contracts.drift(agreements uuid[]) RETURNS TABLE (agreement_id uuid, drift boolean)
LANGUAGE sql STABLE
AS $$
    WITH asked AS MATERIALIZED (
        SELECT m.agreement_id, m.group_id FROM contracts.annex_member m
        WHERE m.tenant_id = bus.tenant() AND m.agreement_id = ANY (agreements)
    ), weighed AS MATERIALIZED (
        SELECT g.id, contracts.group_drifts_today(g) AS drifts FROM contracts.annex_group g
        WHERE g.tenant_id = bus.tenant() AND g.id IN (SELECT group_id FROM asked)
    )
    SELECT a.agreement_id, w.drifts FROM asked a JOIN weighed w ON w.id = a.group_id
$$;

CREATE OR REPLACE FUNCTION contracts.drifting_groups(product uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
    SELECT g.id FROM contracts.annex_group g
    WHERE g.tenant_id = bus.tenant() AND (g.ends_on IS NULL OR g.ends_on > clock.today())
        AND (product IS NULL OR EXISTS (
            SELECT FROM jsonb_array_elements(g.taken) AS t (one)
            WHERE (t.one ->> 0)::uuid = product
                AND daterange((t.one ->> 1)::date, (t.one ->> 2)::date) @> clock.today()))
        AND EXISTS (
            SELECT FROM contracts.annex_member m WHERE (m.tenant_id, m.group_id) = (g.tenant_id, g.id))
        AND contracts.group_drifts_today(g)
$$;

-- Every provider that has groups has an edition; the triggers count on.
ALTER TABLE contracts.catalogue_edition NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
INSERT INTO contracts.catalogue_edition (tenant_id, number) SELECT tenant_id, 1 FROM contracts.tenant;
ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.catalogue_edition FORCE ROW LEVEL SECURITY;

-- Tenants with groups that were not weighed since; some at a time.
GRANT SELECT (tenant_id, weighed_on, edition) ON contracts.annex_group TO schakel_finder;
GRANT SELECT (tenant_id, number) ON contracts.catalogue_edition TO schakel_finder;
CREATE POLICY finder ON contracts.annex_group FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON contracts.catalogue_edition FOR SELECT TO schakel_finder USING (true);
CREATE FUNCTION contracts.due_groups() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.tenant_id FROM contracts.catalogue_edition e
    WHERE EXISTS (
        SELECT FROM contracts.annex_group g WHERE g.tenant_id = e.tenant_id
            AND (g.weighed_on IS DISTINCT FROM clock.today() OR g.edition IS DISTINCT FROM e.number))
$$;
REVOKE ALL ON FUNCTION contracts.due_groups() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_groups() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_groups() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;

-- One index of what has an end is enough.
DROP INDEX contracts.agreement_product_ending;
CREATE OR REPLACE FUNCTION contracts.mark_leaving(change uuid) RETURNS void LANGUAGE sql
AS $$
    SELECT contracts.mark_concerned(ARRAY(
        SELECT DISTINCT p.agreement_id FROM contracts.agreement_product p
        WHERE p.tenant_id = bus.tenant() AND p.product_id = ANY (contracts.products_of(change))
            AND upper(p.valid) > clock.today()))
$$;
