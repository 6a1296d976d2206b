-- name: insert
INSERT INTO contracts.amendment (agreement_id, from_day, terms, begins, ends, reason, proposed_by)
SELECT $1, coalesce(from_day, clock.today()), terms, $3, $4, reason, $5
FROM jsonb_to_record($2) AS d (from_day date, terms jsonb, reason text)
RETURNING id

-- name: open
SELECT id FROM contracts.open_amendment($1)

-- name: open_of
SELECT asked.id AS agreement_id, m.id
FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL contracts.open_amendment(asked.id) m

-- name: withdraw
INSERT INTO contracts.amendment_withdrawal (amendment_id, withdrawn_by) VALUES ($1, $2)
ON CONFLICT DO NOTHING
RETURNING amendment_id

-- name: begin_products
-- What is taken on that day stays as it is; what is taken again later is taken until then.
INSERT INTO contracts.agreement_product (agreement_id, product_id, valid)
SELECT m.agreement_id, b.product_id, daterange($2::date, (
    SELECT min(lower(p.valid)) FROM contracts.agreement_product p
    WHERE (p.tenant_id, p.agreement_id, p.product_id) = (m.tenant_id, m.agreement_id, b.product_id)
        AND lower(p.valid) > $2))
FROM contracts.amendment m CROSS JOIN unnest(m.begins) AS b (product_id)
WHERE m.id = $1 AND NOT EXISTS (
    SELECT FROM contracts.agreement_product p
    WHERE (p.tenant_id, p.agreement_id, p.product_id) = (m.tenant_id, m.agreement_id, b.product_id)
        AND p.valid @> $2)

-- name: end_products
UPDATE contracts.agreement_product p
SET valid = CASE WHEN lower(p.valid) >= $2::date THEN 'empty' ELSE daterange(lower(p.valid), $2) END
FROM contracts.amendment m
WHERE m.id = $1 AND (p.tenant_id, p.agreement_id) = (m.tenant_id, m.agreement_id)
    AND p.product_id = ANY (m.ends) AND NOT isempty(p.valid) AND (upper_inf(p.valid) OR upper(p.valid) > $2)

-- name: taken
-- Which of these products the agreement takes on a day or later.
SELECT product_id FROM contracts.agreement_product
WHERE agreement_id = $1 AND product_id = ANY ($2::uuid[]) AND NOT isempty(valid)
    AND (upper_inf(valid) OR upper(valid) > $3::date)

-- name: agree
-- What was agreed last holds from its day; terms that begin later wait for it.
WITH agreed AS (
    INSERT INTO contracts.agreement_terms (agreement_id, number, terms_id, holds_from, terms)
    SELECT $1, max(number) + 1, $2, $3, $4 FROM contracts.agreement_terms WHERE agreement_id = $1
    RETURNING agreement_id, holds_from
)
INSERT INTO contracts.coming_terms (agreement_id, holds_from)
SELECT agreement_id, holds_from FROM agreed WHERE holds_from > clock.today()
ON CONFLICT DO NOTHING

-- name: put_terms
SELECT contracts.put_terms(ARRAY[$1::uuid])

-- name: put_proposed
UPDATE contracts.agreement SET language = d.language, authorisation = d.authorisation,
    notice_days = d.notice_days, objection_days = d.objection_days, day_kind = d.day_kind,
    counted_from = d.counted_from, on_objection = d.on_objection, end_choice = d.end_choice,
    emergency_clause = d.emergency_clause
FROM jsonb_to_record($2) AS d (
    language text, authorisation text, notice_days integer, objection_days integer, day_kind text,
    counted_from text, on_objection text, end_choice text, emergency_clause boolean)
WHERE id = $1

-- name: read
SELECT m.id, m.agreement_id, m.from_day,
    coalesce(t.holds_from, CASE WHEN m.terms IS NULL THEN m.from_day END) AS holds_from, m.terms, contracts.product_names(m.begins) AS begins,
    contracts.product_names(m.ends) AS ends, m.reason, m.proposed_at,
    (SELECT v.id FROM contracts.agreement_version v
        WHERE (v.tenant_id, v.amendment_id) = (m.tenant_id, m.id) AND v.agreement_id = m.agreement_id
        ORDER BY v.number DESC LIMIT 1) AS version_id,
    CASE
        WHEN w.amendment_id IS NOT NULL THEN 'withdrawn'
        WHEN t.terms_id IS NOT NULL THEN 'accepted'
        WHEN m.terms IS NULL THEN 'recorded'
        ELSE 'proposed'
    END AS state
FROM contracts.amendment m
LEFT JOIN contracts.agreement_terms t ON (t.tenant_id, t.terms_id) = (m.tenant_id, m.id)
LEFT JOIN contracts.amendment_withdrawal w ON (w.tenant_id, w.amendment_id) = (m.tenant_id, m.id)
WHERE m.id = $1 OR m.agreement_id = $2 AND m.id > $3::uuid
ORDER BY m.id LIMIT $4
