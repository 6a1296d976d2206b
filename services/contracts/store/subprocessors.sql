-- name: insert
INSERT INTO contracts.subprocessor (name, legal_entity, registration, address, country, contact, website, parent_id)
SELECT name, legal_entity, registration, address, country, contact, website, parent_id
FROM jsonb_to_record($1) AS d (
    name text, legal_entity text, registration text, address text, country text, contact text,
    website text, parent_id uuid)
ON CONFLICT DO NOTHING
RETURNING id

-- name: list_all
SELECT subprocessor FROM contracts.subprocessor_page ORDER BY name_key

-- name: known
SELECT count(*) FROM contracts.subprocessor WHERE id = ANY ($1::uuid[])
