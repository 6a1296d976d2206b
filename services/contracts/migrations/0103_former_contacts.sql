-- Who answers at a party has to be known today, and nobody needs to know who answered before: the contact
-- of a state that was may go, where it is not the contact of today. Nothing else of a state ever changes.
CREATE FUNCTION contracts.without_former(told jsonb, s contracts.subprocessor) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN count(*) = 0 THEN told ELSE told - 'stamp' || jsonb_object_agg(f.key, '–') END
    FROM (VALUES ('contact', s.contact), ('contact_person', s.contact_person)) AS f (key, standing)
    WHERE told ->> f.key <> '–' AND told ->> f.key IS DISTINCT FROM f.standing
$$;

GRANT UPDATE (state) ON contracts.catalogue_state TO contracts;
CREATE FUNCTION contracts.refuse_rewriting_catalogue() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM (
        SELECT contracts.without_former(OLD.state, s) FROM contracts.subprocessor s
        WHERE OLD.noun = 'subprocessor' AND (s.tenant_id, s.id) = (OLD.tenant_id, OLD.thing_id)
    ) THEN
        RAISE EXCEPTION 'what was known on an earlier day is not rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'history_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON contracts.catalogue_state
    FOR EACH ROW EXECUTE FUNCTION contracts.refuse_rewriting_catalogue();

-- Acts in which somebody sent in a contact of this party who is none any more.
CREATE FUNCTION contracts.acts_of_former(s contracts.subprocessor) RETURNS SETOF bigint LANGUAGE sql STABLE
AS $$
    SELECT t.number FROM trail.act t
    JOIN trail.act_detail d ON (d.tenant_id, d.number) = (t.tenant_id, t.number)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN d.personal ->> 'body' IS JSON OBJECT THEN (d.personal ->> 'body')::jsonb END AS body) sent
    WHERE t.tenant_id = s.tenant_id AND t.noun = 'subprocessors' AND s.id = ANY (t.targets)
        AND contracts.without_former(sent.body, s) <> sent.body
$$;

-- Keys under which such a contact was answered, with the party itself or in a chain.
CREATE FUNCTION contracts.answers_of_former(s contracts.subprocessor) RETURNS SETOF text LANGUAGE sql STABLE
AS $$
    SELECT y.key FROM contracts.idempotency y
    WHERE y.tenant_id = s.tenant_id AND s.id = ANY (y.about) AND EXISTS (
        SELECT FROM jsonb_path_query(y.answer, 'strict $.** ? (@.id == $id)', jsonb_build_object('id', s.id), true)
            AS t (told)
        WHERE contracts.without_former(told, s) <> told)
$$;
