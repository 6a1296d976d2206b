-- name: insert
WITH made AS (
    INSERT INTO contracts.agreement_period (
        agreement_id, number, runs_until, notice_days, review_on, note, recorded_by)
    SELECT $1, coalesce((SELECT max(number) FROM contracts.agreement_period WHERE agreement_id = $1), 0) + 1,
        runs_until, notice_days, review_on, note, $3
    FROM jsonb_to_record($2) AS d (runs_until date, notice_days integer, review_on date, note text)
    RETURNING number, runs_until, notice_days, review_on, note, recorded_by, recorded_at
), due AS (
    UPDATE contracts.agreement SET review_by = $4 WHERE id = $1
)
SELECT * FROM made

-- name: list_page
SELECT number, runs_until, notice_days, review_on, note, recorded_by, recorded_at
FROM contracts.agreement_period
WHERE agreement_id = $1 AND number > $2::integer
ORDER BY number LIMIT $3
