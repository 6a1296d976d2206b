-- name: law
SELECT t.eu_only, coalesce((
    SELECT jsonb_object_agg(last.territory, last.ends_on) FROM (
        SELECT DISTINCT ON (e.territory) e.territory, e.ends_on FROM contracts.adequacy_ending e
        ORDER BY e.territory, e.id DESC
    ) last WHERE last.ends_on IS NOT NULL
), '{}') AS endings
FROM contracts.tenant t WHERE t.tenant_id = bus.tenant()

-- name: basis
SELECT transfer_basis FROM contracts.tenant WHERE tenant_id = bus.tenant()

-- name: established
SELECT country FROM contracts.subprocessor WHERE id = $1

-- name: on_day
-- In the order of their identifiers, with the country of the party itself.
SELECT l.id AS link_id, s.name AS subprocessor, s.legal_entity, p.name AS product, l.product_id, l.capacity, l.zone,
    l.mechanism, l.mechanism_verified_on, l.countries, s.country AS established, h.holds
FROM contracts.link l
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (l.tenant_id, l.subprocessor_id)
LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id)
CROSS JOIN LATERAL (SELECT contracts.holds_on(l, $1) AS holds) h
WHERE l.id > $2 AND ($3::uuid[] IS NULL OR l.id = ANY ($3)) AND h.holds IS NOT NULL
ORDER BY l.id
LIMIT $4

-- name: open_round
INSERT INTO contracts.transfer_round (checked_on) VALUES (clock.today() - 1) ON CONFLICT DO NOTHING

-- name: begin_round
-- The day of the round before; nothing when this day has had its round.
UPDATE contracts.transfer_round SET checked_on = clock.today() WHERE checked_on < clock.today()
RETURNING old.checked_on

-- name: last_round
SELECT checked_on FROM contracts.transfer_round

-- name: record
-- What a check found: seen again where it was found at the last round too, else for the first time.
WITH found AS (
    SELECT * FROM jsonb_to_recordset($1) AS d (link_id uuid, code text, refused boolean)
), again AS (
    UPDATE contracts.transfer_finding f SET last_seen = greatest(f.last_seen, clock.today())
    FROM found
    WHERE f.link_id IS NOT DISTINCT FROM found.link_id AND f.code = found.code AND f.last_seen >= $2
    RETURNING f.link_id, f.code
)
INSERT INTO contracts.transfer_finding (link_id, code, refused, first_seen, last_seen)
SELECT found.link_id, found.code, found.refused, clock.today(), clock.today() FROM found
WHERE NOT EXISTS (
    SELECT FROM again WHERE again.link_id IS NOT DISTINCT FROM found.link_id AND again.code = found.code)
ON CONFLICT DO NOTHING

-- name: seen
SELECT DISTINCT ON (link_id, code) link_id, code, first_seen, last_seen
FROM contracts.transfer_finding
WHERE first_seen <= $2 AND (link_id = ANY ($1::uuid[]) OR link_id IS NULL)
ORDER BY link_id, code, first_seen DESC

-- name: count_touched
-- Of each link, how many agreements it holds for on a day; for one that is announced, may hold.
WITH asked AS MATERIALIZED (
    SELECT l.tenant_id, l.id, l.product_id, l.valid @> $2::date OR isempty(l.valid) AS general
    FROM contracts.link l WHERE l.id = ANY ($1::uuid[]) AND l.capacity = 'subprocessor'
), taking AS MATERIALIZED (
    SELECT p.product_id, count(*) AS agreements FROM contracts.agreement_product p
    WHERE p.product_id IN (SELECT product_id FROM asked) AND p.valid @> $2::date GROUP BY p.product_id
)
SELECT a.id, CASE WHEN a.general THEN coalesce(t.agreements, 0) ELSE 0 END + x.more AS agreements
FROM asked a
LEFT JOIN taking t ON t.product_id = a.product_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE e.valid @> $2::date AND NOT a.general)
        - count(*) FILTER (WHERE NOT e.valid @> $2::date AND a.general) AS more
    FROM contracts.link_exception e
    JOIN contracts.agreement g ON (g.tenant_id, g.client_id) = (e.tenant_id, e.client_id)
    JOIN contracts.agreement_product p
        ON (p.tenant_id, p.agreement_id, p.product_id) = (e.tenant_id, g.id, a.product_id)
        AND p.valid @> $2::date
    WHERE (e.tenant_id, e.link_id) = (a.tenant_id, a.id)
) x

-- name: touched
-- Each link gives its own next agreements, so that one product of a million clients is one short
-- walk along its index; what several links touch is one line.
WITH hit AS (
    SELECT l.id AS link_id, n.agreement_id
    FROM contracts.link l
    CROSS JOIN LATERAL (
        SELECT p.agreement_id
        FROM contracts.agreement_product p
        JOIN contracts.agreement a ON (a.tenant_id, a.id) = (p.tenant_id, p.agreement_id)
        LEFT JOIN contracts.link_exception e
            ON (e.tenant_id, e.client_id, e.link_id) = (a.tenant_id, a.client_id, l.id)
        WHERE (p.tenant_id, p.product_id) = (l.tenant_id, l.product_id) AND p.agreement_id > $3
            AND p.valid @> $2::date AND CASE WHEN e.link_id IS NULL
                THEN l.valid @> $2 OR isempty(l.valid) ELSE e.valid @> $2 END
        ORDER BY p.agreement_id
        LIMIT $4
    ) n
    WHERE l.id = ANY ($1::uuid[]) AND l.capacity = 'subprocessor'
), page AS (
    SELECT agreement_id, array_agg(link_id ORDER BY link_id) AS link_ids FROM hit
    GROUP BY agreement_id ORDER BY agreement_id LIMIT $4
)
SELECT a.id AS agreement_id, a.reference, a.client_id, c.name AS client, page.link_ids,
    v.id AS version_id, v.number AS version, coalesce(v.link_ids && page.link_ids, false) AS in_annex
FROM page
JOIN contracts.agreement a ON a.id = page.agreement_id
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
LEFT JOIN LATERAL (
    SELECT x.id, x.number, x.link_ids FROM contracts.agreement_version x
    WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id) ORDER BY x.number DESC LIMIT 1
) v ON true
ORDER BY a.id

-- name: add_ending
INSERT INTO contracts.adequacy_ending (territory, ends_on, reason, recorded_by)
SELECT territory, ends_on, reason, $2
FROM jsonb_to_record($1) AS d (territory text, ends_on date, reason text)
RETURNING id

-- name: list_endings
SELECT id, territory, ends_on, reason FROM contracts.adequacy_ending
WHERE id < $1 ORDER BY id DESC LIMIT $2

-- name: due
SELECT contracts.due_transfer_checks() AS tenant_id
