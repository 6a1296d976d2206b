-- name: add
INSERT INTO portal.sign_in_request (address_digest, address, path, language)
SELECT $1, $2, $3, $4
WHERE (SELECT count(*) FROM portal.sign_in_request
       WHERE address_digest = $1 AND requested_at > now() - interval '1 hour') < $5
RETURNING id

-- name: lock_address
SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0))

-- name: claim
SELECT id, address, path, language FROM portal.sign_in_request
WHERE id = $1 AND handled_at IS NULL
FOR UPDATE SKIP LOCKED

-- name: waiting
SELECT id FROM portal.sign_in_request
WHERE handled_at IS NULL AND requested_at < now() - $1::interval
ORDER BY requested_at LIMIT 100

-- name: handled
UPDATE portal.sign_in_request SET address = NULL, handled_at = now() WHERE id = $1

-- name: forget
DELETE FROM portal.sign_in_request
WHERE requested_at < now() - interval '1 day'
