-- The mark of an erasure is a name that anybody may type: what was is erased with it only where an
-- erasure was ordered and may be done. The order of the conditions is that of their cost.
CREATE OR REPLACE FUNCTION contracts.erased_client(c contracts.client) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN c.name = '–' AND contracts.may_be_erased(c.id) THEN jsonb_build_object(
        'name', c.name, 'name_key', c.name_key, 'external_id', c.external_id, 'registration', c.registration,
        'address', c.address, 'representative', c.representative, 'dpo', c.dpo) END
$$;
CREATE OR REPLACE FUNCTION contracts.erased_contact(k contracts.contact) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN k.email = k.id || '@erased.invalid' AND (
        contracts.may_be_erased(k.client_id) OR NOT contracts.in_evidence(k.id) AND EXISTS (
            SELECT FROM contracts.erasure_order o WHERE (o.tenant_id, o.client_id) = (k.tenant_id, k.client_id)))
        THEN jsonb_build_object('name', k.name, 'email', k.email, 'email_key', k.email_key, 'job_title', k.job_title)
    END
$$;

-- Files that belong to this client alone: what others refer to as well stays theirs. Few signatures
-- have a file, and of a client there are few.
CREATE INDEX signature_file ON contracts.signature (tenant_id, agreement_id) WHERE file IS NOT NULL;
CREATE OR REPLACE FUNCTION contracts.files_of(client uuid) RETURNS uuid[] LANGUAGE sql STABLE
AS $$
    WITH own AS (
        SELECT s.file ->> 'id' AS id FROM contracts.agreement a
        JOIN contracts.signature s ON (s.tenant_id, s.agreement_id) = (a.tenant_id, a.id) AND s.file IS NOT NULL
        WHERE (a.tenant_id, a.client_id) = (bus.tenant(), client)
        UNION
        SELECT r.facts -> 'file' ->> 'id' FROM contracts.register_revision r
        WHERE (r.tenant_id, r.client_id) = (bus.tenant(), client)
    )
    SELECT coalesce(array_agg(own.id::uuid), '{}') FROM own
    WHERE own.id IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM contracts.signature s
            WHERE s.tenant_id = bus.tenant() AND s.file IS NOT NULL AND s.file ->> 'id' = own.id
                AND contracts.client_of(s.agreement_id) <> client)
        AND NOT EXISTS (
            SELECT FROM contracts.register_revision r
            WHERE r.tenant_id = bus.tenant() AND r.facts -> 'file' ->> 'id' = own.id
                AND r.client_id IS DISTINCT FROM client)
        AND NOT EXISTS (
            SELECT FROM contracts.upstream_state u WHERE u.tenant_id = bus.tenant() AND u.file ->> 'id' = own.id)
        AND NOT EXISTS (
            SELECT FROM contracts.statement t WHERE t.tenant_id = bus.tenant() AND t.file ->> 'id' = own.id)
$$;
