-- name: rows
SELECT jsonb_build_object(
    'states', (
        SELECT count(*) FROM contracts.catalogue_state c
        WHERE (c.noun, c.thing_id) = ('subprocessor', s.id) AND contracts.without_former(c.state, s) <> c.state),
    'audit_details', (SELECT count(*) FROM contracts.acts_of_former(s)),
    'answers', (SELECT count(*) FROM contracts.answers_of_former(s)),
    'contact_of_today', (s.contact IS NOT NULL OR s.contact_person IS NOT NULL)::integer)
FROM contracts.subprocessor s WHERE s.id = $1

-- name: states
UPDATE contracts.catalogue_state c SET state = contracts.without_former(c.state, s)
FROM contracts.subprocessor s
WHERE s.id = $1 AND (c.noun, c.thing_id) = ('subprocessor', s.id)
    AND contracts.without_former(c.state, s) <> c.state

-- name: audit_details
DELETE FROM trail.act_detail WHERE number IN (
    SELECT contracts.acts_of_former(s) FROM contracts.subprocessor s WHERE s.id = $1)

-- name: answers
UPDATE contracts.idempotency SET answer = NULL, about = '{}', body_digest = ''
WHERE key IN (SELECT contracts.answers_of_former(s) FROM contracts.subprocessor s WHERE s.id = $1)
