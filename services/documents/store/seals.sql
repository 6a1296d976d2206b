-- name: hold
-- Until the commit nobody else decides which certificate a tenant has.
SELECT pg_advisory_xact_lock(hashtextextended('seal ' || bus.tenant(), 0))

-- name: current
-- Its validity is a matter of the world's time, which a demonstration can't move.
SELECT c.*, k.shut FROM documents.seal_certificate c
JOIN documents.seal_key k ON (k.tenant_id, k.certificate_id) = (c.tenant_id, c.id)
WHERE c.tenant_id = bus.tenant() AND now() BETWEEN c.valid_from AND c.valid_until
ORDER BY c.id DESC LIMIT 1

-- name: all
SELECT * FROM documents.seal_certificate WHERE tenant_id = bus.tenant() ORDER BY id DESC

-- name: add
INSERT INTO documents.seal_certificate (self_made, subject, issuer, serial, algorithm, valid_from,
    valid_until, fingerprint, certificate, chain, added_by)
SELECT c.self_made, c.subject, c.issuer, c.serial, c.algorithm, c.valid_from, c.valid_until,
    c.fingerprint, c.certificate, $2, c.added_by
FROM jsonb_to_record($1) AS c (self_made boolean, subject text, issuer text, serial text,
    algorithm text, valid_from timestamptz, valid_until timestamptz, fingerprint bytea,
    certificate bytea, added_by uuid)
ON CONFLICT DO NOTHING
RETURNING *

-- name: keep_key
INSERT INTO documents.seal_key (certificate_id, shut) VALUES ($1, $2)

-- name: drop_other_keys
-- The one that was made here stays, for the day on which this one has expired.
DELETE FROM documents.seal_key k USING documents.seal_certificate c
WHERE (k.tenant_id, k.certificate_id) = (c.tenant_id, c.id) AND k.tenant_id = bus.tenant()
    AND c.id <> $1 AND NOT c.self_made

-- name: record
INSERT INTO documents.seal (digest, certificate_id, level, downgrade) VALUES ($1, $2, $3, $4)

