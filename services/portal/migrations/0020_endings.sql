-- Which appointment somebody stands under, so that a token can say so and end with it.
CREATE OR REPLACE VIEW portal.member WITH (security_invoker = true) AS
SELECT s.tenant_id, s.id, s.email, s.name, s.language, a.role, a.appointed_at, a.id AS appointment_id
FROM portal.staff s
CROSS JOIN LATERAL (
    SELECT l.id, l.role, l.appointed_at FROM portal.appointment l
    WHERE (l.tenant_id, l.staff_id) = (s.tenant_id, s.id) ORDER BY l.id DESC LIMIT 1
) a
WHERE a.role IS NOT NULL;
