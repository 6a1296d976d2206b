-- The last version of an agreement is found without reading its content.
CREATE UNIQUE INDEX agreement_version_latest ON contracts.agreement_version (tenant_id, agreement_id, number) INCLUDE (id);
ALTER TABLE contracts.agreement_version DROP CONSTRAINT agreement_version_tenant_id_agreement_id_number_key;
