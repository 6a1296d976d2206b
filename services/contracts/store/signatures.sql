-- name: insert
INSERT INTO contracts.signature (
    agreement_id, version_id, contact_id, digest, typed_name, job_title, method, address, user_agent,
    sign_in_link_id)
SELECT $1, d.version_id, k.id, decode(d.digest, 'hex'), d.typed_name, k.job_title, 'sign_in_link',
    d.address, d.user_agent, d.sign_in_link_id
FROM jsonb_to_record($3) AS d (
    version_id uuid, digest text, typed_name text, address text, user_agent text, sign_in_link_id uuid)
JOIN contracts.contact k ON k.id = $2
RETURNING id

-- name: record
-- What somebody else saw: the moment of a click, or the day on a paper.
INSERT INTO contracts.signature (
    agreement_id, version_id, digest, typed_name, job_title, method, email, address, user_agent, terms_shown,
    stated_on, file, signed_at, recorded_by, recorded_at)
SELECT $1, d.version_id, decode(d.digest, 'hex'), d.typed_name, d.job_title, d.method, d.email, d.address,
    d.user_agent, d.terms_shown, d.signed_on, d.file, coalesce(d.accepted_at, clock.now()), $3, clock.now()
FROM jsonb_to_record($2) AS d (
    version_id uuid, digest text, typed_name text, job_title text, method text, email text, address text,
    user_agent text, terms_shown text, signed_on date, file jsonb, accepted_at timestamptz)
RETURNING id

-- name: read
SELECT contracts.signature_page(s) AS signature FROM contracts.signature s WHERE s.id = $1

-- name: list_page
SELECT contracts.signature_page(s) AS signature FROM contracts.signature s
WHERE s.agreement_id = $1 AND s.id > $2::uuid
ORDER BY s.id LIMIT $3
