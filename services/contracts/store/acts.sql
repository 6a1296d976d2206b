-- name: list_page
SELECT a.number, a.at, a.service, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, encode(a.digest, 'hex') AS digest, d.personal ->> 'address' AS address, d.number IS NULL AS erased
FROM trail.act a
LEFT JOIN trail.act_detail d USING (tenant_id, number)
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
SELECT a.number, a.at, a.service, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, encode(a.digest, 'hex') AS digest, d.personal ->> 'address' AS address, d.number IS NULL AS erased,
    d.personal ->> 'body' AS body
FROM trail.act a
LEFT JOIN trail.act_detail d USING (tenant_id, number)
WHERE a.number = $1

-- name: chain
SELECT a.number, a.at, a.service, a.operation, a.noun, a.actor_kind, a.actor_id, a.actor_role, a.targets,
    a.status, a.commitment, a.digest, d.salt, d.personal
FROM trail.act a
LEFT JOIN trail.act_detail d USING (tenant_id, number)
WHERE a.number > $1
ORDER BY a.number
LIMIT $2

-- name: head
SELECT number, digest FROM trail.act_head
