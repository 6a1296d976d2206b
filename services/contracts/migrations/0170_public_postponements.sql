-- That a change was put off is public as its announcement was: with the day that holds from then on.
CREATE OR REPLACE VIEW contracts.public_event WITH (security_invoker = true) AS
SELECT p.tenant_id, 'announced' AS kind, p.change_id AS id, p.published_at AS at
FROM contracts.publication p
UNION ALL
SELECT k.tenant_id, 'altered', k.postponement_id, k.confirmed_at
FROM contracts.postponement_confirmation k
UNION ALL
SELECT w.tenant_id, 'withdrawn', w.change_id, w.withdrawn_at
FROM contracts.withdrawal w
UNION ALL
SELECT l.tenant_id, 'began', l.id,
    greatest(contracts.moment_of(lower(l.valid), l.change_id), x.made_at)
FROM contracts.link l
LEFT JOIN contracts.link_correction x ON (x.tenant_id, x.link_id) = (l.tenant_id, l.id)
WHERE NOT isempty(l.valid) AND lower(l.valid) <= clock.today()
UNION ALL
SELECT l.tenant_id, 'ended', l.id, greatest(contracts.moment_of(upper(l.valid), (
        SELECT e.change_id FROM contracts.change_end e
        JOIN contracts.wave w ON (w.tenant_id, w.change_id, w.number) = (e.tenant_id, e.change_id, 1)
        WHERE (e.tenant_id, e.link_id) = (l.tenant_id, l.id) AND clock.day_of(w.activated_at) = upper(l.valid)
        ORDER BY w.activated_at LIMIT 1)), x.made_at)
FROM contracts.link l
LEFT JOIN contracts.link_correction x ON (x.tenant_id, x.link_id) = (l.tenant_id, l.id)
WHERE NOT isempty(l.valid) AND upper(l.valid) <= clock.today();
