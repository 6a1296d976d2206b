-- name: give
INSERT INTO documents.countersignature
    (version_id, agreement_id, client_id, certificate_id, mandate_id, given_by, name, job_title)
SELECT version_id, agreement_id, client_id, certificate_id, mandate_id, given_by, name, job_title
FROM jsonb_to_record($1) AS c (version_id uuid, agreement_id uuid, client_id uuid,
    certificate_id uuid, mandate_id uuid, given_by uuid, name text, job_title text)
ON CONFLICT (tenant_id, version_id) DO NOTHING
RETURNING *

-- name: of_version
SELECT * FROM documents.countersignature
WHERE tenant_id = bus.tenant() AND version_id = $1 AND ($2::uuid IS NULL OR client_id = $2)
