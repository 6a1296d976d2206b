-- name: insert
INSERT INTO contracts.signature (
    agreement_id, version_id, contact_id, digest, typed_name, job_title, method, address, user_agent,
    sign_in_link_id)
SELECT $1, d.version_id, k.id, decode(d.digest, 'hex'), d.typed_name, k.job_title, 'sign_in_link',
    d.address, d.user_agent, d.sign_in_link_id
FROM jsonb_to_record($3) AS d (
    version_id uuid, digest text, typed_name text, address text, user_agent text, sign_in_link_id uuid)
JOIN contracts.contact k ON k.id = $2
ON CONFLICT DO NOTHING
RETURNING id

-- name: read
SELECT contracts.signature_page(s) AS signature FROM contracts.signature s WHERE s.id = $1
