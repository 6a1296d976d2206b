-- Agreements that come while a notice runs: those that take one of these products and were not told.
CREATE FUNCTION contracts.joining(change uuid, among uuid[], products uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
    SELECT t.id FROM unnest(among) AS t (id)
    WHERE EXISTS (
            SELECT FROM contracts.agreement_product p
            WHERE p.tenant_id = bus.tenant() AND p.agreement_id = t.id AND p.product_id = ANY (products)
                AND NOT isempty(p.valid) AND (upper_inf(p.valid) OR upper(p.valid) > clock.today()))
        AND NOT EXISTS (
            SELECT FROM contracts.affected_agreement y
            WHERE (y.tenant_id, y.change_id, y.agreement_id) = (bus.tenant(), change, t.id))
$$;

-- Whom the change touches, with the terms of this moment, and who is told: one statement, however
-- many clients there are. The moment is asked once, not for every row. A clock that counts from
-- publication has started; others wait.
-- What is read is read by its list of ids, in one walk along each index, and merged in the order in
-- which it lies there: a look for each agreement, which the planner would choose as it can't see how
-- long the list is, takes three times as long. Nothing is read but by such a list.
CREATE FUNCTION contracts.freeze_touched(change uuid, cause text, last_days jsonb, calendar text, touched uuid[])
RETURNS TABLE (agreements bigint, recipients bigint, added uuid[]) LANGUAGE sql ROWS 1
SET enable_nestloop = off SET plan_cache_mode = force_generic_plan SET work_mem = '64MB'
AS $$
    WITH moment AS MATERIALIZED (
        SELECT bus.tenant() AS tenant_id, clock.now() AS at
    ), latest AS (
        SELECT DISTINCT ON (v.agreement_id) v.agreement_id, v.id
        FROM contracts.agreement_version v WHERE v.tenant_id = bus.tenant() AND v.agreement_id = ANY (touched)
        ORDER BY v.agreement_id, v.number DESC
    ), agreed AS (
        SELECT a.*, v.id AS version_id, x.ends_on, CASE WHEN a.counted_from = 'published' THEN
            (last_days ->> concat(a.day_kind, ' ', greatest(a.notice_days, a.objection_days)))::date END AS deadline
        FROM contracts.agreement a
        JOIN latest v ON v.agreement_id = a.id
        LEFT JOIN contracts.agreement_end x ON x.agreement_id = a.id
            AND x.tenant_id = bus.tenant() AND x.agreement_id = ANY (touched)
        WHERE a.tenant_id = bus.tenant() AND a.id = ANY (touched)
    ), frozen AS (
        INSERT INTO contracts.affected_agreement (
            tenant_id, change_id, agreement_id, client_id, version_id, authorisation, notice_days, objection_days,
            day_kind, counted_from, on_objection, emergency_clause, clock_started_at, deadline, calendar,
            ends_on, frozen_at)
        SELECT m.tenant_id, change, a.id, a.client_id, a.version_id, a.authorisation, a.notice_days, a.objection_days,
            a.day_kind, a.counted_from, a.on_objection, a.emergency_clause,
            CASE WHEN a.counted_from = 'published' THEN m.at END, a.deadline,
            CASE WHEN a.counted_from = 'published' THEN freeze_touched.calendar END, a.ends_on, m.at
        FROM moment m CROSS JOIN agreed a
        WHERE a.ends_on IS NULL OR a.ends_on > clock.day_of(m.at)
        RETURNING tenant_id, agreement_id, client_id, ends_on, frozen_at
    ), reached AS (
        SELECT k.client_id, k.id, k.name, k.email, k.language
        FROM contracts.contact k
        WHERE k.tenant_id = bus.tenant() AND k.client_id = ANY (ARRAY(SELECT f.client_id FROM frozen f))
            AND 'notice' = ANY (k.duties)
    ), told AS (
        INSERT INTO contracts.recipient (
            tenant_id, change_id, agreement_id, client_id, contact_id, name, email, language, cause, added_at)
        SELECT f.tenant_id, change, f.agreement_id, f.client_id, k.id, k.name, k.email, k.language,
            freeze_touched.cause, f.frozen_at
        FROM frozen f JOIN reached k ON k.client_id = f.client_id
        RETURNING id
    ), counted AS (
        INSERT INTO contracts.gate_tally (change_id, hold, ends_on, agreements, recipients)
        SELECT change, 'unreached', f.ends_on, count(*), 0 FROM frozen f GROUP BY f.ends_on
        UNION ALL
        SELECT change, 'unreached', NULL, 0, count(*) FROM told
        RETURNING gate_tally.agreements, gate_tally.recipients
    )
    SELECT sum(c.agreements)::bigint, sum(c.recipients)::bigint,
        ARRAY(SELECT t.id FROM told t WHERE freeze_touched.cause = 'onboarding')
    FROM counted c
$$;

-- In the order in which the newest of many agreements are read.
DROP INDEX contracts.agreement_version_latest;
CREATE UNIQUE INDEX agreement_version_latest
    ON contracts.agreement_version (tenant_id, agreement_id, number DESC) INCLUDE (id);

-- The day is asked once: asked for each of a hundred thousand it costs eight times the walk itself.
CREATE OR REPLACE FUNCTION contracts.mark_leaving(change uuid) RETURNS void LANGUAGE sql
AS $$
    SELECT contracts.mark_concerned(ARRAY(
        SELECT DISTINCT p.agreement_id FROM contracts.agreement_product p
        WHERE p.tenant_id = bus.tenant() AND p.product_id = ANY (contracts.products_of(change))
            AND upper(p.valid) > (SELECT clock.today())))
$$;
