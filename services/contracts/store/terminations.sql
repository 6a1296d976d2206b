-- name: insert
WITH d AS (
    SELECT * FROM jsonb_to_record($2) AS d (
        by text, reason text, given_on date, notice_days integer, ends_on date, end_choice text,
        data_by date)
), cut AS MATERIALIZED (
    SELECT p.tenant_id, p.agreement_id, p.product_id, p.id, p.valid FROM contracts.agreement_product p, d
    WHERE p.agreement_id = $1 AND NOT isempty(p.valid) AND (upper_inf(p.valid) OR upper(p.valid) > d.ends_on)
), shortened AS (
    UPDATE contracts.agreement_product p
    SET valid = CASE WHEN lower(c.valid) >= d.ends_on THEN 'empty' ELSE daterange(lower(c.valid), d.ends_on) END
    FROM cut c, d
    WHERE (p.tenant_id, p.agreement_id, p.product_id, p.id) = (c.tenant_id, c.agreement_id, c.product_id, c.id)
), ended AS (
    INSERT INTO contracts.agreement_end (agreement_id, ends_on) SELECT $1, d.ends_on FROM d
)
INSERT INTO contracts.termination (
    agreement_id, by, reason, given_on, notice_days, ends_on, end_choice, data_by, cut, recorded_by)
SELECT $1, d.by, d.reason, coalesce(d.given_on, clock.today()), d.notice_days, d.ends_on,
    coalesce(d.end_choice, a.end_choice), d.data_by,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('product_id', c.product_id, 'id', c.id,
        'valid_from', lower(c.valid), 'valid_until', upper(c.valid))), '[]') FROM cut c), $3
FROM d JOIN contracts.agreement a ON a.id = $1
RETURNING id

-- name: withdraw
-- The products run on as they would have.
WITH withdrawn AS (
    INSERT INTO contracts.termination_withdrawal (termination_id, reason, withdrawn_by) VALUES ($1, $2, $3)
    RETURNING tenant_id, termination_id
), reopened AS (
    UPDATE contracts.agreement_product p SET valid = daterange(cut.valid_from, cut.valid_until)
    FROM withdrawn w
    JOIN contracts.termination t ON (t.tenant_id, t.id) = (w.tenant_id, w.termination_id)
    CROSS JOIN LATERAL jsonb_to_recordset(t.cut) AS cut (
        product_id uuid, id uuid, valid_from date, valid_until date)
    WHERE (p.tenant_id, p.agreement_id, p.product_id, p.id) = (t.tenant_id, t.agreement_id, cut.product_id, cut.id)
        AND (isempty(p.valid) OR (lower(p.valid), upper(p.valid)) = (cut.valid_from, t.ends_on))
)
DELETE FROM contracts.agreement_end x
USING withdrawn w JOIN contracts.termination t ON (t.tenant_id, t.id) = (w.tenant_id, w.termination_id)
WHERE (x.tenant_id, x.agreement_id) = (t.tenant_id, t.agreement_id)

-- name: read
SELECT contracts.termination_page(t) AS termination FROM contracts.termination t WHERE t.id = $1

-- name: standing
SELECT ends_on FROM contracts.agreement_end WHERE agreement_id = $1

-- name: list_page
SELECT contracts.termination_page(t) AS termination FROM contracts.termination t
WHERE t.agreement_id = $1 AND t.id > $2::uuid
ORDER BY t.id LIMIT $3

-- name: today
SELECT clock.today()

-- name: standing_id
SELECT (contracts.standing_termination($1) ->> 'id')::uuid
