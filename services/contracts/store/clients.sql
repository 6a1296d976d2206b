-- name: insert
INSERT INTO contracts.client (
    external_id, name, registration, address, country, language, representative, dpo, reseller_id)
SELECT external_id, name, registration, address, country, language, representative, dpo,
    coalesce(reseller_id, contracts.acting_reseller())
FROM jsonb_to_record($1) AS d (
    external_id text, name text, registration text, address text, country text, language text,
    representative text, dpo text, reseller_id uuid)
ON CONFLICT DO NOTHING
RETURNING id

-- name: first_placement
INSERT INTO contracts.placement (client_id, reseller_id, placed_by)
SELECT id, reseller_id, $2 FROM contracts.client WHERE id = $1 AND reseller_id IS NOT NULL

-- name: list_page
-- What is shown is worked out for the page alone.
WITH page AS MATERIALIZED (
    SELECT c.tenant_id, c.id, c.name, c.name_key, c.external_id, c.language, c.reseller_id, a.id AS agreement_id
    FROM contracts.next_clients($1::text, $2::uuid, $3::jsonb, $4::integer) AS n (client_id)
    JOIN contracts.client c ON (c.tenant_id, c.id) = (bus.tenant(), n.client_id)
    LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
), shown AS (
    SELECT page.*, contracts.agreement_state(page.agreement_id) AS state, coalesce(d.drift, false) AS drift
    FROM page
    LEFT JOIN contracts.drift(ARRAY(SELECT agreement_id FROM page)) d USING (agreement_id)
)
SELECT shown.id, shown.name, shown.name_key, shown.external_id, shown.language, shown.drift,
    CASE WHEN shown.agreement_id IS NOT NULL THEN jsonb_build_object(
        'id', shown.agreement_id, 'state', shown.state) END AS agreement,
    coalesce((
        SELECT jsonb_agg(x.name ORDER BY x.key) FROM contracts.product x
        WHERE x.tenant_id = shown.tenant_id AND x.id IN (
            SELECT p.product_id FROM contracts.agreement_product p
            WHERE (p.tenant_id, p.agreement_id) = (shown.tenant_id, shown.agreement_id)
                AND (p.valid @> clock.today() OR shown.state = 'ended' AND NOT isempty(p.valid)))
    ), '[]') AS products,
    (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM contracts.reseller r
        WHERE (r.tenant_id, r.id) = (shown.tenant_id, shown.reseller_id)) AS reseller
FROM shown ORDER BY shown.name_key, shown.id

-- name: read
SELECT c.id, c.external_id, c.name, c.registration, c.address, c.country, c.language,
    c.representative, c.dpo, c.onboarded_at,
    x.ends_on AS ended_on,
    (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM contracts.reseller r
        WHERE (r.tenant_id, r.id) = (c.tenant_id, c.reseller_id)) AS reseller,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', k.id, 'client_id', k.client_id, 'name', k.name, 'email', k.email,
            'language', k.language, 'job_title', k.job_title, 'duties', k.duties)
            ORDER BY contracts.turn(k.duties), k.id), '[]')
        FROM contracts.contact k
        WHERE (k.tenant_id, k.client_id) = (c.tenant_id, c.id) AND k.stands) AS contacts,
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object(
        'id', a.id, 'reference', a.reference, 'state', contracts.agreement_state(a.id),
        'terms', contracts.terms(a),
        'products', (SELECT coalesce(jsonb_agg(r.name ORDER BY r.key), '[]') FROM contracts.product r
            WHERE r.tenant_id = a.tenant_id AND r.id IN (
                SELECT p.product_id FROM contracts.agreement_product p
                WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id)
                    AND (p.valid @> clock.today()
                        OR x.ends_on <= clock.today() AND NOT isempty(p.valid))))) END AS agreement
FROM contracts.client c
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
WHERE c.id = $1

-- name: lock
SELECT id FROM contracts.client WHERE id = $1 FOR NO KEY UPDATE

-- name: edit
-- What $2 doesn't name stays as it is.
UPDATE contracts.client c
SET (external_id, name, registration, address, country, language, representative, dpo) = (
    SELECT d.external_id, d.name, d.registration, d.address, d.country, d.language, d.representative, d.dpo
    FROM jsonb_populate_record(c, $2) d)
WHERE c.id = $1

-- name: read_on
-- As it stood at the end of a day: the people of then, without those who left since where $3 is false.
SELECT x.id, x.external_id, x.name, x.registration, x.address, x.country, x.language,
    x.representative, x.dpo, x.onboarded_at,
    CASE WHEN e.ends_on <= $2 THEN e.ends_on END AS ended_on,
    (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM contracts.reseller r
        WHERE (r.tenant_id, r.id) = (x.tenant_id, x.reseller_id)) AS reseller,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', k.id, 'client_id', k.client_id, 'name', k.name, 'email', k.email,
            'language', k.language, 'job_title', k.job_title, 'duties', k.duties)
            ORDER BY contracts.turn(k.duties), k.id), '[]')
        FROM contracts.contacts_on(x.id, $2) k
        WHERE $3::boolean OR EXISTS (
            SELECT FROM contracts.contact n WHERE (n.tenant_id, n.id) = (k.tenant_id, k.id) AND n.stands)
    ) AS contacts,
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object(
        'id', a.id, 'reference', a.reference, 'state', contracts.agreement_state_on(a.id, $2),
        'terms', (SELECT t.terms FROM contracts.terms_on(a.id, $2) t),
        'products', (SELECT coalesce(jsonb_agg(DISTINCT r.name), '[]')
            FROM contracts.agreement_product p
            JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
            WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id)
                AND (p.valid @> $2::date OR e.ends_on <= $2))) END AS agreement
FROM contracts.client c
CROSS JOIN LATERAL contracts.client_on(c, contracts.past($2)) x
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
    AND clock.day_of(a.made_at) <= $2
LEFT JOIN contracts.agreement_end e ON (e.tenant_id, e.agreement_id) = (a.tenant_id, a.id)
WHERE c.id = $1 AND clock.day_of(c.onboarded_at) <= $2::date

-- name: name_of
SELECT name FROM contracts.client WHERE id = $1

-- name: name_on
SELECT x.name FROM contracts.client c CROSS JOIN LATERAL contracts.client_on(c, contracts.past($2)) x
WHERE c.id = $1
