-- name: list_page
WITH drifting AS MATERIALIZED (
    SELECT d.id FROM contracts.drifting_groups($2) AS d (id)
), page AS (
    SELECT m.tenant_id, m.agreement_id FROM drifting d
    CROSS JOIN LATERAL (
        SELECT y.tenant_id, y.agreement_id FROM contracts.annex_member y
        WHERE y.group_id = d.id AND y.agreement_id > $1::uuid AND ($3::uuid IS NULL OR EXISTS (
            SELECT FROM contracts.agreement a
            JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
            WHERE (a.tenant_id, a.id) = (y.tenant_id, y.agreement_id) AND c.reseller_id = $3))
        ORDER BY y.agreement_id LIMIT $4
    ) m
    ORDER BY m.agreement_id LIMIT $4
)
SELECT a.id AS agreement_id, a.reference, a.client_id, c.name AS client
FROM page JOIN contracts.agreement a ON (a.tenant_id, a.id) = (page.tenant_id, page.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
ORDER BY a.id

-- name: count
SELECT count(*) FROM (
    SELECT FROM contracts.drifting_groups($1) AS d (id)
    JOIN contracts.annex_member y ON y.group_id = d.id
    WHERE $2::uuid IS NULL OR EXISTS (
        SELECT FROM contracts.agreement a
        JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
        WHERE (a.tenant_id, a.id) = (y.tenant_id, y.agreement_id) AND c.reseller_id = $2)
    LIMIT $3) counted

-- name: start
INSERT INTO contracts.mending (product_id, reseller_id, total, asked_by) VALUES ($1, $2, $3, $4)
RETURNING id

-- name: read
SELECT id, product_id, reseller_id, total, done, problem, asked_by, asked_at, finished_at
FROM contracts.mending WHERE id = $1

-- name: list_mendings
SELECT id, product_id, reseller_id, total, done, problem, asked_by, asked_at, finished_at
FROM contracts.mending WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2

-- name: due
SELECT tenant_id, mending_id FROM contracts.due_mendings()

-- name: claim
SELECT reached, product_id, reseller_id FROM contracts.mending
WHERE id = $1 AND finished_at IS NULL FOR UPDATE SKIP LOCKED

-- name: advance
UPDATE contracts.mending SET done = done + $2, reached = $3 WHERE id = $1

-- name: finish
UPDATE contracts.mending SET finished_at = clock.now(), problem = $2 WHERE id = $1 AND finished_at IS NULL

-- name: sweep
DELETE FROM contracts.annex_group g
WHERE NOT EXISTS (SELECT FROM contracts.annex_member m WHERE (m.tenant_id, m.group_id) = (g.tenant_id, g.id))

-- name: due_groups
SELECT contracts.due_groups() AS tenant_id

-- name: weigh
-- The edition is that of the snapshot in which the group is weighed: an edit that comes meanwhile
-- makes the verdict old before anybody reads it.
UPDATE contracts.annex_group g
SET weighed_on = clock.today(), edition = e.number, drifts = contracts.group_drifts(g, clock.today())
FROM contracts.catalogue_edition e
WHERE e.tenant_id = g.tenant_id AND g.id IN (
    SELECT y.id FROM contracts.annex_group y
    WHERE (y.weighed_on, y.edition) IS DISTINCT FROM (clock.today(), e.number) LIMIT $1)
RETURNING g.id
