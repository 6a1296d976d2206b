-- name: new_id
SELECT uuidv7()

-- name: insert
INSERT INTO contracts.tenant (
    slug, name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by)
SELECT slug, name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by
FROM jsonb_to_record($1) AS d (
    slug text, name text, legal_name text, registration text, address text, country text, email text,
    phone text, website text, privacy_contact text, eu_only boolean, transfer_basis text,
    reply_term jsonb, statement_effective_on date, changes_told_by text)
ON CONFLICT DO NOTHING
RETURNING tenant_id

-- name: read
SELECT tenant_id AS id, slug, name, legal_name, registration, address, country, email, phone, website,
    privacy_contact, eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by
FROM contracts.tenant WHERE tenant_id = bus.tenant()

-- name: by_slug
SELECT contracts.find_tenant($1)

-- name: list_ids
SELECT contracts.list_tenants() AS id
