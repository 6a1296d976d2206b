-- name: counts
SELECT count(*) AS agreements,
    count(*) FILTER (WHERE standing = 'effective') AS effective,
    count(*) FILTER (WHERE standing NOT IN ('effective', 'ended', 'clear')) AS held,
    count(*) FILTER (WHERE standing <> 'ended') AS concerned,
    (SELECT count(*) FROM contracts.recipient r WHERE (r.tenant_id, r.change_id) = (bus.tenant(), $1)) AS recipients
FROM contracts.standing(bus.tenant(), $1)

-- name: held
SELECT s.client_id, c.name AS client, s.agreement_id, s.standing AS reason, s.until
FROM contracts.standing(bus.tenant(), $1) s
JOIN contracts.client c ON (c.tenant_id, c.id) = (bus.tenant(), s.client_id)
WHERE s.standing NOT IN ('effective', 'ended', 'clear')
ORDER BY c.name_key, s.agreement_id
LIMIT $2

-- name: concern
SELECT a.agreement_id, a.authorisation, a.on_objection, a.day_kind, a.notice_days, a.objection_days,
    a.counted_from, a.deadline, s.standing, s.until,
    EXISTS (SELECT FROM contracts.approval y
        WHERE (y.tenant_id, y.change_id, y.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
    ) AS approved,
    (SELECT o.id FROM contracts.objection o
        WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
        ORDER BY o.id DESC LIMIT 1) AS objection_id
FROM contracts.affected_agreement a
JOIN contracts.change c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
WHERE a.change_id = $1 AND a.client_id = $2

-- name: open_wave
INSERT INTO contracts.wave (change_id, number, activated_by)
SELECT $1, coalesce(max(number), 0) + 1, $2 FROM contracts.wave WHERE change_id = $1
RETURNING number

-- name: activate
WITH gate AS MATERIALIZED (
    SELECT * FROM contracts.standing(bus.tenant(), $1)
), gone AS (
    INSERT INTO contracts.activation (change_id, agreement_id, wave)
    SELECT $1, agreement_id, $2 FROM gate
    WHERE standing = 'clear' AND NOT ($3 AND EXISTS (
        SELECT FROM gate WHERE standing NOT IN ('effective', 'ended', 'clear')))
    RETURNING tenant_id, change_id, agreement_id, wave
), work AS (
    INSERT INTO contracts.pending_version (tenant_id, change_id, wave, agreement_id)
    SELECT tenant_id, change_id, wave, agreement_id FROM gone
)
SELECT count(*) FROM gone

-- name: hold_back
-- Whoever is held keeps what it has: the old link in its old range, the new one nowhere.
INSERT INTO contracts.link_exception (link_id, client_id, valid)
SELECT l.id, s.client_id, l.valid
FROM contracts.standing(bus.tenant(), $1) s
CROSS JOIN contracts.link l
WHERE s.standing NOT IN ('effective', 'ended') AND l.product_id IS NOT NULL AND (l.change_id = $1
    OR l.id IN (SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1))
ON CONFLICT DO NOTHING

-- name: move_links
UPDATE contracts.link SET valid = CASE
    WHEN change_id = $1 THEN daterange(clock.today(), NULL)
    WHEN lower(valid) >= clock.today() THEN 'empty'
    ELSE daterange(lower(valid), clock.today())
END
WHERE change_id = $1 OR id IN (SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1)

-- name: release
-- Those of this wave for whom other ranges hold than for everybody: a link that this change ends
-- stops where it runs, a link that it begins starts where it was held back.
WITH held AS MATERIALIZED (
    SELECT y.tenant_id, y.client_id, y.link_id
    FROM contracts.link l
    JOIN contracts.link_exception y ON (y.tenant_id, y.link_id) = (l.tenant_id, l.id)
    WHERE l.change_id = $1 AND isempty(y.valid) AND NOT contracts.ended_for(y.client_id, l.id)
        OR upper_inf(y.valid) AND l.id IN (
            SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1)
)
UPDATE contracts.link_exception x SET valid = CASE
    WHEN isempty(x.valid) THEN daterange(clock.today(), NULL)
    WHEN lower(x.valid) >= clock.today() THEN 'empty'
    ELSE daterange(lower(x.valid), clock.today())
END
FROM held h
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.client_id, a.change_id) = (h.tenant_id, h.client_id, $1)
JOIN contracts.activation w
    ON (w.tenant_id, w.change_id, w.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
WHERE w.wave = $2 AND (x.tenant_id, x.client_id, x.link_id) = (h.tenant_id, h.client_id, h.link_id)

-- name: conclude
DELETE FROM contracts.running_change WHERE change_id = $1

-- name: count_again
SELECT contracts.count_again()

-- name: due
SELECT tenant_id, change_id FROM contracts.due_changes()
