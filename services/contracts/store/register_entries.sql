-- name: insert
INSERT INTO contracts.register_entry (kind, agreement_id) VALUES ($1, $2)
ON CONFLICT (tenant_id, agreement_id) DO NOTHING
RETURNING id

-- name: revise
INSERT INTO contracts.register_revision
    (entry_id, number, client_id, day, due_on, is_open, facts, person, reason, recorded_by)
SELECT $1, coalesce((SELECT max(r.number) FROM contracts.register_revision r WHERE r.entry_id = $1), 0) + 1,
    client_id, day, due_on, is_open, facts, person, reason, $3
FROM jsonb_to_record($2) AS d (
    client_id uuid, day date, due_on date, is_open boolean, facts jsonb, person jsonb, reason text)

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('contracts.register ' || $1::uuid, 0))

-- name: read
SELECT e.id, e.kind, r.client_id, c.name AS client, a.reference, r.day, r.due_on, r.is_open, r.number,
    r.facts || jsonb_strip_nulls(jsonb_build_object('person', r.person)) AS facts,
    clock.day_of(x.erased_at) AS erased_on, r.recorded_at,
    (SELECT jsonb_agg(jsonb_build_object(
            'number', v.number, 'client_id', v.client_id,
            'facts', v.facts || jsonb_strip_nulls(jsonb_build_object('person', v.person)),
            'reason', v.reason, 'recorded_by', v.recorded_by, 'recorded_at', v.recorded_at)
            ORDER BY v.number)
        FROM contracts.register_revision v
        WHERE (v.tenant_id, v.entry_id) = (e.tenant_id, e.id)
            AND ($2::date IS NULL OR clock.day_of(v.recorded_at) <= $2)) AS revisions
FROM contracts.register_entry e
CROSS JOIN LATERAL contracts.register_known(e, $2) r
LEFT JOIN contracts.client n ON (n.tenant_id, n.id) = (r.tenant_id, r.client_id)
CROSS JOIN LATERAL contracts.client_on(n, contracts.past($2)) c
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.id) = (e.tenant_id, e.agreement_id)
LEFT JOIN contracts.register_erasure x ON (x.tenant_id, x.entry_id) = (e.tenant_id, e.id)
WHERE e.id = $1

-- name: list_page
SELECT e.id, e.kind, r.client_id, c.name AS client, a.reference, r.day, r.due_on, r.is_open, r.number,
    r.facts || jsonb_strip_nulls(jsonb_build_object('person', r.person)) AS facts,
    clock.day_of(x.erased_at) AS erased_on, r.recorded_at
FROM jsonb_to_record($1) AS f (
    kind text, client_id uuid, is_open boolean, due_before date, from_day date, until date, "on" date)
JOIN contracts.register_entry e ON f.kind IS NULL OR e.kind = f.kind
CROSS JOIN LATERAL contracts.register_known(e, f."on") r
LEFT JOIN contracts.client n ON (n.tenant_id, n.id) = (r.tenant_id, r.client_id)
CROSS JOIN LATERAL contracts.client_on(n, contracts.past(f."on")) c
LEFT JOIN contracts.agreement a ON (a.tenant_id, a.id) = (e.tenant_id, e.agreement_id)
LEFT JOIN contracts.register_erasure x ON (x.tenant_id, x.entry_id) = (e.tenant_id, e.id)
WHERE ($2::uuid IS NULL OR e.id < $2)
    AND (f.client_id IS NULL OR r.client_id = f.client_id)
    AND (f.is_open IS NULL OR r.is_open = f.is_open)
    AND (f.due_before IS NULL OR r.due_on < f.due_before)
    AND (f.from_day IS NULL OR r.day >= f.from_day)
    AND (f.until IS NULL OR r.day <= f.until)
ORDER BY e.id DESC
LIMIT $3

-- name: client_known
SELECT EXISTS (SELECT FROM contracts.client WHERE id = $1)

-- name: agreement_end
SELECT a.client_id, coalesce(t.end ->> 'end_choice', a.end_choice) AS end_choice, x.ends_on,
    coalesce((t.end ->> 'data_by')::date, x.ends_on + $2::integer) AS data_by
FROM contracts.agreement a
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
CROSS JOIN LATERAL (SELECT contracts.standing_termination(x.agreement_id) AS end) t
WHERE a.id = $1

-- name: erase
WITH erased AS (
    INSERT INTO contracts.register_erasure (entry_id, erased_by) VALUES ($1, $2)
    ON CONFLICT DO NOTHING
)
UPDATE contracts.register_revision SET person = NULL WHERE entry_id = $1 AND person IS NOT NULL

-- name: unfinished
SELECT a.id AS agreement_id, a.reference, a.client_id, c.name AS client, x.ends_on AS ended_on,
    coalesce(t.end ->> 'end_choice', a.end_choice) AS end_choice,
    coalesce(r.due_on, (t.end ->> 'data_by')::date, x.ends_on + $5::integer) AS due_on, e.id AS entry_id
FROM contracts.agreement_end x
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (x.tenant_id, x.agreement_id)
JOIN contracts.client n ON (n.tenant_id, n.id) = (a.tenant_id, a.client_id)
CROSS JOIN LATERAL contracts.client_on(n, contracts.past($1)) c
CROSS JOIN LATERAL (SELECT contracts.standing_termination(x.agreement_id) AS end) t
LEFT JOIN contracts.register_entry e ON (e.tenant_id, e.agreement_id) = (a.tenant_id, a.id)
LEFT JOIN LATERAL contracts.register_known(e, $1::date) r ON true
WHERE x.ends_on <= coalesce($1::date, clock.today()) AND r.is_open IS NOT false
    AND (x.ends_on, a.id) > ($2::date, $3::uuid)
ORDER BY x.ends_on, a.id
LIMIT $4
