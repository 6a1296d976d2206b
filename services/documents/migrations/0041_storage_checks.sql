-- What a comparison of the database and storage found for one provider.
CREATE TABLE documents.storage_check (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    checked_at  timestamptz NOT NULL DEFAULT clock.now(),
    -- Whether every byte was read, or keys and sizes alone were compared.
    digests     boolean NOT NULL,
    objects     bigint NOT NULL,
    bytes       bigint NOT NULL,
    missing     bigint NOT NULL,
    altered     bigint NOT NULL,
    unknown     bigint NOT NULL,
    removed     bigint NOT NULL,
    lock        text NOT NULL CHECK (lock IN ('none', 'shown', 'not-shown')),
    PRIMARY KEY (tenant_id, id)
);
SELECT bus.isolate('documents.storage_check');
GRANT SELECT, INSERT ON documents.storage_check TO documents;

-- Of which providers something is kept, in the order of storage; one look in the index for each.
CREATE FUNCTION documents.keepers(after uuid, most integer) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH RECURSIVE keeper (id) AS (
        SELECT (SELECT k.tenant_id FROM documents.kept k
                WHERE after IS NULL OR k.tenant_id > after ORDER BY k.tenant_id LIMIT 1)
        UNION ALL
        SELECT (SELECT k.tenant_id FROM documents.kept k
                WHERE k.tenant_id > keeper.id ORDER BY k.tenant_id LIMIT 1)
        FROM keeper WHERE keeper.id IS NOT NULL
    )
    SELECT keeper.id FROM keeper WHERE keeper.id IS NOT NULL LIMIT most;
END;
CREATE POLICY sweep ON documents.kept FOR SELECT TO schakel_finder USING (true);
GRANT SELECT (tenant_id) ON documents.kept TO schakel_finder;
GRANT CREATE ON SCHEMA documents TO schakel_finder;
ALTER FUNCTION documents.keepers OWNER TO schakel_finder;
REVOKE CREATE ON SCHEMA documents FROM schakel_finder;
REVOKE ALL ON FUNCTION documents.keepers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.keepers TO documents;
