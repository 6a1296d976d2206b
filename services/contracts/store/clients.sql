-- name: insert
INSERT INTO contracts.client (external_id, name, registration, address, country, language)
SELECT external_id, name, registration, address, country, language
FROM jsonb_to_record($1) AS d (
    external_id text, name text, registration text, address text, country text, language text)
ON CONFLICT DO NOTHING
RETURNING id

-- name: insert_contacts
INSERT INTO contracts.contact (client_id, name, email, language, job_title, duties)
SELECT $1, name, email, language, job_title, duties
FROM jsonb_to_recordset($2) AS d (name text, email text, language text, job_title text, duties text[])

-- name: list_page
WITH page AS (
    SELECT c.tenant_id, c.id, c.name, c.name_key, c.external_id, a.id AS agreement_id, a.language
    FROM contracts.client c
    LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
    WHERE (c.name_key, c.id) > ($1::text, $2::uuid)
        AND ($3::text IS NULL OR c.name_key LIKE '%' || $3 || '%'
            OR lower(c.external_id) LIKE '%' || $3 || '%')
    ORDER BY c.name_key, c.id
    LIMIT $4
)
SELECT page.id, page.name, page.name_key, page.external_id,
    CASE WHEN page.agreement_id IS NOT NULL THEN jsonb_build_object(
        'id', page.agreement_id, 'state', contracts.agreement_state(page.agreement_id)) END AS agreement,
    coalesce((
        SELECT jsonb_agg(x.name ORDER BY x.key)
        FROM contracts.agreement_product p
        JOIN contracts.product x ON (x.tenant_id, x.id) = (p.tenant_id, p.product_id)
        WHERE (p.tenant_id, p.agreement_id) = (page.tenant_id, page.agreement_id)
    ), '[]') AS products,
    coalesce(d.drift, false) AS drift
FROM page LEFT JOIN LATERAL contracts.drift(ARRAY[page.agreement_id]) d ON true
ORDER BY page.name_key, page.id

-- name: read
SELECT c.id, c.external_id, c.name, c.registration, c.address, c.country, c.language, c.onboarded_at,
    x.ends_on AS ended_on,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', k.id, 'client_id', k.client_id, 'name', k.name, 'email', k.email,
            'language', k.language, 'job_title', k.job_title, 'duties', k.duties)
            ORDER BY contracts.turn(k.duties), k.id), '[]')
        FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (c.tenant_id, c.id)) AS contacts,
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object(
        'id', a.id, 'reference', a.reference, 'state', contracts.agreement_state(a.id),
        'terms', contracts.terms(a),
        'products', (SELECT coalesce(jsonb_agg(r.name ORDER BY r.key), '[]')
            FROM contracts.agreement_product p
            JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
            WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id))) END AS agreement
FROM contracts.client c
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
WHERE c.id = $1

-- name: name_of
SELECT name FROM contracts.client WHERE id = $1

-- name: read_contact
SELECT id, client_id, name, email, language, job_title, duties FROM contracts.contact WHERE id = $1

-- name: find_contacts
SELECT tenant_id, contact_id FROM contracts.find_contacts($1)

-- name: sign_in_contact
SELECT c.tenant_id, t.name AS tenant_name, c.id AS contact_id, c.client_id, c.language
FROM contracts.contact c JOIN contracts.tenant t USING (tenant_id)
WHERE c.id = $1
