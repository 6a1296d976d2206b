-- name: hurry
UPDATE documents.pgqueuer SET priority = $2, execute_after = now()
WHERE entrypoint = 'render' AND dedupe_key = $1 AND status = 'queued'
