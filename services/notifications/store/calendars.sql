-- name: keep
INSERT INTO notifications.calendar_entry AS e (calendar_id, kind, subject_id, day, digest)
SELECT $1, d.kind, d.id, d.day, decode(d.digest, 'hex')
FROM jsonb_to_recordset($2) AS d (kind text, id uuid, day date, digest text)
ON CONFLICT (tenant_id, calendar_id, kind, subject_id) DO UPDATE
SET day = EXCLUDED.day, digest = EXCLUDED.digest, sequence = e.sequence + 1,
    changed_at = date_trunc('second', now()), cancelled_at = NULL
WHERE e.digest <> EXCLUDED.digest OR e.cancelled_at IS NOT NULL

-- name: cancel
UPDATE notifications.calendar_entry e
SET sequence = sequence + 1, changed_at = date_trunc('second', now()), cancelled_at = now()
WHERE e.calendar_id = $1 AND e.cancelled_at IS NULL AND e.day >= clock.today() - 90
    AND ($3::date IS NULL OR e.day < $3) AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset($2) AS d (kind text, id uuid) WHERE (d.kind, d.id) = (e.kind, e.subject_id))

-- name: list_all
SELECT kind, subject_id, day, sequence, changed_at, cancelled_at IS NOT NULL AS cancelled
FROM notifications.calendar_entry
WHERE calendar_id = $1 AND day >= clock.today() - 90
ORDER BY day, kind, subject_id
