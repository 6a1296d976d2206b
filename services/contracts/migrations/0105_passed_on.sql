-- The day on which a change first took effect, for whom it concerned no more by then: for that one it
-- holds from the start, whatever was agreed about its links. Exceptions said so before, by what they
-- looked like; but staff agree on them too, before a change and after it.
ALTER TABLE contracts.affected_agreement ADD COLUMN passed_on date;
GRANT UPDATE (passed_on) ON contracts.affected_agreement TO contracts;

DO $$
DECLARE
    one uuid;
BEGIN
    ALTER TABLE contracts.tenant NO FORCE ROW LEVEL SECURITY;
    FOR one IN SELECT tenant_id FROM contracts.tenant LOOP
        PERFORM set_config('app.tenant', one::text, true);
        UPDATE contracts.affected_agreement a SET passed_on = clock.day_of(w.activated_at)
        FROM contracts.wave w
        WHERE (w.tenant_id, w.change_id, w.number) = (a.tenant_id, a.change_id, 1)
            AND a.hold IS DISTINCT FROM 'effective' AND a.ends_on <= clock.today()
            AND NOT contracts.held_back(a.tenant_id, a.change_id, a.client_id);
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
    ALTER TABLE contracts.tenant FORCE ROW LEVEL SECURITY;
END $$;

-- Whoever is concerned again is protected again, also where everybody else has gone; not whom a
-- change has passed.
CREATE OR REPLACE FUNCTION contracts.mark_concerned(agreements uuid[]) RETURNS void LANGUAGE sql
AS $$
    WITH said AS MATERIALIZED (
        SELECT a.tenant_id, a.change_id, a.agreement_id, contracts.concerned_until(
            a.tenant_id, a.change_id, a.agreement_id) AS ends_on
        FROM contracts.affected_agreement a
        WHERE a.tenant_id = bus.tenant() AND a.agreement_id = ANY (agreements)
            AND a.hold IS DISTINCT FROM 'effective' AND a.passed_on IS NULL
    ), moved AS (
        UPDATE contracts.affected_agreement a SET ends_on = s.ends_on
        FROM said s
        WHERE (a.tenant_id, a.change_id, a.agreement_id) = (s.tenant_id, s.change_id, s.agreement_id)
            AND a.ends_on IS DISTINCT FROM s.ends_on
        RETURNING a.tenant_id, a.change_id, a.ends_on
    )
    INSERT INTO contracts.running_change (tenant_id, change_id)
    SELECT DISTINCT m.tenant_id, m.change_id FROM moved m
    WHERE (m.ends_on IS NULL OR m.ends_on > clock.today()) AND NOT EXISTS (
        SELECT FROM contracts.withdrawal w WHERE (w.tenant_id, w.change_id) = (m.tenant_id, m.change_id))
    ON CONFLICT DO NOTHING
$$;
DROP FUNCTION contracts.held_back(uuid, uuid, uuid);

-- Whether a change that holds for this client has ended this link, also one that it was not told of:
-- whatever was to begin the link later begins it no more.
CREATE OR REPLACE FUNCTION contracts.ended_for(client uuid, link uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM contracts.change_end e
        JOIN contracts.wave w ON (w.tenant_id, w.change_id, w.number) = (e.tenant_id, e.change_id, 1)
        WHERE (e.tenant_id, e.link_id) = (bus.tenant(), link) AND NOT EXISTS (
            SELECT FROM contracts.affected_agreement a
            WHERE (a.tenant_id, a.client_id, a.change_id) = (e.tenant_id, client, e.change_id)
                AND a.hold IS DISTINCT FROM 'effective' AND a.passed_on IS NULL))
$$;
