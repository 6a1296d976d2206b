-- name: next_reference
INSERT INTO contracts.reference_counter AS r (year, last)
VALUES (extract(year FROM clock.today()), 1)
ON CONFLICT (tenant_id, year) DO UPDATE SET last = r.last + 1
RETURNING 'VWO-' || year || '-' || lpad(last::text, greatest(4, length(last::text)), '0')

-- name: insert
INSERT INTO contracts.agreement (
    client_id, reference, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause)
SELECT $1, $2, language, authorisation, notice_days, objection_days, day_kind,
    counted_from, on_objection, end_choice, emergency_clause
FROM jsonb_to_record($3) AS d (
    language text, authorisation text, notice_days integer, objection_days integer, day_kind text,
    counted_from text, on_objection text, end_choice text, emergency_clause boolean)
RETURNING id

-- name: take
-- After the agreement, never with it: whose it is, is looked up in what stands already.
INSERT INTO contracts.agreement_product (agreement_id, product_id, valid)
SELECT $1, p.id, daterange(clock.today(), NULL) FROM unnest($2::uuid[]) AS p (id)

-- name: read
-- The whole answer as JSON text: nothing between the database and the reader builds it again.
SELECT a.client_id, json_build_object(
    'id', a.id, 'client_id', a.client_id, 'client', c.name, 'reference', a.reference,
    'state', CASE
        WHEN x.ends_on <= today.day THEN 'ended'
        WHEN v.signature IS NULL THEN 'offered'
        WHEN (p.period ->> 'runs_until')::date < today.day THEN 'expired'
        ELSE 'in_force'
    END,
    'ended_on', CASE WHEN x.ends_on <= today.day THEN x.ends_on END, 'ends_on', x.ends_on,
    'terms', t.terms, 'terms_from', t.holds_from,
    'products', (
        SELECT coalesce(json_agg(json_build_object('id', r.id, 'key', r.key, 'name', r.name,
            'valid_from', lower(g.valid), 'valid_until', upper(g.valid)) ORDER BY r.key, g.valid), '[]')
        FROM contracts.agreement_product g
        JOIN contracts.product r ON (r.tenant_id, r.id) = (g.tenant_id, g.product_id)
        WHERE (g.tenant_id, g.agreement_id) = (a.tenant_id, a.id) AND NOT isempty(g.valid)),
    'versions', v.versions, 'signature', v.signature,
    'to_accept', CASE
        WHEN x.ends_on <= today.day THEN NULL
        WHEN v.proposed OR v.signature IS NULL THEN contracts.to_accept(a.id)
    END,
    'proposal', CASE WHEN v.proposed THEN contracts.proposal_page(a.id) END,
    'period', p.period,
    'termination', CASE WHEN x.ends_on IS NOT NULL THEN contracts.standing_termination(a.id) END,
    'drift', contracts.agreement_drifts(a.id))::text AS body
FROM contracts.agreement a
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
CROSS JOIN (SELECT clock.today() AS day) today
CROSS JOIN LATERAL (
    SELECT y.terms, y.holds_from FROM contracts.agreement_terms y
    WHERE (y.tenant_id, y.agreement_id) = (a.tenant_id, a.id) AND y.holds_from <= today.day
    ORDER BY y.number DESC LIMIT 1
) t
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object(
            'id', y.id, 'number', y.number, 'digest', encode(y.digest, 'hex'),
            'frozen_at', contracts.moment(y.frozen_at), 'cause', y.cause, 'change_id', y.change_id,
            'amendment_id', y.amendment_id, 'accepted_on', coalesce(s.stated_on, clock.day_of(s.signed_at)),
            'method', s.method, 'erased_at', contracts.moment(y.erased_at)) ORDER BY y.number DESC) AS versions,
        bool_or(y.proposed) AS proposed,
        (array_agg(contracts.signature_page(s) ORDER BY y.number DESC) FILTER (WHERE s.id IS NOT NULL))[1]
            AS signature
    FROM contracts.agreement_version y
    LEFT JOIN contracts.signature s ON (s.tenant_id, s.version_id) = (y.tenant_id, y.id)
    WHERE (y.tenant_id, y.agreement_id) = (a.tenant_id, a.id)
) v
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.review_by IS NOT NULL THEN contracts.period_page(a.id) END AS period
) p
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
WHERE a.id = $1

-- name: lock
-- Until the end of the transaction nobody else amends, accepts, renews or ends it.
-- NO KEY, as everywhere: rows that refer to it may be written meanwhile, so that who counts
-- deliveries and who ends the agreement never wait for each other.
SELECT id, client_id FROM contracts.agreement WHERE id = $1 FOR NO KEY UPDATE

-- name: exists
SELECT id FROM contracts.agreement WHERE id = $1

-- name: of_client
SELECT id FROM contracts.agreement WHERE client_id = $1

-- name: list_page
SELECT a.id, a.reference, a.client_id, c.name AS client, s.state, a.review_by, x.ends_on
FROM contracts.agreement a
JOIN contracts.client n ON (n.tenant_id, n.id) = (a.tenant_id, a.client_id)
CROSS JOIN LATERAL contracts.client_on(n, contracts.past($3)) c
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
CROSS JOIN LATERAL (SELECT contracts.agreement_state_on(a.id, $3) AS state) s
WHERE a.id > $1::uuid AND clock.day_of(a.made_at) <= $3::date AND ($2::text IS NULL OR s.state = $2)
    AND ($4::uuid IS NULL OR EXISTS (
        SELECT FROM contracts.agreement_product p
        WHERE (p.tenant_id, p.agreement_id, p.product_id) = (a.tenant_id, a.id, $4) AND p.valid @> $3::date))
ORDER BY a.id
LIMIT $5

-- name: list_to_review
SELECT a.id, a.reference, a.client_id, c.name AS client, s.state, a.review_by, x.ends_on
FROM contracts.agreement a
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
LEFT JOIN contracts.agreement_end x ON (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id)
CROSS JOIN LATERAL (SELECT contracts.agreement_state(a.id) AS state) s
WHERE a.review_by < $1::date AND (a.review_by, a.id) > ($2::date, $3::uuid)
    AND s.state <> 'ended' AND ($4::text IS NULL OR s.state = $4)
ORDER BY a.review_by, a.id
LIMIT $5

-- name: on_day
SELECT $2::date AS on, a.client_id, a.id AS agreement_id, a.reference,
    contracts.agreement_state_on(a.id, $2) AS state, t.terms, t.holds_from AS terms_from, p.runs_until,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name,
            'valid_from', lower(g.valid), 'valid_until', upper(g.valid)) ORDER BY r.key), '[]')
        FROM contracts.agreement_product g
        JOIN contracts.product r ON (r.tenant_id, r.id) = (g.tenant_id, g.product_id)
        WHERE (g.tenant_id, g.agreement_id) = (a.tenant_id, a.id) AND g.valid @> $2::date) AS products,
    CASE WHEN v.id IS NOT NULL THEN jsonb_build_object(
        'id', v.id, 'number', v.number, 'digest', encode(v.digest, 'hex'), 'frozen_at', v.frozen_at,
        'cause', v.cause, 'change_id', v.change_id, 'amendment_id', v.amendment_id,
        'accepted_on', contracts.accepted_on(s), 'method', s.method) END AS version
FROM contracts.agreement a
CROSS JOIN LATERAL contracts.terms_on(a.id, $2) t
LEFT JOIN LATERAL contracts.version_on(a.id, $2) v ON true
LEFT JOIN LATERAL contracts.period_on(a.id, $2) p ON true
LEFT JOIN contracts.signature s ON (s.tenant_id, s.version_id) = (v.tenant_id, v.id)
    AND contracts.accepted_on(s) <= $2
WHERE a.client_id = $1

-- name: due_terms
SELECT contracts.due_terms() AS tenant_id
