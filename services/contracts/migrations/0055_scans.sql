-- What a scanner read in the provider's own statement. A line says what was found and never changes;
-- what staff made of it are rows of their own.
CREATE TABLE contracts.scan (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant() REFERENCES contracts.tenant,
    id         uuid NOT NULL DEFAULT uuidv7(),
    title      text,
    text       text NOT NULL,
    warnings   jsonb NOT NULL,
    made_by    uuid,
    made_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('contracts.scan');
GRANT SELECT, INSERT ON contracts.scan TO contracts;

-- subprocessor_id: the party was in the record when the statement was read.
CREATE TABLE contracts.scan_line (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    scan_id          uuid NOT NULL,
    number           integer NOT NULL,
    subprocessor_id  uuid,
    found            jsonb NOT NULL,
    PRIMARY KEY (tenant_id, scan_id, number),
    FOREIGN KEY (tenant_id, scan_id) REFERENCES contracts.scan,
    FOREIGN KEY (tenant_id, subprocessor_id) REFERENCES contracts.subprocessor
);
SELECT bus.isolate('contracts.scan_line');
GRANT SELECT, INSERT ON contracts.scan_line TO contracts;

CREATE TABLE contracts.scan_acceptance (
    tenant_id        uuid NOT NULL DEFAULT bus.tenant(),
    scan_id          uuid NOT NULL,
    number           integer NOT NULL,
    subprocessor_id  uuid NOT NULL,
    link_id          uuid,
    change_id        uuid,
    accepted_by      uuid,
    accepted_at      timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, scan_id, number),
    FOREIGN KEY (tenant_id, scan_id, number) REFERENCES contracts.scan_line,
    FOREIGN KEY (tenant_id, subprocessor_id) REFERENCES contracts.subprocessor,
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link,
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change,
    CHECK (link_id IS NULL OR change_id IS NULL)
);
SELECT bus.isolate('contracts.scan_acceptance');
GRANT SELECT, INSERT ON contracts.scan_acceptance TO contracts;

CREATE TABLE contracts.scan_dismissal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    scan_id       uuid NOT NULL,
    number        integer NOT NULL,
    reason        text NOT NULL,
    dismissed_by  uuid,
    dismissed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, scan_id, number),
    FOREIGN KEY (tenant_id, scan_id, number) REFERENCES contracts.scan_line
);
SELECT bus.isolate('contracts.scan_dismissal');
GRANT SELECT, INSERT ON contracts.scan_dismissal TO contracts;

-- A line as staff read it: with what was made of it, and what its party does already.
CREATE FUNCTION contracts.scan_line_page(line contracts.scan_line) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT line.found || jsonb_build_object(
        'number', line.number,
        'subprocessor_id', coalesce(a.subprocessor_id, line.subprocessor_id),
        'state', CASE WHEN a.scan_id IS NOT NULL THEN 'accepted'
            WHEN d.scan_id IS NOT NULL THEN 'dismissed' ELSE 'open' END,
        'acceptance', CASE WHEN a.scan_id IS NOT NULL THEN jsonb_build_object(
            'subprocessor_id', a.subprocessor_id, 'link_id', a.link_id, 'change_id', a.change_id,
            'accepted_at', a.accepted_at) END,
        'dismissal', CASE WHEN d.scan_id IS NOT NULL THEN jsonb_build_object(
            'reason', d.reason, 'dismissed_at', d.dismissed_at) END,
        'links', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'link_id', l.id, 'product_id', l.product_id, 'product', p.name,
                'capacity', l.capacity, 'purpose', l.purpose, 'valid_from', lower(l.valid))
                ORDER BY l.id), '[]')
            FROM contracts.link l
            LEFT JOIN contracts.product p ON (p.tenant_id, p.id) = (l.tenant_id, l.product_id)
            WHERE (l.tenant_id, l.subprocessor_id)
                    = (line.tenant_id, coalesce(a.subprocessor_id, line.subprocessor_id))
                AND l.valid @> clock.today()))
    FROM (SELECT) AS always
    LEFT JOIN contracts.scan_acceptance a
        ON (a.tenant_id, a.scan_id, a.number) = (line.tenant_id, line.scan_id, line.number)
    LEFT JOIN contracts.scan_dismissal d
        ON (d.tenant_id, d.scan_id, d.number) = (line.tenant_id, line.scan_id, line.number)
$$;
