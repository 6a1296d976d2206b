-- The only functions that look across tenants. They return identifiers, and their owner may see
-- the columns that finding takes and no more.
GRANT USAGE ON SCHEMA contracts TO schakel_finder;
GRANT SELECT (tenant_id, slug) ON contracts.tenant TO schakel_finder;
GRANT SELECT (tenant_id, id, email_key) ON contracts.contact TO schakel_finder;
GRANT SELECT (tenant_id, id, effective_on, at_once) ON contracts.change TO schakel_finder;
GRANT SELECT (tenant_id, change_id) ON contracts.running_change TO schakel_finder;
-- The gate takes a whole row of it: identifiers, terms and days.
GRANT SELECT ON contracts.affected_agreement TO schakel_finder;
GRANT SELECT (tenant_id, id, change_id, agreement_id) ON contracts.objection TO schakel_finder;
GRANT SELECT (tenant_id, id, objection_id, decision) ON contracts.objection_decision TO schakel_finder;
GRANT SELECT (tenant_id, id, change_id, agreement_id) ON contracts.approval TO schakel_finder;
GRANT SELECT (tenant_id, change_id, number) ON contracts.wave TO schakel_finder;
GRANT SELECT (tenant_id, change_id, agreement_id, wave) ON contracts.activation TO schakel_finder;
GRANT SELECT (tenant_id, agreement_id, ends_on) ON contracts.agreement_end TO schakel_finder;
GRANT SELECT (tenant_id, change_id, wave) ON contracts.pending_version TO schakel_finder;

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY ARRAY[
        'tenant', 'contact', 'change', 'running_change', 'affected_agreement', 'objection', 'objection_decision',
        'approval', 'wave', 'activation', 'agreement_end', 'pending_version'
    ] LOOP
        EXECUTE format('CREATE POLICY finder ON contracts.%I FOR SELECT TO schakel_finder USING (true)', target);
    END LOOP;
END $$;

CREATE FUNCTION contracts.find_contacts(address text) RETURNS TABLE (tenant_id uuid, contact_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id FROM contracts.contact c WHERE c.email_key = lower(address)
    ORDER BY c.tenant_id, c.id LIMIT 50
$$;

CREATE FUNCTION contracts.find_tenant(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.tenant_id FROM contracts.tenant t WHERE t.slug = wanted $$;

CREATE FUNCTION contracts.list_tenants() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.tenant_id FROM contracts.tenant t ORDER BY t.slug LIMIT 200 $$;

-- Published changes of which somebody may go today; a change that touches nobody (any more) goes
-- on its day.
CREATE FUNCTION contracts.due_changes() RETURNS TABLE (tenant_id uuid, change_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.tenant_id, c.id
    FROM contracts.running_change r
    JOIN contracts.change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE s.standing = 'clear') AS clear,
            count(*) FILTER (WHERE s.standing NOT IN ('clear', 'ended')) AS held
        FROM contracts.affected_agreement a
        CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
        WHERE (a.tenant_id, a.change_id) = (c.tenant_id, c.id) AND NOT EXISTS (
            SELECT FROM contracts.activation w
            WHERE (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id))
    ) n
    WHERE c.effective_on <= clock.today()
        AND (n.clear > 0 AND (n.held = 0 OR NOT c.at_once)
            OR n.clear = 0 AND n.held = 0 AND NOT EXISTS (
                SELECT FROM contracts.wave w WHERE (w.tenant_id, w.change_id) = (c.tenant_id, c.id)))
$$;

CREATE FUNCTION contracts.due_versions() RETURNS TABLE (tenant_id uuid, change_id uuid, wave integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT DISTINCT v.tenant_id, v.change_id, v.wave FROM contracts.pending_version v $$;

-- Handing a function over takes the right to make one there, for that moment only.
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
DO $$
DECLARE
    finder regprocedure;
BEGIN
    FOREACH finder IN ARRAY ARRAY[
        'contracts.find_contacts(text)', 'contracts.find_tenant(text)', 'contracts.list_tenants()',
        'contracts.due_changes()', 'contracts.due_versions()'
    ]::regprocedure[] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', finder);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO contracts', finder);
        EXECUTE format('ALTER FUNCTION %s OWNER TO schakel_finder', finder);
    END LOOP;
END $$;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;

-- A fact that comes before the first worker has ever run is kept for it all the same.
INSERT INTO bus.subscription (consumer, type)
SELECT 'contracts', unnest(ARRAY['DeliveriesAccepted', 'DeliveriesFailed'])
ON CONFLICT DO NOTHING;
