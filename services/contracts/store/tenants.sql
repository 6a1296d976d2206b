-- name: new_id
SELECT uuidv7()

-- name: insert
INSERT INTO contracts.tenant (
    slug, name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    representative, dpo, eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by,
    four_eyes, retention_years, signing_reminder_days, escalation_days)
SELECT slug, name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    representative, dpo, eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by,
    four_eyes, retention_years, signing_reminder_days, escalation_days
FROM jsonb_to_record($1) AS d (
    slug text, name text, legal_name text, registration text, address text, country text, email text,
    phone text, website text, privacy_contact text, representative text, dpo text, eu_only boolean,
    transfer_basis text, reply_term jsonb, statement_effective_on date, changes_told_by text,
    four_eyes boolean, retention_years integer, signing_reminder_days integer, escalation_days integer)
ON CONFLICT DO NOTHING
RETURNING tenant_id

-- name: read
SELECT t.tenant_id AS id, t.* FROM contracts.tenant t WHERE t.tenant_id = bus.tenant()

-- name: read_on
-- As it stood at the end of a day.
SELECT x.tenant_id AS id, x.*
FROM contracts.tenant t
CROSS JOIN LATERAL jsonb_populate_record(t, CASE WHEN contracts.past($1) IS NOT NULL
    THEN contracts.state_on(t.tenant_id, 'tenant', t.tenant_id, $1) ELSE '{}' END) x
WHERE t.tenant_id = bus.tenant()

-- name: lock
SELECT FROM contracts.tenant WHERE tenant_id = bus.tenant() FOR NO KEY UPDATE

-- name: update
UPDATE contracts.tenant t
SET (name, legal_name, registration, address, country, email, phone, website, privacy_contact,
    representative, dpo, eu_only, transfer_basis, reply_term, statement_effective_on, changes_told_by,
    four_eyes, retention_years, signing_reminder_days, escalation_days) = (
    SELECT n.name, n.legal_name, n.registration, n.address, n.country, n.email, n.phone, n.website,
        n.privacy_contact, n.representative, n.dpo, n.eu_only, n.transfer_basis, n.reply_term,
        n.statement_effective_on, n.changes_told_by, n.four_eyes, n.retention_years,
        n.signing_reminder_days, n.escalation_days
    FROM jsonb_populate_record(t, $1) n)
WHERE tenant_id = bus.tenant()

-- name: by_slug
SELECT contracts.find_tenant($1)

-- name: list_ids
SELECT contracts.list_tenants() AS id

-- name: list_after
SELECT contracts.list_tenants_after($1) AS id
