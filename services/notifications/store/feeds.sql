-- name: standing
SELECT changed_at FROM notifications.feed WHERE language = $1 AND digest = $2

-- name: keep
INSERT INTO notifications.feed AS f (language, digest) VALUES ($1, $2)
ON CONFLICT (tenant_id, language) DO UPDATE SET digest = EXCLUDED.digest,
    changed_at = CASE WHEN f.digest = EXCLUDED.digest THEN f.changed_at
        ELSE date_trunc('second', greatest(now(), f.changed_at + interval '1 second')) END
RETURNING changed_at
