-- name: insert
INSERT INTO contracts.upstream_agreement (
    subprocessor_id, title, valid, notice_days, objection_days, day_kind, reminder_days, note, recorded_by)
SELECT subprocessor_id, title, daterange(valid_from, valid_until), notice_days, objection_days, day_kind,
    reminder_days, note, $2
FROM jsonb_to_record($1) AS d (
    subprocessor_id uuid, title text, valid_from date, valid_until date, notice_days integer,
    objection_days integer, day_kind text, reminder_days integer, note text)
RETURNING id

-- name: update
UPDATE contracts.upstream_agreement u SET title = d.title, valid = daterange(d.valid_from, d.valid_until),
    notice_days = d.notice_days, objection_days = d.objection_days, day_kind = d.day_kind,
    reminder_days = d.reminder_days, note = d.note
FROM jsonb_to_record($2) AS d (
    title text, valid_from date, valid_until date, notice_days integer, objection_days integer,
    day_kind text, reminder_days integer, note text)
WHERE u.id = $1

-- name: add_state
INSERT INTO contracts.upstream_state (upstream_agreement_id, state, since, file, recorded_by)
SELECT $1, state, coalesce(since, clock.today()), file, $3
FROM jsonb_to_record($2) AS d (state text, since date, file jsonb)

-- name: lock
SELECT FROM contracts.upstream_agreement WHERE id = $1 FOR NO KEY UPDATE

-- name: read
SELECT u.id, u.subprocessor_id, s.name AS subprocessor, u.title, lower(u.valid) AS valid_from,
    upper(u.valid) AS valid_until, u.notice_days, u.objection_days, u.day_kind, u.reminder_days, u.note,
    contracts.upstream_state_on(u, coalesce($2, clock.today())) AS state,
    contracts.upstream_states(u) AS states, clock.day_of(r.reminded_at) AS reminded_on
FROM contracts.upstream_agreement u
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (u.tenant_id, u.subprocessor_id)
LEFT JOIN contracts.upstream_reminder r
    ON (r.tenant_id, r.upstream_agreement_id, r.ends_on) = (u.tenant_id, u.id, upper(u.valid))
WHERE u.id = $1

-- name: list_page
SELECT u.id, u.subprocessor_id, s.name AS subprocessor, u.title, lower(u.valid) AS valid_from,
    upper(u.valid) AS valid_until, u.notice_days, u.objection_days, u.day_kind, u.reminder_days, u.note,
    now_at.state, contracts.upstream_states(u) AS states, clock.day_of(r.reminded_at) AS reminded_on
FROM jsonb_to_record($1) AS f (subprocessor_id uuid, state text, "on" date, expiring_before date)
JOIN contracts.upstream_agreement u ON f.subprocessor_id IS NULL OR u.subprocessor_id = f.subprocessor_id
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (u.tenant_id, u.subprocessor_id)
CROSS JOIN LATERAL contracts.upstream_state_on(u, coalesce(f."on", clock.today())) AS now_at (state)
LEFT JOIN contracts.upstream_reminder r
    ON (r.tenant_id, r.upstream_agreement_id, r.ends_on) = (u.tenant_id, u.id, upper(u.valid))
WHERE (f.state IS NULL OR now_at.state = f.state) AND (f."on" IS NULL OR u.valid @> f."on")
    AND (f.expiring_before IS NULL OR upper(u.valid) < f.expiring_before)
    AND (coalesce(upper(u.valid), '9999-12-31'), u.id) > ($2::date, $3::uuid)
ORDER BY coalesce(upper(u.valid), '9999-12-31'), u.id
LIMIT $4

-- name: of_parties
SELECT u.id, u.subprocessor_id, u.notice_days, u.objection_days, u.day_kind,
    contracts.upstream_state_on(u, $2::date) AS state
FROM contracts.upstream_agreement u
WHERE u.subprocessor_id = ANY ($1::uuid[]) AND u.valid @> $2::date
ORDER BY u.id

-- name: due
SELECT tenant_id, upstream_agreement_id FROM contracts.due_upstream()

-- name: remind
WITH due AS (
    DELETE FROM contracts.upstream_due d
    WHERE d.upstream_agreement_id = $1 AND d.remind_on <= clock.today()
    RETURNING d.upstream_agreement_id AS id
)
INSERT INTO contracts.upstream_reminder (upstream_agreement_id, ends_on)
SELECT u.id, upper(u.valid)
FROM due JOIN contracts.upstream_agreement u ON u.id = due.id
-- Who has a successor already needs no reminder.
WHERE NOT EXISTS (
    SELECT FROM contracts.upstream_agreement n
    WHERE n.subprocessor_id = u.subprocessor_id AND n.id <> u.id AND n.valid @> upper(u.valid))
ON CONFLICT DO NOTHING
RETURNING id

-- name: reminder
-- Null what it says, where the end has moved since, or a successor stands now.
SELECT u.id AS upstream_agreement_id, CASE WHEN upper(u.valid) = r.ends_on AND NOT EXISTS (
        SELECT FROM contracts.upstream_agreement n
        WHERE (n.tenant_id, n.subprocessor_id) = (u.tenant_id, u.subprocessor_id) AND n.id <> u.id
            AND n.valid @> upper(u.valid))
    THEN jsonb_build_object('subprocessor', s.name, 'title', u.title, 'ends_on', r.ends_on) END AS told
FROM contracts.upstream_reminder r
JOIN contracts.upstream_agreement u ON (u.tenant_id, u.id) = (r.tenant_id, r.upstream_agreement_id)
JOIN contracts.subprocessor s ON (s.tenant_id, s.id) = (u.tenant_id, u.subprocessor_id)
WHERE r.id = $1
