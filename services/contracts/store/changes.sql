-- name: insert
WITH made AS (
    INSERT INTO contracts.change (title, reason, effective_on, at_once, supplier_date, emergency, created_by)
    SELECT title, reason, effective_on, at_once, supplier_date, nullif(emergency, 'null'), $2
    FROM jsonb_to_record($1) AS d (
        title jsonb, reason jsonb, effective_on date, at_once boolean, supplier_date date, emergency jsonb)
    RETURNING tenant_id, id
), drafted AS (
    INSERT INTO contracts.change_edit (tenant_id, change_id, revision, fields, edited_by)
    SELECT made.tenant_id, made.id, 1, '{}', $2 FROM made
), ended AS (
    INSERT INTO contracts.change_end (tenant_id, change_id, link_id)
    SELECT made.tenant_id, made.id, l.id FROM made CROSS JOIN unnest($3::uuid[]) AS l (id)
)
SELECT id FROM made

-- name: lock_draft
SELECT c.revision FROM contracts.change c WHERE c.id = $1 FOR NO KEY UPDATE

-- name: edit
WITH edited AS (
    UPDATE contracts.change c
    SET title = d.title, reason = d.reason, effective_on = d.effective_on, at_once = d.at_once,
        supplier_date = d.supplier_date, emergency = nullif(d.emergency, 'null'), revision = c.revision + 1
    FROM jsonb_to_record($2) AS d (
        title jsonb, reason jsonb, effective_on date, at_once boolean, supplier_date date, emergency jsonb)
    WHERE c.id = $1
    RETURNING c.tenant_id, c.id, c.revision
)
INSERT INTO contracts.change_edit (tenant_id, change_id, revision, fields, edited_by)
SELECT tenant_id, id, revision, $3::text[], $4 FROM edited

-- name: drop_ends
DELETE FROM contracts.change_end WHERE change_id = $1

-- name: add_ends
INSERT INTO contracts.change_end (change_id, link_id) SELECT $1, l.id FROM unnest($2::uuid[]) AS l (id)

-- name: drop_begins
DELETE FROM contracts.link WHERE change_id = $1

-- name: editors
SELECT edited_by AS id FROM contracts.change_edit WHERE change_id = $1 AND edited_by IS NOT NULL

-- name: affects
SELECT a.agreement_id FROM contracts.affected_agreement a WHERE (a.change_id, a.agreement_id) = ($1, $2)

-- name: discard
INSERT INTO contracts.discard (change_id, discarded_by) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: read
SELECT c.id, c.title, c.reason, c.effective_on, c.announced_for, c.at_once, c.supplier_date, c.emergency,
    c.revision, contracts.state(c.id) AS state, c.created_at, p.published_at, w.withdrawn_at
FROM contracts.dated_change c
LEFT JOIN contracts.publication p ON (p.tenant_id, p.change_id) = (c.tenant_id, c.id)
LEFT JOIN contracts.withdrawal w ON (w.tenant_id, w.change_id) = (c.tenant_id, c.id)
WHERE c.id = $1

-- name: list_page
SELECT c.id, c.title, c.reason, c.effective_on, c.announced_for, c.at_once, c.supplier_date, c.emergency,
    c.revision, contracts.state(c.id) AS state, c.created_at, p.published_at, w.withdrawn_at
FROM contracts.dated_change c
LEFT JOIN contracts.publication p ON (p.tenant_id, p.change_id) = (c.tenant_id, c.id)
LEFT JOIN contracts.withdrawal w ON (w.tenant_id, w.change_id) = (c.tenant_id, c.id)
WHERE ($1::uuid IS NULL OR c.id < $1)
    AND ($2::uuid IS NULL AND (SELECT contracts.acting_reseller()) IS NULL OR EXISTS (
        SELECT FROM contracts.affected_agreement a
        WHERE (a.tenant_id, a.change_id) = (c.tenant_id, c.id) AND ($2 IS NULL OR a.client_id = $2)))
    AND ($3::text IS NULL OR contracts.state(c.id) = $3)
ORDER BY c.id DESC
LIMIT $4

-- name: list_announced
SELECT c.id FROM contracts.running_change r
JOIN contracts.dated_change c ON (c.tenant_id, c.id) = (r.tenant_id, r.change_id)
WHERE contracts.state(c.id) IN ('published', 'partly_effective')
ORDER BY c.effective_on, c.id

-- name: list_waiting
SELECT r.change_id FROM contracts.running_change r
WHERE contracts.state(r.change_id) = 'published' AND EXISTS (
    SELECT FROM unnest($1::uuid[]) AS n (agreement_id) WHERE NOT EXISTS (
        SELECT FROM contracts.affected_agreement a
        WHERE (a.tenant_id, a.change_id, a.agreement_id) = (r.tenant_id, r.change_id, n.agreement_id)))

-- name: link_ids
SELECT link_id AS id, true AS ends FROM contracts.change_end WHERE change_id = $1
UNION ALL
SELECT id, false FROM contracts.link WHERE change_id = $1
ORDER BY id

-- name: endable
SELECT id FROM contracts.link WHERE id = ANY ($1::uuid[]) AND NOT isempty(valid) AND upper_inf(valid)

-- name: claimed
SELECT e.link_id FROM contracts.change_end e
WHERE e.link_id = ANY ($1::uuid[]) AND e.change_id <> $2 AND contracts.state(e.change_id) = 'published'

-- name: overlapping
-- Those that would begin while the same party has such a link: one that holds then, or that this or
-- another published change begins.
SELECT n.id FROM contracts.link n
JOIN contracts.change c ON (c.tenant_id, c.id) = (n.tenant_id, n.change_id)
WHERE n.change_id = $1 AND EXISTS (
    SELECT FROM contracts.link o
    WHERE (o.tenant_id, o.subprocessor_id, o.capacity, o.condition_key)
            = (n.tenant_id, n.subprocessor_id, n.capacity, n.condition_key)
        AND o.product_id IS NOT DISTINCT FROM n.product_id AND o.id <> n.id
        AND o.id NOT IN (SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1)
        AND (o.valid && daterange(c.effective_on, NULL) OR o.change_id = $1
            OR isempty(o.valid) AND contracts.state(o.change_id) = 'published'))

-- name: products_of
SELECT contracts.products_of($1)

-- name: touched_terms
SELECT greatest(a.notice_days, a.objection_days) AS days, a.day_kind, a.authorisation,
    a.emergency_clause AND a.authorisation = 'general' AS emergency, count(*) AS agreements
FROM contracts.taking($1::uuid[]) AS t (agreement_id)
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (bus.tenant(), t.agreement_id)
GROUP BY 1, 2, 3, 4

-- name: told
-- How many people would be told, how many agreements have nobody to tell, and whose clients they are.
SELECT count(k.id) AS recipients, count(DISTINCT t.agreement_id) FILTER (WHERE k.id IS NULL) AS without_recipient,
    count(DISTINCT a.client_id) AS clients, count(DISTINCT c.reseller_id) AS resellers
FROM contracts.taking($1::uuid[]) AS t (agreement_id)
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (bus.tenant(), t.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
LEFT JOIN contracts.contact k
    ON (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id) AND 'notice' = ANY (k.duties)

-- name: samples
-- One of the people who would be told, in each language and kind of authorisation.
SELECT DISTINCT ON (k.language, a.authorisation, a.emergency_clause)
    k.id AS recipient_id, a.client_id, c.name AS client, k.id AS contact_id, k.name, k.email, k.language,
    a.id AS agreement_id, a.reference AS agreement_reference, a.authorisation, NULL::date AS deadline,
    a.notice_days, a.objection_days, a.day_kind, a.counted_from, a.emergency_clause
FROM contracts.taking($1::uuid[]) AS t (agreement_id)
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (bus.tenant(), t.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
JOIN contracts.contact k
    ON (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id) AND 'notice' = ANY (k.duties)
ORDER BY k.language DESC, a.authorisation, a.emergency_clause, a.id, k.id

-- name: publish
WITH published AS (
    INSERT INTO contracts.publication (change_id, published_by) VALUES ($1, $2) ON CONFLICT DO NOTHING
    RETURNING change_id
)
INSERT INTO contracts.running_change (change_id) SELECT change_id FROM published
RETURNING change_id

-- name: withdraw
WITH stopped AS (
    DELETE FROM contracts.running_change WHERE change_id = $1
)
INSERT INTO contracts.withdrawal (change_id, withdrawn_by) VALUES ($1, $2) ON CONFLICT DO NOTHING
RETURNING change_id

-- name: freeze
SELECT agreements, recipients, added
FROM contracts.freeze_touched($1, 'publication', $2, $3, ARRAY(SELECT contracts.taking($4::uuid[])))

-- name: freeze_joining
SELECT agreements, recipients, added
FROM contracts.freeze_touched($1, 'onboarding', $2, $3, ARRAY(SELECT contracts.joining($1, $5::uuid[], $4::uuid[])))

-- name: mark_leaving
SELECT contracts.mark_leaving($1)

-- name: mark_concerned
SELECT contracts.mark_concerned($1::uuid[])
