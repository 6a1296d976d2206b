-- name: issued
SELECT tenant_id, document_id, file_id FROM documents.issued($1)

-- name: sealed_with
SELECT tenant_id, certificate_id FROM documents.sealed_with($1)

-- name: read
SELECT d.digest, d.kind, r.variant, r.version_id, r.agreement_id, r.client_id,
    (d.stored_at AT TIME ZONE 'Europe/Amsterdam')::date AS issued_on, e.erased_at IS NOT NULL AS erased
FROM documents.document d
JOIN documents.rendering r ON (r.tenant_id, r.id) = (d.tenant_id, d.rendering_id)
LEFT JOIN documents.document_erasure e ON (e.tenant_id, e.document_id) = (d.tenant_id, d.id)
WHERE d.tenant_id = bus.tenant() AND d.id = $1

-- name: read_record
SELECT f.digest, f.format AS kind, i.kind AS record, i.day AS "on",
    (f.stored_at AT TIME ZONE 'Europe/Amsterdam')::date AS issued_on, c.erased_at IS NOT NULL AS erased
FROM documents.record_document_file f
JOIN documents.record_document i ON (i.tenant_id, i.id) = (f.tenant_id, f.record_document_id)
JOIN documents.record_document_content c ON (c.tenant_id, c.record_document_id) = (i.tenant_id, i.id)
WHERE f.tenant_id = bus.tenant() AND f.id = $1
