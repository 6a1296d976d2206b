-- name: insert
INSERT INTO contracts.statement (label, effective_on, file, text, changes, told_by, corrects_id, recorded_by)
SELECT label, effective_on, file, text, changes, told_by, corrects_id, $2
FROM jsonb_to_record($1) AS d (
    label text, effective_on date, file jsonb, text text, changes text, told_by text, corrects_id uuid)
RETURNING id

-- name: read
SELECT s.id, s.label, s.effective_on, lower(s.valid) AS valid_from, upper(s.valid) AS valid_until,
    CASE WHEN s.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN isempty(s.valid) THEN 'replaced'
        WHEN s.valid @> clock.today() THEN 'in_force'
        WHEN s.effective_on > clock.today() THEN 'announced' ELSE 'past' END AS state,
    s.file, s.text, s.changes, s.told_by, s.corrects_id, s.recorded_by, s.recorded_at, s.withdrawn_at
FROM contracts.statement_page s
WHERE s.id = $1

-- name: in_force
SELECT s.id FROM contracts.statement_page s WHERE s.valid @> coalesce($1::date, clock.today())

-- name: list_page
SELECT s.id, s.label, s.effective_on, lower(s.valid) AS valid_from, upper(s.valid) AS valid_until,
    CASE WHEN s.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN isempty(s.valid) THEN 'replaced'
        WHEN s.valid @> clock.today() THEN 'in_force'
        WHEN s.effective_on > clock.today() THEN 'announced' ELSE 'past' END AS state,
    s.file, s.changes, s.told_by, s.corrects_id, s.recorded_by, s.recorded_at, s.withdrawn_at
FROM contracts.statement_page s
WHERE (s.effective_on, s.id) < ($1::date, $2::uuid) AND ($3::date IS NULL OR s.valid @> $3)
ORDER BY s.effective_on DESC, s.id DESC
LIMIT $4

-- name: withdraw
INSERT INTO contracts.statement_withdrawal (statement_id, reason, withdrawn_by) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
