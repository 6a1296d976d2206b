-- Of a hundred thousand that take a product few have an end in sight; a publication finds those alone.
CREATE INDEX agreement_product_leaving ON contracts.agreement_product (tenant_id, product_id, agreement_id)
    WHERE upper(valid) IS NOT NULL;

-- Groups to which nobody belongs any more. Whoever makes a member holds the links meanwhile; the
-- caller has locked them.
GRANT DELETE ON contracts.annex_group TO contracts;
