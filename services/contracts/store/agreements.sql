-- name: next_reference
INSERT INTO contracts.reference_counter AS r (year, last)
VALUES (extract(year FROM clock.today()), 1)
ON CONFLICT (tenant_id, year) DO UPDATE SET last = r.last + 1
RETURNING 'VWO-' || year || '-' || lpad(last::text, greatest(4, length(last::text)), '0')

-- name: insert
INSERT INTO contracts.agreement (
    client_id, reference, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause)
SELECT $1, $2, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause
FROM jsonb_to_record($3) AS d (
    language text, authorisation text, notice_days integer, objection_days integer, day_kind text,
    counted_from text, on_objection text, end_choice text, emergency_clause boolean)
RETURNING id

-- name: take
-- After the agreement, never with it: whose it is, is looked up in what stands already.
INSERT INTO contracts.agreement_product (agreement_id, product_id, valid)
SELECT $1, p.id, daterange(clock.today(), NULL) FROM unnest($2::uuid[]) AS p (id)

-- name: read
SELECT a.id, a.client_id, c.name AS client, a.reference, contracts.agreement_state(a.id) AS state,
    x.ends_on AS ended_on, contracts.terms(a) AS terms,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name) ORDER BY r.key), '[]')
        FROM contracts.agreement_product p
        JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
        WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id)) AS products,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', v.id, 'number', v.number, 'digest', encode(v.digest, 'hex'),
            'frozen_at', v.frozen_at, 'cause', v.cause, 'change_id', v.change_id) ORDER BY v.number DESC), '[]')
        FROM contracts.agreement_version v
        WHERE (v.tenant_id, v.agreement_id) = (a.tenant_id, a.id)) AS versions,
    (SELECT contracts.signature_page(s) FROM contracts.signature s
        WHERE (s.tenant_id, s.agreement_id) = (a.tenant_id, a.id)) AS signature,
    coalesce((SELECT d.drift FROM contracts.drift(ARRAY[a.id]) d), false) AS drift
FROM contracts.agreement a
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
WHERE a.id = $1

-- name: of_client
SELECT id FROM contracts.agreement WHERE client_id = $1

-- name: end_today
WITH closed AS (
    UPDATE contracts.agreement_product SET valid = daterange(lower(valid), clock.today())
    WHERE agreement_id = $1 AND upper_inf(valid)
)
INSERT INTO contracts.agreement_end (agreement_id, ends_on) VALUES ($1, clock.today())
ON CONFLICT DO NOTHING

-- name: list_drift
WITH page AS (
    SELECT a.tenant_id, a.id, a.client_id, a.reference FROM contracts.agreement a
    WHERE a.id > $1::uuid ORDER BY a.id
), drifted AS (
    SELECT page.* FROM page CROSS JOIN LATERAL contracts.drift(ARRAY[page.id]) d WHERE d.drift
    ORDER BY page.id LIMIT $2
)
SELECT d.id AS agreement_id, d.reference, d.client_id, c.name AS client
FROM drifted d JOIN contracts.client c ON (c.tenant_id, c.id) = (d.tenant_id, d.client_id)
ORDER BY d.id
