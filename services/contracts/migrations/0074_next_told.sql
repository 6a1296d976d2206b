-- Who would be told of a change of a product on a day, after a place in the order of agreements and
-- contacts. The takers of the product are walked in the order of their index and no further than a
-- page: a planner that expects few of them would first read, and sort, them all. Of several ranges of
-- days that are not over the first stands for all; what begins later is known of today alone.
CREATE FUNCTION contracts.next_told(
    product uuid, day date, after_agreement uuid, after_contact uuid, page_size integer
) RETURNS TABLE (agreement_id uuid, contact_id uuid) LANGUAGE plpgsql STABLE ROWS 50
SET plan_cache_mode = force_custom_plan SET enable_sort = off SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
    RETURN QUERY
    SELECT p.agreement_id, k.id
    FROM contracts.agreement_product p
    JOIN contracts.agreement a ON (a.tenant_id, a.id) = (p.tenant_id, p.agreement_id)
    CROSS JOIN LATERAL contracts.contacts_on(a.client_id, day) k
    WHERE p.tenant_id = bus.tenant() AND p.product_id = product AND p.agreement_id >= after_agreement
        AND 'notice' = ANY (k.duties)
        AND NOT isempty(p.valid) AND (upper_inf(p.valid) OR upper(p.valid) > day)
        AND (lower(p.valid) <= day OR contracts.past(day) IS NULL)
        AND NOT EXISTS (
            SELECT FROM contracts.agreement_product q
            WHERE (q.tenant_id, q.agreement_id, q.product_id) = (p.tenant_id, p.agreement_id, p.product_id)
                AND upper(q.valid) > day AND q.valid << p.valid)
        AND clock.day_of(a.made_at) <= day AND (p.agreement_id, k.id) > (after_agreement, after_contact)
    ORDER BY p.agreement_id, k.id
    LIMIT page_size;
END $$;
