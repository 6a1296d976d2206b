-- What stood of a link on a day: who the party was, with the chain above it, and what was known of
-- the link itself. From today on that is what stands now.
CREATE FUNCTION contracts.link_told(l contracts.link, day date) RETURNS TABLE (
    product jsonb, subprocessor jsonb, name_key text, countries text[], verified_on date, mechanism_verified_on date
) LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN p.id IS NOT NULL THEN (contracts.product_on(p, d.past)).name END,
        contracts.party(s, CASE WHEN s.parent_id IS NULL THEN '[]'
            ELSE contracts.chain_from(s.tenant_id, s.parent_id, d.past) END),
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

-- Running changes that may come to hold for a client, each from the first day on which nothing
-- protects the client any more; what waits for an answer or for a notice has no such day. A change
-- that the provider can't run both ways comes on the day of the last client.
CREATE FUNCTION contracts.planned_for(client uuid) RETURNS TABLE (change_id uuid, holds_from date)
LANGUAGE sql STABLE
AS $$
    SELECT a.change_id, CASE WHEN c.at_once THEN (
            SELECT CASE WHEN bool_and(n.hold IS NULL OR n.hold = 'effective') THEN max(n.free_on) END
            FROM (
                SELECT t.hold, t.free_on FROM contracts.gate_tally t
                WHERE (t.tenant_id, t.change_id) = (a.tenant_id, a.change_id)
                    AND (t.ends_on IS NULL OR t.ends_on > clock.today())
                GROUP BY t.hold, t.free_on HAVING sum(t.agreements) > 0
            ) n)
        ELSE a.free_on END
    FROM contracts.running_change r
    JOIN contracts.affected_agreement a
        ON (a.tenant_id, a.client_id, a.change_id) = (r.tenant_id, client, r.change_id)
    JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
    WHERE a.hold IS NULL AND (a.ends_on IS NULL OR a.ends_on > clock.today())
$$;

-- The links of a client's products on a day. What holds on a day that has come is a fact; for a
-- later day running changes count from the day on which they may hold for this client.
CREATE FUNCTION contracts.client_links(client uuid, day date)
RETURNS TABLE (link_id uuid, valid_from date, valid_until date) LANGUAGE sql STABLE
AS $$
    WITH planned AS MATERIALIZED (
        SELECT p.change_id, p.holds_from FROM contracts.planned_for(client) p
        WHERE day > clock.today() AND p.holds_from IS NOT NULL
    ), effective AS (
        SELECT l.id, coalesce(e.valid, l.valid) AS valid, coming.holds_from AS begins, leaving.holds_from AS ends
        FROM contracts.agreement a
        JOIN contracts.agreement_product p
            ON (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> day
        JOIN contracts.link l ON (l.tenant_id, l.product_id) = (p.tenant_id, p.product_id)
        LEFT JOIN contracts.link_exception e
            ON (e.tenant_id, e.client_id, e.link_id) = (a.tenant_id, a.client_id, l.id)
        LEFT JOIN planned coming ON coming.change_id = l.change_id
            AND NOT contracts.ended_for(a.client_id, l.id)
        LEFT JOIN LATERAL (
            SELECT min(x.holds_from) AS holds_from
            FROM planned x JOIN contracts.change_end g ON g.change_id = x.change_id
            WHERE g.tenant_id = a.tenant_id AND g.link_id = l.id
        ) leaving ON true
        WHERE a.tenant_id = bus.tenant() AND a.client_id = client
    )
    SELECT e.id, CASE WHEN isempty(e.valid) THEN e.begins ELSE lower(e.valid) END,
        least(upper(e.valid), e.ends)
    FROM effective e
    WHERE (e.valid @> day OR isempty(e.valid) AND e.begins <= day) AND (e.ends IS NULL OR e.ends > day)
$$;
