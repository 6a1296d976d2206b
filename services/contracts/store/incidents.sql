-- name: insert
INSERT INTO contracts.incident (
    title, product_ids, subprocessor_id, server, found_at, began_at, ended_at, facts, reported_by)
SELECT title, ARRAY(SELECT DISTINCT unnest(product_ids) ORDER BY 1), subprocessor_id, server, found_at, began_at, ended_at, $2, $3
FROM jsonb_to_record($1) AS d (
    title text, product_ids uuid[], subprocessor_id uuid, server text, found_at timestamptz,
    began_at timestamptz, ended_at timestamptz)
RETURNING id

-- name: update
UPDATE contracts.incident i SET title = d.title,
    product_ids = ARRAY(SELECT DISTINCT unnest(d.product_ids) ORDER BY 1),
    subprocessor_id = d.subprocessor_id, server = d.server, found_at = d.found_at, began_at = d.began_at,
    ended_at = d.ended_at, facts = $3
FROM jsonb_to_record($2) AS d (
    title text, product_ids uuid[], subprocessor_id uuid, server text, found_at timestamptz,
    began_at timestamptz, ended_at timestamptz)
WHERE i.id = $1

-- name: lock
SELECT FROM contracts.incident WHERE id = $1 FOR NO KEY UPDATE

-- name: read
SELECT * FROM contracts.incident_page WHERE id = $1

-- name: list_page
SELECT i.* FROM contracts.incident_page i
CROSS JOIN jsonb_to_record($1) AS f (state text, from_day date, until date)
WHERE (f.state IS NULL OR i.state = f.state) AND (f.from_day IS NULL OR clock.day_of(i.found_at) >= f.from_day)
    AND (f.until IS NULL OR clock.day_of(i.found_at) <= f.until) AND ($2::uuid IS NULL OR i.id < $2)
ORDER BY i.id DESC
LIMIT $3

-- name: waive
INSERT INTO contracts.incident_waiver (incident_id, reason, decided_by) VALUES ($1, $2, $3)

-- name: review
INSERT INTO contracts.incident_review (stage_id, note, reviewed_by) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
RETURNING id, stage_id, note, reviewed_by, reviewed_at

-- name: choose
INSERT INTO contracts.incident_choice (incident_id, client_id, choice, reason, chosen_by)
SELECT $1, client_id, choice, reason, $3 FROM jsonb_to_record($2) AS d (client_id uuid, choice text, reason text)
RETURNING id, incident_id, client_id, choice, reason, chosen_by, chosen_at

-- name: reach
WITH affected AS MATERIALIZED (
    SELECT f.client_id FROM contracts.incident i CROSS JOIN LATERAL contracts.incident_affected(i) f WHERE i.id = $1
), told AS MATERIALIZED (
    SELECT b.client_id, b.duty FROM contracts.breach_contacts(ARRAY(SELECT a.client_id FROM affected a)) b
)
SELECT lower(contracts.incident_days(i)) AS days_from, upper(contracts.incident_days(i)) - 1 AS days_until,
    i.began_at IS NOT NULL AS begin_known,
    (SELECT count(*) FROM affected) AS clients, (SELECT count(*) FROM told) AS people,
    (SELECT count(DISTINCT t.client_id) FROM told t WHERE t.duty <> 'breach') AS standing_in,
    (SELECT count(*) FROM affected a WHERE a.client_id NOT IN (SELECT t.client_id FROM told t)) AS unreachable,
    (SELECT count(*) FROM affected a WHERE NOT EXISTS (
        SELECT FROM contracts.incident_client f WHERE f.incident_id = $1 AND f.client_id = a.client_id)) AS new,
    (SELECT count(*) FROM (
        SELECT DISTINCT ON (c.client_id) c.choice FROM contracts.incident_choice c WHERE c.incident_id = $1
        ORDER BY c.client_id, c.id DESC) c WHERE c.choice = 'out') AS left_out
FROM contracts.incident i WHERE i.id = $1

-- name: affected
-- Who is, and who would be but for the choice of a person.
WITH chosen AS (
    SELECT DISTINCT ON (c.client_id) c.client_id, c.choice, c.reason FROM contracts.incident_choice c
    WHERE c.incident_id = $1 ORDER BY c.client_id, c.id DESC
), listed AS MATERIALIZED (
    SELECT f.client_id, f.agreement_id, f.cause
    FROM contracts.incident i CROSS JOIN LATERAL contracts.incident_affected(i) f WHERE i.id = $1
    UNION ALL
    SELECT a.client_id, a.id, NULL FROM chosen c
    JOIN contracts.agreement a ON a.client_id = c.client_id WHERE c.choice = 'out'
), page AS MATERIALIZED (
    SELECT l.* FROM listed l WHERE ($2::uuid IS NULL OR l.client_id > $2) ORDER BY l.client_id LIMIT $3
)
SELECT p.client_id, c.name AS client, p.agreement_id, a.reference AS agreement_reference, p.cause,
    h.choice, h.reason, coalesce(k.people, 0) AS people, k.told_as, f.frozen_at
FROM page p
JOIN contracts.client c ON c.id = p.client_id
JOIN contracts.agreement a ON a.id = p.agreement_id
LEFT JOIN chosen h ON h.client_id = p.client_id
LEFT JOIN contracts.incident_client f ON f.incident_id = $1 AND f.client_id = p.client_id
LEFT JOIN (
    SELECT b.client_id, count(*) AS people, min(b.duty) AS told_as
    FROM contracts.breach_contacts(ARRAY(SELECT x.client_id FROM page x)) b GROUP BY b.client_id
) k ON k.client_id = p.client_id
ORDER BY p.client_id

-- name: freeze
INSERT INTO contracts.incident_client (incident_id, client_id, agreement_id, cause)
SELECT $1, f.client_id, f.agreement_id, f.cause
FROM contracts.incident i CROSS JOIN LATERAL contracts.incident_affected(i) f WHERE i.id = $1
ON CONFLICT DO NOTHING

-- name: release
WITH stage AS MATERIALIZED (
    SELECT uuidv7() AS id
), touched AS MATERIALIZED (
    SELECT c.client_id, c.agreement_id FROM contracts.incident_client c WHERE c.incident_id = $1
), told AS (
    INSERT INTO contracts.incident_recipient (stage_id, agreement_id, client_id, contact_id, name, email, language, duty)
    SELECT s.id, t.agreement_id, b.client_id, b.contact_id, b.name, b.email, b.language, b.duty
    FROM stage s
    CROSS JOIN contracts.breach_contacts(ARRAY(SELECT x.client_id FROM touched x)) b
    JOIN touched t ON t.client_id = b.client_id
    RETURNING 1
)
INSERT INTO contracts.incident_stage (id, incident_id, number, kind, told, clients, people, released_by)
SELECT s.id, $1, 1 + (SELECT count(*) FROM contracts.incident_stage o WHERE o.incident_id = $1), $2, $3,
    (SELECT count(*) FROM touched), (SELECT count(*) FROM told), $4
FROM stage s
RETURNING id

-- name: join_told
-- A client that was taken in after a stage went out is told of that stage as it stands.
WITH touched AS (
    INSERT INTO contracts.incident_client (incident_id, client_id, agreement_id, cause)
    SELECT $1, a.client_id, a.id, 'chosen' FROM contracts.agreement a WHERE a.client_id = $2
    ON CONFLICT DO NOTHING
    RETURNING client_id, agreement_id
)
INSERT INTO contracts.incident_recipient (stage_id, agreement_id, client_id, contact_id, name, email, language, duty)
SELECT $3, t.agreement_id, b.client_id, b.contact_id, b.name, b.email, b.language, b.duty
FROM touched t CROSS JOIN LATERAL contracts.breach_contacts(ARRAY[t.client_id]) b
RETURNING id

-- name: join_missed
-- Of the last stage of each incident, where nobody at one of these clients was reached by it for certain: who is turned
-- to next of those who were not written to yet, at this address. While somebody is still being written to, and an
-- earlier stage missed them all, whoever has the first duty there alone.
WITH fared AS MATERIALIZED (
    SELECT f.incident_id, f.stage_id, f.number, f.client_id, f.standing FROM contracts.incident_fared f
    WHERE f.client_id = ANY ($1::uuid[]) AND ($2::uuid IS NULL OR f.incident_id = $2)
), last AS MATERIALIZED (
    SELECT DISTINCT ON (s.incident_id) s.incident_id, s.id FROM contracts.incident_stage s
    WHERE s.incident_id IN (SELECT f.incident_id FROM fared f) ORDER BY s.incident_id, s.number DESC
), missed AS MATERIALIZED (
    SELECT f.incident_id, f.stage_id, f.client_id, f.standing = 'pending' AS waits
    FROM fared f JOIN last l ON l.id = f.stage_id
    WHERE f.standing IN ('unreached', 'in_doubt') OR f.standing = 'pending' AND (
        SELECT e.standing FROM fared e
        WHERE (e.incident_id, e.client_id) = (f.incident_id, f.client_id) AND e.standing <> 'pending'
        ORDER BY e.number DESC LIMIT 1) IN ('unreached', 'in_doubt')
), turns AS (
    SELECT b.*, min(b.turn) OVER (PARTITION BY b.client_id) AS lowest
    FROM contracts.breach_turns(ARRAY(SELECT m.client_id FROM missed m)) b
), left_over AS (
    SELECT m.stage_id, m.waits, c.agreement_id, t.*, min(t.turn) OVER (PARTITION BY m.stage_id, t.client_id) AS first
    FROM missed m
    JOIN contracts.incident_client c
        ON (c.tenant_id, c.incident_id, c.client_id) = (bus.tenant(), m.incident_id, m.client_id)
    JOIN turns t ON t.client_id = m.client_id
    WHERE NOT EXISTS (
        SELECT FROM contracts.incident_recipient r
        WHERE (r.tenant_id, r.stage_id, r.contact_id, r.email) = (c.tenant_id, m.stage_id, t.contact_id, t.email))
), added AS (
    INSERT INTO contracts.incident_recipient (stage_id, agreement_id, client_id, contact_id, name, email, language, duty)
    SELECT o.stage_id, o.agreement_id, o.client_id, o.contact_id, o.name, o.email, o.language, o.duty
    FROM left_over o WHERE o.turn = o.first AND (o.turn = o.lowest OR NOT o.waits)
    ON CONFLICT (tenant_id, stage_id, contact_id, email) DO NOTHING
    RETURNING id, stage_id
)
SELECT l.incident_id, a.stage_id, a.id FROM added a JOIN last l ON l.id = a.stage_id

-- name: fall_short
INSERT INTO contracts.incident_shortfall (stage_id, clients, reason, decided_by) VALUES ($1, $2, $3, $4)

-- name: is_told
SELECT EXISTS (SELECT FROM contracts.incident_client WHERE incident_id = $1 AND client_id = $2)

-- name: stage
SELECT s.id, s.incident_id, s.number, s.kind, s.told FROM contracts.incident_stage s WHERE s.id = $1

-- name: recipients
WITH page AS MATERIALIZED (
    SELECT r.* FROM contracts.incident_recipient r
    WHERE r.stage_id = $1 AND ($2::uuid IS NULL OR r.id > $2) AND ($3::uuid IS NULL OR r.id = $3)
    ORDER BY r.id LIMIT $4
)
SELECT r.id AS recipient_id, r.contact_id, r.name, r.email, r.language, r.duty <> 'breach' AS stands_in,
    NOT EXISTS (SELECT FROM contracts.contact k
        WHERE (k.tenant_id, k.id) = (r.tenant_id, r.contact_id) AND k.stands) AS departed,
    r.client_id, c.name AS client, r.agreement_id, a.reference AS agreement_reference, a.authorisation,
    NULL::date AS deadline, a.notice_days, a.objection_days, a.day_kind, a.counted_from,
    ARRAY(
        SELECT e.id FROM contracts.incident_recipient e
        WHERE (e.tenant_id, e.stage_id, e.client_id) = (r.tenant_id, r.stage_id, r.client_id)
            AND e.id < r.id AND array_position(ARRAY['breach', 'notice', 'privacy', 'signatory'], e.duty)
                < array_position(ARRAY['breach', 'notice', 'privacy', 'signatory'], r.duty)
        ORDER BY e.id) AS instead_of
FROM page r
JOIN contracts.client c ON (c.tenant_id, c.id) = (r.tenant_id, r.client_id)
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (r.tenant_id, r.agreement_id)
ORDER BY r.id

-- name: samples
-- One of the people who would be told, in each language, with the duty and standing in for it.
WITH affected AS MATERIALIZED (
    SELECT f.client_id, f.agreement_id
    FROM contracts.incident i CROSS JOIN LATERAL contracts.incident_affected(i) f WHERE i.id = $1
)
SELECT DISTINCT ON (b.language, b.duty <> 'breach') b.contact_id AS recipient_id, b.contact_id, b.name, b.email,
    b.language, b.duty <> 'breach' AS stands_in, b.client_id, c.name AS client, a.id AS agreement_id,
    a.reference AS agreement_reference, a.authorisation, NULL::date AS deadline, a.notice_days,
    a.objection_days, a.day_kind, a.counted_from
FROM contracts.breach_contacts(ARRAY(SELECT f.client_id FROM affected f)) b
JOIN affected f ON f.client_id = b.client_id
JOIN contracts.client c ON c.id = b.client_id
JOIN contracts.agreement a ON a.id = f.agreement_id
ORDER BY b.language DESC, b.duty <> 'breach', b.client_id, b.contact_id

-- name: of_client
SELECT i.id, contracts.incident_stages(i) AS stages, (
    SELECT coalesce(jsonb_object_agg(f.stage_id, jsonb_build_object(
        'standing', f.standing, 'told_at', contracts.moment(f.told_at),
        'unreached_at', contracts.moment(f.unreached_at), 'posted_on', f.posted_on,
        'delivered_at', contracts.moment(f.delivered_at))), '{}')
    FROM contracts.incident_fared f
    WHERE (f.tenant_id, f.incident_id, f.client_id) = (c.tenant_id, c.incident_id, c.client_id)) AS fared
FROM contracts.incident_client c
JOIN contracts.incident i ON (i.tenant_id, i.id) = (c.tenant_id, c.incident_id)
WHERE c.client_id = $1 AND ($2::uuid IS NULL OR i.id < $2)
ORDER BY i.id DESC
LIMIT $3

-- name: now
SELECT clock.now()
