-- name: unfinished
SELECT problem, count(*) AS renderings, count(announced_at) AS announced FROM documents.rendering
WHERE tenant_id = bus.tenant() AND completed_at IS NULL
GROUP BY problem
ORDER BY problem

-- name: completed
SELECT count(*) AS in_hour, count(*) FILTER (WHERE completed_at > clock.now() - $1::interval) AS of_late,
    clock.now() AS now
FROM documents.rendering
WHERE tenant_id = bus.tenant() AND completed_at > clock.now() - interval '1 hour'
