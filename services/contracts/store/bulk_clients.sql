-- name: ids
SELECT uuidv7() AS id FROM generate_series(1, $1::integer)

-- name: standing
SELECT c.id, c.external_id, c.reseller_id, a.id AS agreement_id,
    jsonb_build_object('external_id', c.external_id, 'name', c.name, 'registration', c.registration,
        'address', c.address, 'country', c.country, 'language', c.language,
        'representative', c.representative, 'dpo', c.dpo) AS facts,
    CASE WHEN a.id IS NOT NULL THEN contracts.agreement_state(a.id) END AS state,
    CASE WHEN a.id IS NOT NULL THEN contracts.terms(a) END AS terms,
    ARRAY(SELECT p.product_id FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> clock.today()) AS products,
    ARRAY(SELECT p.product_id FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND lower(p.valid) > clock.today()) AS coming_products,
    (SELECT x.ends_on FROM contracts.agreement_end x
        WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)) AS ends_on,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', k.id, 'client_id', k.client_id, 'name', k.name, 'email', k.email,
            'language', k.language, 'job_title', k.job_title, 'duties', k.duties)), '[]')
        FROM contracts.contact k WHERE (k.tenant_id, k.client_id) = (c.tenant_id, c.id) AND k.stands) AS contacts
FROM contracts.client c
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.client_id) = (c.tenant_id, c.id)
WHERE c.external_id = ANY ($1::text[])

-- name: lock
-- In the order in which what became of mail holds them, so that neither waits for the other.
SELECT c.id FROM contracts.client c WHERE c.tenant_id = bus.tenant() AND c.id = ANY ($1::uuid[])
ORDER BY c.id FOR NO KEY UPDATE

-- name: resellers
SELECT name_key, id FROM contracts.reseller WHERE name_key = ANY ($1::text[])

-- name: references
-- As many as are asked for, without gaps; the last of them comes back.
INSERT INTO contracts.reference_counter AS r (year, last)
VALUES (extract(year FROM clock.today()), $1)
ON CONFLICT (tenant_id, year) DO UPDATE SET last = r.last + $1
RETURNING year, last

-- name: insert_clients
INSERT INTO contracts.client (
    id, external_id, name, registration, address, country, language, representative, dpo, reseller_id)
SELECT id, external_id, name, registration, address, country, language, representative, dpo, reseller_id
FROM jsonb_to_recordset($1) AS d (
    id uuid, external_id text, name text, registration text, address text, country text, language text,
    representative text, dpo text, reseller_id uuid)

-- name: place_clients
INSERT INTO contracts.placement (client_id, reseller_id, placed_by)
SELECT id, reseller_id, $2 FROM jsonb_to_recordset($1) AS d (id uuid, reseller_id uuid)
WHERE reseller_id IS NOT NULL

-- name: insert_contacts
INSERT INTO contracts.contact (client_id, name, email, language, job_title, duties)
SELECT client_id, name, email, language, job_title, duties
FROM jsonb_to_recordset($1) AS d (
    client_id uuid, name text, email text, language text, job_title text, duties text[])

-- name: insert_agreements
INSERT INTO contracts.agreement (
    id, client_id, reference, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause)
SELECT id, client_id, reference, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause
FROM jsonb_to_recordset($1) AS d (
    id uuid, client_id uuid, reference text, language text, authorisation text, notice_days integer,
    objection_days integer, day_kind text, counted_from text, on_objection text, end_choice text,
    emergency_clause boolean)

-- name: take_products
INSERT INTO contracts.agreement_product (agreement_id, product_id, valid)
SELECT agreement_id, product_id, daterange(clock.today(), NULL)
FROM jsonb_to_recordset($1) AS d (agreement_id uuid, product_id uuid)

-- name: edit_clients
UPDATE contracts.client c
SET (external_id, name, registration, address, country, language, representative, dpo) = (
    SELECT x.external_id, x.name, x.registration, x.address, x.country, x.language, x.representative, x.dpo
    FROM jsonb_populate_record(c, d.facts) x)
FROM jsonb_to_recordset($1) AS d (id uuid, facts jsonb)
WHERE c.tenant_id = bus.tenant() AND c.id = d.id

-- name: edit_contacts
-- Whoever left since the file was held beside the clients has no duty any more.
UPDATE contracts.contact k
SET (name, email, language, job_title, duties) = (
    SELECT x.name, x.email, x.language, x.job_title, x.duties FROM jsonb_populate_record(k, d.facts) x)
FROM jsonb_to_recordset($1) AS d (id uuid, facts jsonb)
WHERE k.tenant_id = bus.tenant() AND k.id = d.id AND k.stands

-- name: move_clients
UPDATE contracts.client c SET reseller_id = d.reseller_id
FROM jsonb_to_recordset($1) AS d (id uuid, reseller_id uuid)
WHERE c.tenant_id = bus.tenant() AND c.id = d.id

-- name: without
-- Of these clients, those at which nobody has this duty any more.
SELECT c.id FROM unnest($1::uuid[]) AS c (id)
WHERE NOT EXISTS (
    SELECT FROM contracts.contact k
    WHERE (k.tenant_id, k.client_id) = (bus.tenant(), c.id) AND $2::text = ANY (k.duties))

-- name: count_again
SELECT contracts.count_clients_again()
