-- name: snapshots
-- One statement for many agreements: what holds for each of them today, in its own language.
SELECT a.id AS agreement_id, a.client_id, n.number, coalesce(annex.link_ids, '{}') AS link_ids,
    contracts.annex_stamp(a.id, clock.today()) AS stamp,
    jsonb_build_object(
        'schema', 1,
        'provider', jsonb_build_object(
            'name', t.name, 'legal_name', t.legal_name, 'registration', t.registration,
            'address', t.address, 'country', t.country, 'email', t.email, 'phone', t.phone,
            'website', t.website, 'privacy_contact', t.privacy_contact),
        'client', jsonb_build_object(
            'name', c.name, 'registration', c.registration, 'address', c.address, 'country', c.country),
        'contacts', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'name', k.name, 'email', k.email, 'job_title', k.job_title, 'duties', k.duties)
                ORDER BY k.id), '[]')
            FROM contracts.contact k
            WHERE (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id) AND k.stands),
        'agreement', jsonb_build_object(
            'id', a.id, 'reference', a.reference, 'language', a.language, 'version', n.number,
            'frozen_on', clock.today(), 'products', (
                SELECT coalesce(jsonb_agg(r.name ->> a.language ORDER BY r.name ->> a.language, r.id), '[]')
                FROM contracts.agreement_product p
                JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
                WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> clock.today())),
        'terms', contracts.terms(a) - 'language',
        'processings', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'product', r.name ->> a.language,
                'subject_matter', x.subject_matter ->> a.language, 'duration', x.duration ->> a.language,
                'nature', x.nature ->> a.language, 'purpose', x.purpose ->> a.language,
                'data_categories', contracts.said(x.data_categories, a.language),
                'data_subjects', contracts.said(x.data_subjects, a.language),
                'controller_rights', x.controller_rights ->> a.language,
                'retention', x.retention ->> a.language,
                'measures', contracts.said(x.measures, a.language))
                ORDER BY r.name ->> a.language, r.id, x.id), '[]')
            FROM contracts.agreement_product p
            JOIN contracts.product r ON (r.tenant_id, r.id) = (p.tenant_id, p.product_id)
            JOIN contracts.processing x
                ON (x.tenant_id, x.product_id) = (r.tenant_id, r.id) AND x.valid @> clock.today()
            WHERE (p.tenant_id, p.agreement_id) = (a.tenant_id, a.id) AND p.valid @> clock.today()),
        'subprocessors', coalesce(annex.subprocessors, '[]'),
        'change', (
            SELECT jsonb_build_object(
                'id', g.id, 'title', g.title ->> a.language, 'effective_on', g.effective_on)
            FROM contracts.dated_change g WHERE (g.tenant_id, g.id) = (a.tenant_id, $2::uuid)),
        'own_paper', (
            SELECT s.file || jsonb_build_object('signed_on', s.stated_on)
            FROM contracts.signature s
            WHERE (s.tenant_id, s.agreement_id, s.method) = (a.tenant_id, a.id, 'own_paper')
            ORDER BY s.id DESC LIMIT 1)
    ) AS snapshot
FROM contracts.agreement a
JOIN contracts.tenant t ON t.tenant_id = a.tenant_id
JOIN contracts.client c ON (c.tenant_id, c.id) = (a.tenant_id, a.client_id)
CROSS JOIN LATERAL (
    SELECT coalesce(max(v.number), 0) + 1 AS number FROM contracts.agreement_version v
    WHERE (v.tenant_id, v.agreement_id) = (a.tenant_id, a.id)
) n
LEFT JOIN LATERAL (
    SELECT array_agg(l.link_id ORDER BY l.link_id) AS link_ids,
        jsonb_agg(jsonb_build_object(
            'link_id', l.link_id, 'product', l.product ->> a.language,
            'name', l.subprocessor -> 'name', 'legal_entity', l.subprocessor -> 'legal_entity',
            'address', l.subprocessor -> 'address', 'country', l.subprocessor -> 'country',
            'contact', l.subprocessor -> 'contact', 'contact_person', l.subprocessor -> 'contact_person',
            'purpose', l.purpose ->> a.language,
            'data_categories', contracts.said(l.data_categories, a.language),
            'data_subjects', contracts.said(l.data_subjects, a.language),
            'location', l.location ->> a.language, 'zone', l.zone, 'mechanism', l.mechanism,
            'mechanism_verified_on', l.mechanism_verified_on, 'condition', l.condition ->> a.language,
            'valid_from', lower(holds.valid), 'chain', contracts.chain(a.tenant_id, (l.subprocessor ->> 'id')::uuid))
            ORDER BY l.product ->> a.language, l.name_key, l.link_id) AS subprocessors
    FROM contracts.agreement_links(ARRAY[a.id], clock.today()) holds
    JOIN contracts.link_page l ON (l.tenant_id, l.link_id) = (a.tenant_id, holds.link_id)
) annex ON true
WHERE a.id = ANY ($1::uuid[])

-- name: insert
-- A version with the terms in force bears their mark; a proposal bears that of its own terms.
INSERT INTO contracts.agreement_version (
    agreement_id, number, cause, change_id, wave, canonical, digest, link_ids, stamp, amendment_id, proposed,
    terms_id)
SELECT d.agreement_id, d.number, d.cause, d.change_id, d.wave, d.canonical, decode(d.digest, 'hex'),
    d.link_ids, d.stamp, d.amendment_id, d.terms_id IS NOT NULL, coalesce(d.terms_id, a.terms_id)
FROM jsonb_to_recordset($1) AS d (
    agreement_id uuid, number integer, cause text, change_id uuid, wave integer, canonical text,
    digest text, link_ids uuid[], stamp uuid, amendment_id uuid, terms_id uuid)
JOIN contracts.agreement a ON a.id = d.agreement_id
ON CONFLICT DO NOTHING
RETURNING id, agreement_id

-- name: read_many
SELECT v.id AS version_id, v.agreement_id, a.client_id, a.language, v.cause,
    encode(v.digest, 'hex') AS digest, v.canonical, v.erased_at,
    (SELECT contracts.signature_page(s) FROM contracts.signature s
        JOIN contracts.agreement_version w ON (w.tenant_id, w.id) = (s.tenant_id, s.version_id)
        WHERE (s.tenant_id, s.agreement_id) = (v.tenant_id, v.agreement_id)
            AND (w.id = v.id OR NOT v.proposed AND w.number < v.number)
        ORDER BY w.number DESC LIMIT 1) AS signature
FROM contracts.agreement_version v
JOIN contracts.agreement a ON (a.tenant_id, a.id) = (v.tenant_id, v.agreement_id)
WHERE v.tenant_id = bus.tenant() AND v.id = ANY ($1::uuid[])

-- name: to_accept
SELECT v.id, v.number, encode(v.digest, 'hex') AS digest, v.amendment_id, clock.day_of(v.frozen_at) AS day,
    v.frozen_at
FROM contracts.agreement_version v WHERE v.id = contracts.to_accept($1)

-- name: number_of
SELECT number FROM contracts.agreement_version WHERE (agreement_id, id) = ($1, $2)

-- name: due
SELECT tenant_id, change_id, wave FROM contracts.due_versions()

-- name: claim
WITH claimed AS MATERIALIZED (
    SELECT tenant_id, change_id, wave, agreement_id FROM contracts.pending_version
    WHERE (change_id, wave) = ($1, $2) ORDER BY agreement_id LIMIT $3 FOR UPDATE SKIP LOCKED
)
DELETE FROM contracts.pending_version p USING claimed c
WHERE (p.tenant_id, p.change_id, p.wave, p.agreement_id) = (c.tenant_id, c.change_id, c.wave, c.agreement_id)
RETURNING p.agreement_id

-- name: on_day
SELECT canonical FROM contracts.version_on($1, $2)
