-- name: lock_head
SELECT number, digest, clock.now() AS at FROM contracts.act_head FOR UPDATE

-- name: begin_chain
INSERT INTO contracts.act_head (number, digest) VALUES (0, $1) ON CONFLICT DO NOTHING

-- name: append
WITH act AS (
    INSERT INTO contracts.act
        (number, at, operation, noun, actor_kind, actor_id, actor_role, targets, status, commitment, digest)
    SELECT a.number, a.at, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets, a.status, $2, $3
    FROM jsonb_to_record($1) AS a (
        number bigint, at timestamptz, operation text, noun text, actor_kind text, actor_id uuid,
        actor_role text, targets uuid[], status smallint)
    RETURNING number
), detail AS (
    INSERT INTO contracts.act_detail (number, salt, personal) SELECT number, $4, $5 FROM act
)
UPDATE contracts.act_head h SET number = act.number, digest = $3 FROM act

-- name: list_page
SELECT a.number, a.at, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, encode(a.digest, 'hex') AS digest, d.personal ->> 'address' AS address, d.number IS NULL AS erased
FROM contracts.act a
LEFT JOIN contracts.act_detail d USING (tenant_id, number)
CROSS JOIN jsonb_to_record($1) AS asked (
    actor_id uuid, operation text, target_id uuid, since timestamptz, before timestamptz, status smallint)
WHERE a.number < $2
    AND (asked.actor_id IS NULL OR a.actor_id = asked.actor_id)
    AND (asked.operation IS NULL OR a.operation = asked.operation)
    AND (asked.target_id IS NULL OR a.targets @> ARRAY[asked.target_id])
    AND (asked.since IS NULL OR a.at >= asked.since)
    AND (asked.before IS NULL OR a.at < asked.before)
    AND (asked.status IS NULL OR a.status = asked.status)
ORDER BY a.number DESC
LIMIT $3

-- name: read
SELECT a.number, a.at, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, encode(a.digest, 'hex') AS digest, d.personal ->> 'address' AS address, d.number IS NULL AS erased,
    d.personal ->> 'body' AS body
FROM contracts.act a
LEFT JOIN contracts.act_detail d USING (tenant_id, number)
WHERE a.number = $1

-- name: chain
SELECT a.number, a.at, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, a.commitment, a.digest, d.salt, d.personal
FROM contracts.act a
LEFT JOIN contracts.act_detail d USING (tenant_id, number)
WHERE a.number > $1
ORDER BY a.number
LIMIT $2

-- name: head
SELECT number, digest FROM contracts.act_head
