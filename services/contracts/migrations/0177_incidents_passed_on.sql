-- Everybody at these clients who may hear of a breach, in the order in which they are turned to.
CREATE FUNCTION contracts.breach_turns(clients uuid[])
RETURNS TABLE (client_id uuid, contact_id uuid, name text, email text, language text, duty text, turn integer)
LANGUAGE sql STABLE
AS $$
    SELECT k.client_id, k.id, k.name, k.email, k.language,
        (ARRAY['breach', 'notice', 'privacy', 'signatory'])[t.turn], t.turn
    FROM contracts.contact k
    CROSS JOIN LATERAL (
        SELECT min(array_position(ARRAY['breach', 'notice', 'privacy', 'signatory'], d)) AS turn
        FROM unnest(k.duties) AS d
    ) t
    WHERE k.tenant_id = bus.tenant() AND k.client_id = ANY (clients) AND k.stands AND t.turn IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION contracts.breach_contacts(clients uuid[])
RETURNS TABLE (client_id uuid, contact_id uuid, name text, email text, language text, duty text)
LANGUAGE sql STABLE
AS $$
    SELECT o.client_id, o.contact_id, o.name, o.email, o.language, o.duty
    FROM (
        SELECT b.*, min(b.turn) OVER (PARTITION BY b.client_id) AS first FROM contracts.breach_turns(clients) b
    ) o
    WHERE o.turn = o.first
$$;
