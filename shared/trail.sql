-- name: lock_head
SELECT number, digest, clock.now() AS at, current_user::text AS service FROM trail.act_head FOR UPDATE

-- name: begin_chain
INSERT INTO trail.act_head (number, digest) VALUES (0, $1) ON CONFLICT DO NOTHING

-- name: append
WITH entry AS (
    SELECT * FROM jsonb_to_record($1) AS a (
        number bigint, at timestamptz, service text, operation text, noun text, actor_kind text,
        actor_id uuid, actor_role text, targets uuid[], status smallint)
), act AS (
    INSERT INTO trail.act
        (number, at, service, operation, noun, actor_kind, actor_id, actor_role, targets, status, commitment, digest)
    SELECT number, at, service, operation, noun, actor_kind, actor_id, actor_role, targets, status, $2, $3 FROM entry
), detail AS (
    INSERT INTO trail.act_detail (number, salt, personal) SELECT number, $4, $5 FROM entry
)
UPDATE trail.act_head h SET number = entry.number, digest = $3 FROM entry
