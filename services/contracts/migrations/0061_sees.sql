-- Whether a row's parent is in sight is asked through a function. As a subquery, which holds the policy
-- of its own parent and so on, it hung a tree on every table of every plan, which none but resellers
-- need: to begin such a plan took longer than to read the row.
CREATE OR REPLACE FUNCTION contracts.keep_to_reseller(target regclass, parent regclass, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    sees text := 'contracts.sees_' || (SELECT relname FROM pg_class WHERE oid = parent);
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION %s(tenant uuid, one uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE PARALLEL SAFE AS $body$
        BEGIN
            RETURN EXISTS (SELECT FROM %s p WHERE (p.tenant_id, p.id) = (tenant, one));
        END $body$', sees, parent);
    EXECUTE format('DROP POLICY IF EXISTS reseller_rows ON %s', target);
    EXECUTE format(
        'CREATE POLICY reseller_rows ON %s AS RESTRICTIVE TO contracts
            USING ((SELECT contracts.acting_reseller()) IS NULL OR %s(tenant_id, %I))',
        target, sees, key);
END $$;

SELECT contracts.keep_to_reseller('contracts.reseller_person', 'contracts.reseller', 'reseller_id');
SELECT contracts.keep_to_reseller(target, 'contracts.client', 'client_id') FROM unnest(ARRAY[
    'contracts.contact', 'contracts.placement', 'contracts.link_exception', 'contracts.agreement',
    'contracts.affected_agreement', 'contracts.recipient', 'contracts.objection', 'contracts.approval',
    'contracts.erasure_order', 'contracts.erasure', 'contracts.register_revision', 'contracts.link_deferral'
]::regclass[]) AS target;
SELECT contracts.keep_to_reseller(target, 'contracts.agreement', 'agreement_id') FROM unnest(ARRAY[
    'contracts.agreement_product', 'contracts.agreement_version', 'contracts.agreement_end',
    'contracts.signature', 'contracts.activation', 'contracts.pending_version', 'contracts.agreement_terms',
    'contracts.coming_terms', 'contracts.amendment', 'contracts.agreement_period', 'contracts.termination',
    'contracts.annex_member', 'contracts.override', 'contracts.register_entry'
]::regclass[]) AS target;
SELECT contracts.keep_to_reseller('contracts.departure', 'contracts.contact', 'contact_id');
SELECT contracts.keep_to_reseller('contracts.outcome', 'contracts.recipient', 'recipient_id');
SELECT contracts.keep_to_reseller('contracts.objection_decision', 'contracts.objection', 'objection_id');
SELECT contracts.keep_to_reseller('contracts.amendment_withdrawal', 'contracts.amendment', 'amendment_id');
SELECT contracts.keep_to_reseller('contracts.termination_withdrawal', 'contracts.termination', 'termination_id');
SELECT contracts.keep_to_reseller('contracts.register_erasure', 'contracts.register_entry', 'entry_id');
