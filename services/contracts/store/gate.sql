-- name: counts
SELECT t.agreements, t.recipients, t.effective, t.held, t.agreements - t.ended AS concerned
FROM contracts.tally(bus.tenant(), $1) t

-- name: counts_seen
-- Of the agreements that the reader may see, one by one: a reseller has few, and its own alone.
WITH c AS MATERIALIZED (SELECT * FROM contracts.dated_change WHERE id = $1)
SELECT count(*) AS agreements, count(*) FILTER (WHERE s.standing = 'effective') AS effective,
    count(*) FILTER (WHERE s.standing NOT IN ('effective', 'ended', 'clear')) AS held,
    count(*) FILTER (WHERE s.standing <> 'ended') AS concerned,
    (SELECT count(*) FROM contracts.recipient r WHERE r.change_id = $1) AS recipients
FROM contracts.affected_agreement a
JOIN c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
WHERE a.change_id = $1

-- name: held
WITH c AS MATERIALIZED (SELECT * FROM contracts.dated_change WHERE id = $1)
SELECT a.client_id, k.name AS client, a.agreement_id, s.standing AS reason, s.until,
    CASE WHEN s.standing IN ('objection_open', 'objection_upheld', 'may_leave') THEN (
        SELECT o.id FROM contracts.objection o
        WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
        ORDER BY o.id DESC LIMIT 1) END AS objection_id
FROM contracts.affected_agreement a
JOIN c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
JOIN contracts.client k ON (k.tenant_id, k.id) = (a.tenant_id, a.client_id)
WHERE a.change_id = $1 AND a.agreement_id > $2 AND a.hold IS DISTINCT FROM 'effective'
    AND s.standing NOT IN ('ended', 'clear') AND ($3::text IS NULL OR s.standing = $3)
ORDER BY a.agreement_id
LIMIT $4

-- name: reasons
-- By what holds them, or else the day on which they are free, from the counts alone.
SELECT CASE WHEN t.hold IS NULL THEN 'term' ELSE t.hold END AS reason, t.free_on, sum(t.agreements)::bigint AS agreements
FROM contracts.gate_tally t
WHERE t.change_id = $1 AND t.hold IS DISTINCT FROM 'effective' AND (t.ends_on IS NULL OR t.ends_on > clock.today())
GROUP BY 1, 2
HAVING sum(t.agreements) <> 0
ORDER BY 1, 2

-- name: standings
-- How many people stand where, by the terms of their agreements, in as few rows as that takes.
-- Each looked up by its key: whatever the planner believes of a change that was just published.
WITH c AS MATERIALIZED (SELECT * FROM contracts.dated_change WHERE id = $1)
SELECT a.authorisation, a.counted_from, a.day_kind, a.notice_days, a.objection_days, s.standing,
    count(*) AS people, min(a.deadline) AS first_day, max(a.deadline) AS last_day
FROM contracts.recipient r
CROSS JOIN LATERAL (
    SELECT x.* FROM contracts.affected_agreement x
    WHERE (x.tenant_id, x.change_id, x.agreement_id) = (r.tenant_id, r.change_id, r.agreement_id) OFFSET 0
) a
CROSS JOIN c
CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
WHERE r.change_id = $1
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6

-- name: approvals
SELECT v.agreement_id, g.reference AS agreement_reference, g.client_id, k.name AS client, v.approved_at,
    CASE WHEN v.contact_id IS NOT NULL THEN 'contact' ELSE 'staff' END AS approved_by
FROM (
    SELECT DISTINCT ON (x.agreement_id) x.tenant_id, x.agreement_id, x.approved_at, x.contact_id
    FROM contracts.approval x WHERE x.change_id = $1 ORDER BY x.agreement_id, x.id DESC LIMIT $2
) v
JOIN contracts.agreement g ON (g.tenant_id, g.id) = (v.tenant_id, v.agreement_id)
JOIN contracts.client k ON (k.tenant_id, k.id) = (g.tenant_id, g.client_id)
ORDER BY v.agreement_id

-- name: approved
SELECT count(DISTINCT agreement_id) FROM contracts.approval WHERE change_id = $1

-- name: waves
SELECT w.number, w.activated_by, w.activated_at, (
    SELECT count(*) FROM contracts.activation x
    WHERE (x.tenant_id, x.change_id, x.wave) = (w.tenant_id, w.change_id, w.number)) AS agreements
FROM contracts.wave w WHERE w.change_id = $1 ORDER BY w.number

-- name: concern
WITH c AS MATERIALIZED (SELECT * FROM contracts.dated_change WHERE id = $1)
SELECT a.agreement_id, a.authorisation, a.on_objection, a.day_kind, a.notice_days, a.objection_days,
    a.counted_from, a.deadline, s.standing, s.until, a.let_by,
    a.reached_at IS NULL OR a.deadline IS NULL OR clock.today() <= a.deadline
        OR s.standing <> 'effective' AND a.authorisation = 'specific' AS may_object,
    a.authorisation = 'general' AND coalesce(a.reached_at IS NOT NULL AND a.deadline < clock.today(), false)
        AS may_object_late,
    contracts.approved(a.tenant_id, a.change_id, a.agreement_id) AS approved,
    (SELECT o.id FROM contracts.objection o
        WHERE (o.tenant_id, o.change_id, o.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
        ORDER BY o.id DESC LIMIT 1) AS objection_id,
    (SELECT w.activated_at FROM contracts.activation x
        JOIN contracts.wave w ON (w.tenant_id, w.change_id, w.number) = (x.tenant_id, x.change_id, x.wave)
        WHERE (x.tenant_id, x.change_id, x.agreement_id) = (a.tenant_id, a.change_id, a.agreement_id)
    ) AS effective_at
FROM contracts.affected_agreement a
JOIN c ON (c.tenant_id, c.id) = (a.tenant_id, a.change_id)
CROSS JOIN LATERAL contracts.standing_of(a, c.effective_on) s
WHERE a.change_id = $1 AND (a.client_id = $2 OR a.agreement_id = $3)

-- name: open_wave
INSERT INTO contracts.wave (change_id, number, activated_by)
SELECT $1, coalesce(max(number), 0) + 1, $2 FROM contracts.wave WHERE change_id = $1
RETURNING number, id

-- name: activate
WITH gone AS (
    INSERT INTO contracts.activation (change_id, agreement_id, wave)
    SELECT $1, a.agreement_id, $2
    FROM contracts.affected_agreement a
    WHERE a.change_id = $1 AND a.hold IS NULL AND a.free_on <= $3 AND (a.ends_on IS NULL OR a.ends_on > $3)
        AND NOT ($4 AND (SELECT t.held > 0 FROM contracts.tally(bus.tenant(), $1) t))
    RETURNING tenant_id, change_id, agreement_id, wave
), work AS (
    INSERT INTO contracts.pending_version (tenant_id, change_id, wave, agreement_id)
    SELECT tenant_id, change_id, wave, agreement_id FROM gone
)
SELECT count(*) FROM gone

-- name: hold_back
-- Whoever is held keeps what it has: the old link in its old range, the new one nowhere.
INSERT INTO contracts.link_exception (link_id, client_id, valid)
SELECT l.id, a.client_id, l.valid
FROM contracts.affected_agreement a
CROSS JOIN contracts.link l
WHERE a.change_id = $1 AND a.hold IS DISTINCT FROM 'effective' AND (a.ends_on IS NULL OR a.ends_on > clock.today())
    AND l.product_id IS NOT NULL AND (l.change_id = $1
        OR l.id IN (SELECT e.link_id FROM contracts.change_end e WHERE e.change_id = $1))
ON CONFLICT DO NOTHING

-- name: pass_by
-- For whom it concerned no more when it first takes effect it holds from the start.
UPDATE contracts.affected_agreement SET passed_on = clock.today()
WHERE change_id = $1 AND hold IS DISTINCT FROM 'effective' AND ends_on <= clock.today()

-- name: end_agreed
-- What had been agreed about a link that the change ends, ends with it for everybody but the held:
-- also with clients that were told nothing because they took the product no more.
UPDATE contracts.link_exception x SET valid = CASE
    WHEN lower(x.valid) >= clock.today() THEN 'empty'
    ELSE daterange(lower(x.valid), clock.today())
END
FROM contracts.change_end e
WHERE e.change_id = $1 AND (x.tenant_id, x.link_id) = (e.tenant_id, e.link_id) AND upper_inf(x.valid)
    AND NOT EXISTS (
        SELECT FROM contracts.affected_agreement a
        WHERE (a.tenant_id, a.client_id, a.change_id) = (x.tenant_id, x.client_id, e.change_id)
            AND a.hold IS DISTINCT FROM 'effective' AND a.passed_on IS NULL)

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

-- name: take_back
-- What a change began for one client ends there today, or has ended earlier; what it ended stays
-- ended, because that day is past.
INSERT INTO contracts.link_exception AS x (link_id, client_id, valid)
SELECT l.id, $2, CASE WHEN isempty(l.valid) OR lower(l.valid) >= clock.today() THEN 'empty'
    ELSE daterange(lower(l.valid), least(upper(l.valid), clock.today())) END
FROM contracts.link l WHERE l.change_id = $1 AND l.product_id IS NOT NULL
ON CONFLICT (tenant_id, client_id, link_id) DO UPDATE SET valid = CASE
    WHEN isempty(x.valid) OR lower(x.valid) >= clock.today() THEN 'empty'
    ELSE daterange(lower(x.valid), least(upper(x.valid), clock.today()))
END

-- name: add_up
-- The counts of a change in as few rows as they take.
WITH gone AS (
    DELETE FROM contracts.gate_tally WHERE change_id = $1
    RETURNING hold, free_on, ends_on, agreements, recipients
)
INSERT INTO contracts.gate_tally (change_id, hold, free_on, ends_on, agreements, recipients)
SELECT $1, hold, free_on, ends_on, sum(agreements), sum(recipients) FROM gone
GROUP BY hold, free_on, ends_on HAVING sum(agreements) <> 0 OR sum(recipients) <> 0

-- name: conclude
DELETE FROM contracts.running_change WHERE change_id = $1

-- name: count_again
SELECT contracts.count_again()

-- name: due
SELECT tenant_id, change_id, is_over FROM contracts.due_changes()

-- name: running
SELECT change_id FROM contracts.running_change ORDER BY change_id
