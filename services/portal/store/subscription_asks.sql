-- name: lock_address
SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 70))

-- name: add
INSERT INTO portal.subscription_ask (address_digest)
SELECT $1
WHERE (SELECT count(*) FROM portal.subscription_ask
       WHERE address_digest = $1 AND asked_at > now() - interval '1 day') < $2
RETURNING true

-- name: forget
DELETE FROM portal.subscription_ask WHERE asked_at < now() - interval '1 day'
