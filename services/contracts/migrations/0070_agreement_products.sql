-- A product that ended under an agreement may be taken again: one row for each range of days, and
-- those of one product under one agreement never overlap. An empty range is one that was ended before
-- it began. The agreement stands first in the constraint, because it parts the rows best.
ALTER TABLE contracts.agreement_product
    ADD COLUMN id uuid NOT NULL DEFAULT uuidv7(),
    DROP CONSTRAINT agreement_product_pkey,
    ADD PRIMARY KEY (tenant_id, agreement_id, product_id, id),
    ADD CONSTRAINT product_taken_once EXCLUDE USING gist (
        bus.uuidrange(agreement_id, agreement_id, '[]') WITH &&,
        bus.uuidrange(product_id, product_id, '[]') WITH &&,
        valid WITH &&,
        bus.uuidrange(tenant_id, tenant_id, '[]') WITH &&
    );

-- What a termination cut short is known by its row from here on; until now a product had one.
ALTER TABLE contracts.agreement_product NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.termination NO FORCE ROW LEVEL SECURITY;
UPDATE contracts.termination t SET cut = (
    SELECT jsonb_agg(c.one || jsonb_build_object('id', p.id) ORDER BY c.place)
    FROM jsonb_array_elements(t.cut) WITH ORDINALITY AS c (one, place)
    JOIN contracts.agreement_product p ON (p.tenant_id, p.agreement_id, p.product_id)
        = (t.tenant_id, t.agreement_id, (c.one ->> 'product_id')::uuid))
WHERE t.cut <> '[]';
ALTER TABLE contracts.agreement_product FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.termination FORCE ROW LEVEL SECURITY;
