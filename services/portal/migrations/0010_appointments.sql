-- Who works at a provider, and as what, is told by appointments: the last one counts, and one
-- without a role is the end of it.
CREATE TABLE portal.appointment (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    id            uuid NOT NULL DEFAULT uuidv7(),
    staff_id      uuid NOT NULL,
    role          text CHECK (role IN ('owner', 'officer', 'viewer', 'auditor')),
    appointed_by  uuid,
    appointed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES portal.staff,
    FOREIGN KEY (tenant_id, appointed_by) REFERENCES portal.staff
);
CREATE INDEX ON portal.appointment (tenant_id, staff_id, id);
CREATE INDEX ON portal.appointment (tenant_id, appointed_by);

-- The owner of the tables is shut in its tenant too, so the rows that are there are moved first.
ALTER TABLE portal.staff NO FORCE ROW LEVEL SECURITY;
INSERT INTO portal.appointment (tenant_id, staff_id, role, appointed_at)
SELECT tenant_id, id, CASE role WHEN 'reader' THEN 'viewer' ELSE role END, created_at FROM portal.staff;
ALTER TABLE portal.staff DROP COLUMN role;
ALTER TABLE portal.staff FORCE ROW LEVEL SECURITY;
SELECT bus.isolate('portal.appointment');

CREATE VIEW portal.member WITH (security_invoker = true) AS
SELECT s.tenant_id, s.id, s.email, s.name, s.language, a.role, a.appointed_at
FROM portal.staff s
CROSS JOIN LATERAL (
    SELECT l.role, l.appointed_at FROM portal.appointment l
    WHERE (l.tenant_id, l.staff_id) = (s.tenant_id, s.id) ORDER BY l.id DESC LIMIT 1
) a
WHERE a.role IS NOT NULL;

GRANT SELECT, INSERT ON portal.appointment TO portal;
GRANT SELECT ON portal.member TO portal;
-- Somebody who comes back may have another name or speak another language by then.
GRANT UPDATE (name, language) ON portal.staff TO portal;

-- Who appoints waits for who appoints: of two owners who remove each other one stays.
CREATE FUNCTION portal.hold_staff() RETURNS void LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(hashtextextended('portal.staff ' || bus.tenant(), 0)) $$;
