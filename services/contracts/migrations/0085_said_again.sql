-- What was answered under an Idempotency-Key may hold names; it is kept for as long as somebody who
-- never heard it may still ask again.
GRANT DELETE ON contracts.idempotency TO contracts;
CREATE INDEX idempotency_made_at ON contracts.idempotency (made_at);

GRANT SELECT (tenant_id, made_at) ON contracts.idempotency TO schakel_finder;
CREATE POLICY finder ON contracts.idempotency FOR SELECT TO schakel_finder USING (true);
GRANT CREATE ON SCHEMA contracts TO schakel_finder;
SET LOCAL ROLE schakel_finder;
CREATE FUNCTION contracts.stale_answers() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT DISTINCT tenant_id FROM contracts.idempotency WHERE made_at < now() - interval '7 days' $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA contracts FROM schakel_finder;
REVOKE ALL ON FUNCTION contracts.stale_answers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contracts.stale_answers TO contracts;
