-- name: of_version
-- Nobody is reminded of what was signed, or lapsed, before the reminder was drawn up.
SELECT k.id AS recipient_id, c.id AS client_id, c.name AS client, k.id AS contact_id, k.name, k.email,
    k.language, a.id AS agreement_id, a.reference AS agreement_reference, a.authorisation,
    NULL::date AS deadline, a.notice_days, a.objection_days, a.day_kind, a.counted_from
FROM contracts.agreement_version v
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (v.tenant_id, v.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (c.tenant_id, c.id) AND k.duties && $2::text[]
WHERE v.id = $1
    AND ($3::text <> 'agreement_reminder' OR k.stands AND contracts.to_accept(v.agreement_id) = v.id)
ORDER BY k.id

-- name: of_termination
-- Nobody hears of an end any more that was taken back before the notice of it was drawn up.
SELECT k.id AS recipient_id, c.id AS client_id, c.name AS client, k.id AS contact_id, k.name, k.email,
    k.language, a.id AS agreement_id, a.reference AS agreement_reference, a.authorisation,
    NULL::date AS deadline, a.notice_days, a.objection_days, a.day_kind, a.counted_from
FROM contracts.termination t
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (t.tenant_id, t.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (c.tenant_id, c.id)
LEFT JOIN contracts.termination_withdrawal w ON (w.tenant_id, w.termination_id) = (t.tenant_id, t.id)
WHERE t.id = $1 AND k.stands AND k.duties && $2::text[]
    AND (w.termination_id IS NOT NULL) = ($3::text = 'ending_withdrawn')
ORDER BY k.id

-- name: wave
SELECT w.change_id, clock.day_of(w.activated_at) AS day FROM contracts.wave w WHERE w.id = $1

-- name: of_wave
-- Who was told of the change, at an agreement for which it holds since this wave. A page is one of
-- agreements, so that a small wave of a large change costs little.
WITH gone AS MATERIALIZED (
    SELECT x.tenant_id, x.change_id, x.agreement_id
    FROM contracts.wave w
    JOIN contracts.activation x ON (x.tenant_id, x.change_id, x.wave) = (w.tenant_id, w.change_id, w.number)
    WHERE w.id = $1 AND ($2::uuid IS NULL OR x.agreement_id > $2)
    ORDER BY x.agreement_id
    LIMIT $3
)
SELECT x.agreement_id AS last, r.id AS recipient_id, r.client_id, c.name AS client, r.contact_id, r.name, r.email,
    r.language, r.agreement_id, g.reference AS agreement_reference, a.authorisation, a.deadline, a.notice_days,
    a.objection_days, a.day_kind, a.counted_from, a.emergency_clause,
    NOT EXISTS (SELECT FROM contracts.contact k
        WHERE (k.tenant_id, k.id) = (r.tenant_id, r.contact_id) AND k.stands) AS departed
FROM gone x
JOIN contracts.affected_agreement a
    ON (a.tenant_id, a.change_id, a.agreement_id) = (x.tenant_id, x.change_id, x.agreement_id)
LEFT JOIN contracts.recipient r
    ON (r.tenant_id, r.change_id, r.agreement_id) = (x.tenant_id, x.change_id, x.agreement_id)
    AND a.hold = 'effective' AND NOT EXISTS (
        SELECT FROM contracts.agreement_end e
        WHERE (e.tenant_id, e.agreement_id) = (r.tenant_id, r.agreement_id) AND e.ends_on <= clock.today())
    AND 'accepted' = (
        SELECT o.outcome FROM contracts.outcome o
        WHERE (o.tenant_id, o.recipient_id) = (r.tenant_id, r.id) ORDER BY o.at DESC, o.outcome DESC LIMIT 1)
LEFT JOIN contracts.client c ON (c.tenant_id, c.id) = (r.tenant_id, r.client_id)
LEFT JOIN contracts.agreement g ON (g.tenant_id, g.id) = (r.tenant_id, r.agreement_id)
ORDER BY x.agreement_id, r.id

-- name: of_objection
SELECT k.id AS recipient_id, c.id AS client_id, c.name AS client, k.id AS contact_id, k.name, k.email,
    k.language, a.id AS agreement_id, a.reference AS agreement_reference, a.authorisation,
    x.deadline, x.notice_days, x.objection_days, x.day_kind, x.counted_from
FROM contracts.objection o
JOIN contracts.affected_agreement x
    ON (x.tenant_id, x.change_id, x.agreement_id) = (o.tenant_id, o.change_id, o.agreement_id)
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (o.tenant_id, o.agreement_id)
JOIN contracts.client c ON (c.tenant_id, c.id) = (o.tenant_id, o.client_id)
JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (o.tenant_id, o.client_id)
WHERE o.id = $1 AND k.stands AND CASE
    WHEN $2 = 'objection_received' AND o.contact_id IS NOT NULL THEN k.id = o.contact_id
    ELSE 'notice' = ANY (k.duties) OR k.id = o.contact_id
END
ORDER BY k.id

-- name: version_facts
-- The products of the version: those of its day, and what an amendment begins or ends.
SELECT v.id AS subject_id, encode(v.digest, 'hex') AS digest, g.title AS change_title, g.effective_on,
    (SELECT coalesce(jsonb_agg(r.name ORDER BY r.key), '[]') FROM contracts.product r
        WHERE r.tenant_id = v.tenant_id AND r.id <> ALL (coalesce(m.ends, '{}')) AND (
            r.id = ANY (m.begins) OR r.id IN (
                SELECT p.product_id FROM contracts.agreement_product p
                WHERE (p.tenant_id, p.agreement_id) = (v.tenant_id, v.agreement_id)
                    AND p.valid @> clock.day_of(v.frozen_at)))) AS products,
    (SELECT s.signed_at FROM contracts.signature s
        WHERE (s.tenant_id, s.version_id) = (v.tenant_id, v.id)) AS signed_at,
    CASE WHEN m.id IS NOT NULL THEN jsonb_build_object(
        'from_day', coalesce(y.holds_from, m.from_day), 'begins', contracts.product_names(m.begins),
        'ends', contracts.product_names(m.ends), 'reason', m.reason) END AS amendment
FROM contracts.agreement_version v
LEFT JOIN contracts.dated_change g ON (g.tenant_id, g.id) = (v.tenant_id, v.change_id)
LEFT JOIN contracts.amendment m ON (m.tenant_id, m.id) = (v.tenant_id, v.amendment_id)
LEFT JOIN contracts.agreement_terms y ON (y.tenant_id, y.terms_id) = (m.tenant_id, m.id)
WHERE v.id = $1
