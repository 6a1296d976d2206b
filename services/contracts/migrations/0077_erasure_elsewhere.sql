-- What was asked of the other services; what they have done stands in contracts.erasure.
CREATE TABLE contracts.erasure_call (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    client_id  uuid NOT NULL,
    category   text NOT NULL,
    called_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, client_id, category),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.erasure_order
);
SELECT bus.isolate('contracts.erasure_call');
SELECT contracts.keep_to_reseller('contracts.erasure_call', 'contracts.client', 'client_id');
GRANT SELECT, INSERT ON contracts.erasure_call TO contracts;

INSERT INTO bus.subscription (consumer, type) VALUES ('contracts', 'ErasureDone') ON CONFLICT DO NOTHING;

-- What was signed, said and sent is never altered, but for this: claims have lapsed, the client is
-- gone, an owner ordered it, and nothing is held. Whatever a statement says.
CREATE FUNCTION contracts.may_be_erased(client uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
            SELECT FROM contracts.erasure_order o
            WHERE (o.tenant_id, o.client_id) = (bus.tenant(), client) AND o.due_on <= clock.today())
        AND NOT EXISTS (SELECT FROM contracts.standing_holds(client))
        AND contracts.left_on(client) IS NOT NULL
$$;

CREATE FUNCTION contracts.client_of(agreement uuid) RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT a.client_id FROM contracts.agreement a WHERE (a.tenant_id, a.id) = (bus.tenant(), agreement) $$;

DO $$
DECLARE
    target record;
BEGIN
    FOR target IN SELECT * FROM (VALUES
        ('recipient', 'client_id'), ('objection', 'client_id'), ('approval', 'client_id'),
        ('link_deferral', 'client_id'), ('legal_hold', 'client_id'),
        ('signature', 'contracts.client_of(agreement_id)'),
        ('agreement_version', 'contracts.client_of(agreement_id)'),
        ('amendment', 'contracts.client_of(agreement_id)'),
        ('agreement_period', 'contracts.client_of(agreement_id)'),
        ('termination', 'contracts.client_of(agreement_id)'),
        ('override', 'contracts.client_of(agreement_id)'),
        ('objection_decision', '(SELECT o.client_id FROM contracts.objection o WHERE o.id = objection_id)'),
        ('legal_hold_end', '(SELECT h.client_id FROM contracts.legal_hold h WHERE h.id = hold_id)'),
        ('termination_withdrawal', '(SELECT contracts.client_of(t.agreement_id)
            FROM contracts.termination t WHERE t.id = termination_id)')
    ) AS t (name, client) LOOP
        EXECUTE format(
            'CREATE POLICY when_due_alone ON contracts.%I AS RESTRICTIVE FOR UPDATE TO contracts
                USING (contracts.may_be_erased(%s))', target.name, target.client);
    END LOOP;
END $$;

GRANT UPDATE (name, email) ON contracts.recipient TO contracts;
GRANT UPDATE (email, terms_shown, file) ON contracts.signature TO contracts;
GRANT UPDATE (reason) ON contracts.objection_decision, contracts.amendment, contracts.termination,
    contracts.termination_withdrawal, contracts.link_deferral, contracts.override, contracts.legal_hold,
    contracts.legal_hold_end TO contracts;
GRANT UPDATE (note) ON contracts.agreement_period TO contracts;

-- The text goes, its digest stays: it was issued, and erased on that day.
ALTER TABLE contracts.agreement_version
    ALTER COLUMN canonical DROP NOT NULL,
    ADD COLUMN erased_at timestamptz,
    ADD CHECK ((canonical IS NULL) = (erased_at IS NOT NULL));
GRANT UPDATE (canonical, erased_at) ON contracts.agreement_version TO contracts;
CREATE POLICY nothing_else ON contracts.agreement_version AS RESTRICTIVE FOR UPDATE TO contracts
    USING (true) WITH CHECK (canonical IS NULL);

-- In a register the person may go before; what happened goes with the client.
GRANT UPDATE (facts, reason) ON contracts.register_revision TO contracts;
CREATE FUNCTION contracts.refuse_rewording() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF (NEW.facts, NEW.reason) IS DISTINCT FROM (OLD.facts, OLD.reason)
        AND NOT coalesce(contracts.may_be_erased(OLD.client_id), false) THEN
        RAISE EXCEPTION 'a register is never rewritten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_rewording BEFORE UPDATE ON contracts.register_revision
    FOR EACH ROW EXECUTE FUNCTION contracts.refuse_rewording();

-- What somebody wrote of a client in a register, without who and what: kinds, days and numbers stay.
CREATE FUNCTION contracts.without_words(facts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT facts || coalesce(jsonb_object_agg(key, '–'), '{}')
        || CASE WHEN facts -> 'file' ->> 'name' IS NULL THEN '{}'
            ELSE jsonb_build_object('file', (facts -> 'file') || '{"name": "–"}') END
    FROM jsonb_each_text(facts)
    WHERE value IS NOT NULL AND key = ANY (ARRAY[
        'given_by', 'instruction', 'warning', 'requested', 'disclosed', 'not_told_because', 'auditor',
        'scope', 'findings', 'follow_up', 'done_by', 'deviation', 'copies_kept', 'answer'])
$$;

-- Files that belong to this client alone: what others refer to as well stays theirs.
CREATE FUNCTION contracts.files_of(client uuid) RETURNS uuid[] LANGUAGE sql STABLE
AS $$
    WITH own AS (
        SELECT s.file ->> 'id' AS id FROM contracts.signature s
        WHERE s.tenant_id = bus.tenant() AND contracts.client_of(s.agreement_id) = client
        UNION
        SELECT r.facts -> 'file' ->> 'id' FROM contracts.register_revision r
        WHERE (r.tenant_id, r.client_id) = (bus.tenant(), client)
    )
    SELECT coalesce(array_agg(own.id::uuid), '{}') FROM own
    WHERE own.id IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM contracts.signature s
            WHERE s.tenant_id = bus.tenant() AND s.file ->> 'id' = own.id
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

-- Orders whose day has come, that nothing holds; done once the frozen texts are gone.
GRANT SELECT (tenant_id, id, client_id, until) ON contracts.legal_hold TO schakel_finder;
GRANT SELECT (tenant_id, hold_id) ON contracts.legal_hold_end TO schakel_finder;
CREATE POLICY finder ON contracts.legal_hold FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON contracts.legal_hold_end FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
CREATE OR REPLACE FUNCTION contracts.due_erasures() RETURNS TABLE (tenant_id uuid, client_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT o.tenant_id, o.client_id FROM contracts.erasure_order o
    WHERE o.due_on <= clock.today()
        AND NOT EXISTS (
            SELECT FROM contracts.erasure e
            WHERE (e.tenant_id, e.client_id, e.category) = (o.tenant_id, o.client_id, 'frozen_texts'))
        AND NOT EXISTS (
            SELECT FROM contracts.legal_hold h
            WHERE (h.tenant_id, h.client_id) = (o.tenant_id, o.client_id) AND h.until >= clock.today()
                AND NOT EXISTS (
                    SELECT FROM contracts.legal_hold_end x WHERE (x.tenant_id, x.hold_id) = (h.tenant_id, h.id)))
    LIMIT 100
$$;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
