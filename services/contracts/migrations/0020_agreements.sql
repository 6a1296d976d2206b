-- Acceptance ------------------------------------------------------------------------------------
-- One yes per version, however it came. What proves it differs by method: a link and an address, a
-- click with the words that were shown, or a file that somebody put a signature under.
ALTER TABLE contracts.signature
    DROP CONSTRAINT signature_tenant_id_agreement_id_key,
    ADD UNIQUE (tenant_id, version_id),
    ALTER contact_id DROP NOT NULL,
    ALTER address DROP NOT NULL,
    ALTER user_agent DROP NOT NULL,
    ALTER sign_in_link_id DROP NOT NULL,
    ADD COLUMN email text,
    ADD COLUMN terms_shown text,
    ADD COLUMN stated_on date,
    ADD COLUMN file jsonb,
    ADD COLUMN recorded_by uuid,
    ADD COLUMN recorded_at timestamptz,
    ADD CONSTRAINT signature_is_proved CHECK (CASE method
        WHEN 'sign_in_link' THEN num_nulls(contact_id, address, user_agent, sign_in_link_id) = 0
        WHEN 'checkout_click' THEN num_nulls(address, user_agent, terms_shown, recorded_at) = 0
        WHEN 'uploaded_copy' THEN num_nulls(file, stated_on, recorded_at) = 0
        WHEN 'own_paper' THEN num_nulls(file, stated_on, recorded_at) = 0
        ELSE false
    END);
CREATE INDEX ON contracts.signature (tenant_id, agreement_id);

-- The day of the yes: the one that stands on the paper, else that of the moment.
CREATE FUNCTION contracts.accepted_on(s contracts.signature) RETURNS date LANGUAGE sql STABLE
AS $$ SELECT coalesce(s.stated_on, clock.day_of(s.signed_at)) $$;

-- As the services write a moment in JSON, whatever the time zone of the connection.
CREATE FUNCTION contracts.moment(at timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

CREATE OR REPLACE FUNCTION contracts.signature_page(s contracts.signature) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', s.id, 'version_id', s.version_id, 'contact_id', s.contact_id, 'typed_name', s.typed_name,
        'job_title', s.job_title, 'signed_on', coalesce(s.stated_on, clock.day_of(s.signed_at)),
        'signed_at', contracts.moment(s.signed_at), 'digest', encode(s.digest, 'hex'), 'method', s.method,
        'address', s.address, 'email', s.email, 'terms_shown', s.terms_shown, 'file', s.file,
        'recorded_by', s.recorded_by, 'recorded_at', contracts.moment(s.recorded_at))
$$;

-- Terms -------------------------------------------------------------------------------------------
-- Every set of terms that was agreed, and from which day. Of those that have begun, the one that was
-- agreed last holds. The columns of the agreement are a copy of what holds today, so that the
-- publication of a change reads no history; terms_id null: the first terms.
ALTER TABLE contracts.agreement
    ADD COLUMN terms_id uuid,
    ADD COLUMN review_by date;
CREATE INDEX ON contracts.agreement (tenant_id, review_by, id) WHERE review_by IS NOT NULL;
GRANT UPDATE (language, authorisation, notice_days, objection_days, day_kind, counted_from, on_objection,
    end_choice, emergency_clause, terms_id, review_by) ON contracts.agreement TO contracts;

CREATE TABLE contracts.agreement_terms (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    number        integer NOT NULL,
    terms_id      uuid,
    holds_from    date NOT NULL,
    terms         jsonb NOT NULL,
    agreed_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, agreement_id, number),
    UNIQUE (tenant_id, terms_id),
    CHECK ((number = 1) = (terms_id IS NULL)),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
ALTER TABLE contracts.agreement NO FORCE ROW LEVEL SECURITY;
INSERT INTO contracts.agreement_terms (tenant_id, agreement_id, number, holds_from, terms, agreed_at)
SELECT a.tenant_id, a.id, 1, clock.day_of(a.made_at), contracts.terms(a), a.made_at FROM contracts.agreement a;
ALTER TABLE contracts.agreement FORCE ROW LEVEL SECURITY;
SELECT bus.isolate('contracts.agreement_terms');
GRANT SELECT, INSERT ON contracts.agreement_terms TO contracts;

CREATE FUNCTION contracts.first_terms() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO contracts.agreement_terms (tenant_id, agreement_id, number, holds_from, terms, agreed_at)
    SELECT a.tenant_id, a.id, 1, clock.day_of(a.made_at), contracts.terms(a), a.made_at FROM made a;
    RETURN NULL;
END $$;
CREATE TRIGGER first_terms AFTER INSERT ON contracts.agreement REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION contracts.first_terms();

CREATE FUNCTION contracts.terms_on(agreement uuid, day date) RETURNS SETOF contracts.agreement_terms
LANGUAGE sql STABLE
AS $$
    SELECT t.* FROM contracts.agreement_terms t
    WHERE (t.tenant_id, t.agreement_id) = (bus.tenant(), agreement) AND t.holds_from <= day
    ORDER BY t.number DESC LIMIT 1
$$;

-- Terms that were agreed and begin on a later day.
CREATE TABLE contracts.coming_terms (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    holds_from    date NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, holds_from),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
CREATE INDEX ON contracts.coming_terms (holds_from);
SELECT bus.isolate('contracts.coming_terms');
GRANT SELECT, INSERT, DELETE ON contracts.coming_terms TO contracts;

CREATE FUNCTION contracts.put_terms(agreements uuid[]) RETURNS void LANGUAGE sql
AS $$
    UPDATE contracts.agreement a SET
        language = d.language, authorisation = d.authorisation, notice_days = d.notice_days,
        objection_days = d.objection_days, day_kind = d.day_kind, counted_from = d.counted_from,
        on_objection = d.on_objection, end_choice = d.end_choice, emergency_clause = d.emergency_clause,
        terms_id = t.terms_id
    FROM unnest(agreements) AS asked (id)
    CROSS JOIN LATERAL contracts.terms_on(asked.id, clock.today()) t
    CROSS JOIN LATERAL jsonb_to_record(t.terms) AS d (
        language text, authorisation text, notice_days integer, objection_days integer, day_kind text,
        counted_from text, on_objection text, end_choice text, emergency_clause boolean)
    WHERE (a.tenant_id, a.id) = (bus.tenant(), asked.id) AND a.terms_id IS DISTINCT FROM t.terms_id
$$;

-- What begins today takes its place before anybody freezes a term: whoever locks the links calls it.
CREATE FUNCTION contracts.settle_terms() RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    due uuid[];
BEGIN
    WITH begun AS (
        DELETE FROM contracts.coming_terms c
        WHERE c.tenant_id = bus.tenant() AND c.holds_from <= clock.today()
        RETURNING c.agreement_id
    )
    SELECT array_agg(DISTINCT agreement_id) INTO due FROM begun;
    IF due IS NOT NULL THEN
        PERFORM contracts.put_terms(due);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION contracts.change_links() RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('contracts.links ' || bus.tenant(), 0));
    PERFORM contracts.settle_terms();
END $$;

-- Amendment ---------------------------------------------------------------------------------------
-- terms null: only products begin or end. Proposed terms hold from the later of the day and the yes.
CREATE TABLE contracts.amendment (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    agreement_id  uuid NOT NULL,
    from_day      date NOT NULL,
    terms         jsonb,
    begins        uuid[] NOT NULL,
    ends          uuid[] NOT NULL,
    reason        text,
    proposed_by   uuid,
    proposed_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
CREATE INDEX ON contracts.amendment (tenant_id, agreement_id);
SELECT bus.isolate('contracts.amendment');
GRANT SELECT, INSERT ON contracts.amendment TO contracts;

CREATE TABLE contracts.amendment_withdrawal (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    amendment_id  uuid NOT NULL,
    withdrawn_by  uuid,
    withdrawn_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, amendment_id),
    FOREIGN KEY (tenant_id, amendment_id) REFERENCES contracts.amendment
);
SELECT bus.isolate('contracts.amendment_withdrawal');
GRANT SELECT, INSERT ON contracts.amendment_withdrawal TO contracts;

-- proposed: the version shows terms that nobody had agreed to when it was frozen. It becomes the
-- annex that counts when the agreement has these terms.
ALTER TABLE contracts.agreement_version
    ADD COLUMN terms_id uuid,
    ADD COLUMN proposed boolean NOT NULL DEFAULT false,
    ADD COLUMN amendment_id uuid,
    ADD FOREIGN KEY (tenant_id, amendment_id) REFERENCES contracts.amendment,
    DROP CONSTRAINT agreement_version_cause_check,
    ADD CHECK (cause IN ('onboarding', 'change', 'drift', 'amendment', 'own_paper'));

-- The amendment of an agreement to which nobody has said yes and that was not taken back.
CREATE FUNCTION contracts.open_amendment(agreement uuid) RETURNS SETOF contracts.amendment
LANGUAGE sql STABLE
AS $$
    SELECT m.* FROM contracts.amendment m
    WHERE (m.tenant_id, m.agreement_id) = (bus.tenant(), agreement) AND m.terms IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM contracts.amendment_withdrawal w WHERE (w.tenant_id, w.amendment_id) = (m.tenant_id, m.id))
        AND NOT EXISTS (
            SELECT FROM contracts.agreement_terms t WHERE (t.tenant_id, t.terms_id) = (m.tenant_id, m.id))
    ORDER BY m.id DESC LIMIT 1
$$;

-- The version that awaits a yes: the last proposal of an open amendment, else the last version of an
-- agreement that nobody has accepted.
CREATE FUNCTION contracts.to_accept(agreement uuid) RETURNS uuid LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (bus.tenant(), agreement) AND x.ends_on <= clock.today()
        ) THEN NULL
        ELSE coalesce((
            SELECT v.id FROM contracts.open_amendment(agreement) m
            JOIN contracts.agreement_version v
                ON (v.tenant_id, v.agreement_id, v.amendment_id) = (m.tenant_id, agreement, m.id)
            ORDER BY v.number DESC LIMIT 1
        ), (
            SELECT v.id FROM contracts.agreement_version v
            WHERE (v.tenant_id, v.agreement_id) = (bus.tenant(), agreement) AND NOT v.proposed
                AND NOT EXISTS (
                    SELECT FROM contracts.signature s
                    WHERE (s.tenant_id, s.agreement_id) = (bus.tenant(), agreement))
            ORDER BY v.number DESC LIMIT 1
        ))
    END
$$;

-- Period and review ---------------------------------------------------------------------------------
CREATE TABLE contracts.agreement_period (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    agreement_id  uuid NOT NULL,
    number        integer NOT NULL,
    runs_until    date,
    notice_days   integer NOT NULL,
    review_on     date,
    note          text,
    recorded_by   uuid,
    recorded_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, agreement_id, number),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
SELECT bus.isolate('contracts.agreement_period');
GRANT SELECT, INSERT ON contracts.agreement_period TO contracts;

CREATE FUNCTION contracts.period_on(agreement uuid, day date) RETURNS SETOF contracts.agreement_period
LANGUAGE sql STABLE
AS $$
    SELECT p.* FROM contracts.agreement_period p
    WHERE (p.tenant_id, p.agreement_id) = (bus.tenant(), agreement) AND clock.day_of(p.recorded_at) <= day
    ORDER BY p.number DESC LIMIT 1
$$;

-- Termination ---------------------------------------------------------------------------------------
-- cut: the products that ran on, each with the day until which it would have run; taking the
-- termination back gives them that day again. agreement_end keeps the termination that stands.
CREATE TABLE contracts.termination (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    agreement_id  uuid NOT NULL,
    by            text NOT NULL CHECK (by IN ('client', 'provider')),
    reason        text NOT NULL,
    given_on      date NOT NULL,
    notice_days   integer NOT NULL,
    ends_on       date NOT NULL,
    end_choice    text NOT NULL CHECK (end_choice IN ('return', 'delete')),
    cut           jsonb NOT NULL,
    recorded_by   uuid,
    recorded_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES contracts.agreement
);
CREATE INDEX ON contracts.termination (tenant_id, agreement_id);
SELECT bus.isolate('contracts.termination');
GRANT SELECT, INSERT ON contracts.termination TO contracts;

CREATE TABLE contracts.termination_withdrawal (
    tenant_id       uuid NOT NULL DEFAULT bus.tenant(),
    termination_id  uuid NOT NULL,
    reason          text NOT NULL,
    withdrawn_by    uuid,
    withdrawn_at    timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, termination_id),
    FOREIGN KEY (tenant_id, termination_id) REFERENCES contracts.termination
);
SELECT bus.isolate('contracts.termination_withdrawal');
GRANT SELECT, INSERT ON contracts.termination_withdrawal TO contracts;
GRANT DELETE ON contracts.agreement_end TO contracts;
CREATE INDEX ON contracts.agreement_end (tenant_id, ends_on);

-- As of a day -----------------------------------------------------------------------------------------
CREATE FUNCTION contracts.agreement_state_on(agreement uuid, day date) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (bus.tenant(), agreement) AND x.ends_on <= day
        ) THEN 'ended'
        WHEN NOT EXISTS (
            SELECT FROM contracts.signature s
            WHERE (s.tenant_id, s.agreement_id) = (bus.tenant(), agreement)
                AND coalesce(s.stated_on, clock.day_of(s.signed_at)) <= day
        ) THEN 'offered'
        WHEN EXISTS (SELECT FROM contracts.period_on(agreement, day) p WHERE p.runs_until < day) THEN 'expired'
        ELSE 'in_force'
    END
$$;

CREATE OR REPLACE FUNCTION contracts.agreement_state(agreement uuid) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT contracts.agreement_state_on(agreement, clock.today()) $$;

-- The version whose annex counts on a day: a proposal only once its terms hold.
CREATE FUNCTION contracts.version_on(agreement uuid, day date) RETURNS SETOF contracts.agreement_version
LANGUAGE sql STABLE
AS $$
    SELECT v.* FROM contracts.agreement_version v
    WHERE (v.tenant_id, v.agreement_id) = (bus.tenant(), agreement) AND clock.day_of(v.frozen_at) <= day
        AND (NOT v.proposed OR EXISTS (
            SELECT FROM contracts.agreement_terms t
            WHERE (t.tenant_id, t.terms_id) = (v.tenant_id, v.terms_id) AND t.holds_from <= day))
    ORDER BY v.number DESC LIMIT 1
$$;

-- Tenants of which terms begin today.
GRANT SELECT (tenant_id, holds_from) ON contracts.coming_terms TO schakel_finder;
CREATE POLICY finder ON contracts.coming_terms FOR SELECT TO schakel_finder USING (true);
CREATE FUNCTION contracts.due_terms() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT DISTINCT c.tenant_id FROM contracts.coming_terms c WHERE c.holds_from <= clock.today() $$;
REVOKE ALL ON FUNCTION contracts.due_terms() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.due_terms() TO contracts;
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
ALTER FUNCTION contracts.due_terms() OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;

CREATE FUNCTION contracts.product_names(products uuid[]) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT coalesce(jsonb_agg(r.name ORDER BY r.key), '[]') FROM contracts.product r
    WHERE r.tenant_id = bus.tenant() AND r.id = ANY (products)
$$;

CREATE FUNCTION contracts.termination_page(t contracts.termination) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', t.id, 'agreement_id', t.agreement_id, 'by', t.by, 'reason', t.reason, 'given_on', t.given_on,
        'notice_days', t.notice_days, 'ends_on', t.ends_on, 'end_choice', t.end_choice,
        'products', contracts.product_names(ARRAY(
            SELECT (cut.product ->> 'product_id')::uuid FROM jsonb_array_elements(t.cut) AS cut (product))),
        'recorded_by', t.recorded_by, 'recorded_at', contracts.moment(t.recorded_at),
        'withdrawn_at', contracts.moment(w.withdrawn_at), 'withdrawn_because', w.reason)
    FROM (SELECT) one
    LEFT JOIN contracts.termination_withdrawal w ON (w.tenant_id, w.termination_id) = (t.tenant_id, t.id)
$$;

CREATE FUNCTION contracts.standing_termination(agreement uuid) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT contracts.termination_page(t) FROM contracts.termination t
    WHERE (t.tenant_id, t.agreement_id) = (bus.tenant(), agreement) AND NOT EXISTS (
        SELECT FROM contracts.termination_withdrawal w WHERE (w.tenant_id, w.termination_id) = (t.tenant_id, t.id))
    ORDER BY t.id DESC LIMIT 1
$$;

-- Drift, by its definition: what the annexes would say today differs from the annex that counts, or
-- that annex shows other terms than those that hold.
CREATE OR REPLACE FUNCTION contracts.drift(agreements uuid[]) RETURNS TABLE (agreement_id uuid, drift boolean)
LANGUAGE sql STABLE
AS $$
    SELECT a.id, NOT ended.is AND (annex.terms_id IS DISTINCT FROM a.terms_id OR CASE
        WHEN annex.stamp IS NOT NULL THEN annex.stamp <> contracts.annex_stamp(a.id, clock.today())
        ELSE annex.link_ids <> (
            SELECT coalesce(array_agg(l.link_id ORDER BY l.link_id), '{}')
            FROM contracts.agreement_links(ARRAY[a.id], clock.today()) l)
    END)
    FROM contracts.agreement a
    CROSS JOIN LATERAL (
        SELECT v.link_ids, v.stamp, v.terms_id FROM contracts.agreement_version v
        WHERE (v.tenant_id, v.agreement_id) = (a.tenant_id, a.id)
            AND (NOT v.proposed OR v.terms_id IS NOT DISTINCT FROM a.terms_id)
        ORDER BY v.number DESC LIMIT 1
    ) AS annex
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM contracts.agreement_end x
            WHERE (x.tenant_id, x.agreement_id) = (a.tenant_id, a.id) AND x.ends_on <= clock.today()
        ) AS is
    ) AS ended
    WHERE a.tenant_id = bus.tenant() AND a.id = ANY (agreements)
$$;

SELECT contracts.keep_to_reseller(target, 'contracts.agreement', 'agreement_id') FROM unnest(ARRAY[
    'contracts.agreement_terms', 'contracts.coming_terms', 'contracts.amendment', 'contracts.agreement_period',
    'contracts.termination'
]::regclass[]) AS target;
SELECT contracts.keep_to_reseller('contracts.amendment_withdrawal', 'contracts.amendment', 'amendment_id');
SELECT contracts.keep_to_reseller('contracts.termination_withdrawal', 'contracts.termination', 'termination_id');
