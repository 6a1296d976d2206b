-- The chain with the day on which somebody last checked each party of it (EDPB Opinion 22/2024). It is
-- no part of an annex: checking a party changes nothing of what was agreed.
CREATE FUNCTION contracts.chain_known(tenant uuid, first uuid, day date) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(above.party || jsonb_build_object('verified_on', p.verified_on)
        ORDER BY above.place), '[]')
    FROM jsonb_array_elements(contracts.chain_from(tenant, first, day)) WITH ORDINALITY above (party, place)
    JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (tenant, (above.party ->> 'id')::uuid)
    CROSS JOIN LATERAL contracts.subprocessor_on(s, day) p
$$;

CREATE OR REPLACE VIEW contracts.subprocessor_page WITH (security_invoker = true) AS
SELECT s.tenant_id, s.id, s.name, s.name_key,
    contracts.party(s, CASE WHEN s.parent_id IS NULL THEN '[]'
        ELSE contracts.chain_known(s.tenant_id, s.parent_id, NULL) END) AS subprocessor
FROM contracts.subprocessor s;

CREATE OR REPLACE FUNCTION contracts.link_told(l contracts.link, day date) RETURNS TABLE (
    product jsonb, subprocessor jsonb, name_key text, countries text[], verified_on date, mechanism_verified_on date
) LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN p.id IS NOT NULL THEN (contracts.product_on(p, d.past)).name END,
        contracts.party(s, CASE WHEN s.parent_id IS NULL THEN '[]'
            ELSE contracts.chain_known(s.tenant_id, s.parent_id, d.past) END),
        lower(s.name), f.countries, f.verified_on, f.mechanism_verified_on
    FROM (SELECT CASE WHEN day < clock.today() THEN day END AS past) d
    CROSS JOIN LATERAL (
        SELECT f.* FROM jsonb_populate_record(l, CASE WHEN d.past IS NULL THEN '{}'
            ELSE contracts.state_on(l.tenant_id, 'link', l.id, d.past) END) f
    ) f
    JOIN contracts.subprocessor x ON (x.tenant_id, x.id) = (l.tenant_id, l.subprocessor_id)
    CROSS JOIN LATERAL contracts.subprocessor_on(x, d.past) s
    LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id)
$$;
