-- Few products have an end in sight; a publication looks at those alone.
CREATE INDEX agreement_product_ending ON contracts.agreement_product (tenant_id, product_id, agreement_id)
    WHERE NOT upper_inf(valid);
CREATE OR REPLACE FUNCTION contracts.mark_leaving(change uuid) RETURNS void LANGUAGE sql
AS $$
    SELECT contracts.mark_concerned(ARRAY(
        SELECT DISTINCT p.agreement_id FROM contracts.agreement_product p
        WHERE p.tenant_id = bus.tenant() AND p.product_id = ANY (contracts.products_of(change))
            AND NOT upper_inf(p.valid) AND upper(p.valid) > clock.today()))
$$;

-- Whoever takes a product is found, in the order of the agreements, without a look at the table.
CREATE INDEX agreement_product_taking ON contracts.agreement_product (tenant_id, product_id, agreement_id)
    INCLUDE (valid);
DROP INDEX contracts.agreement_product_tenant_id_product_id_agreement_id_idx;
