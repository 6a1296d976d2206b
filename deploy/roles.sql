-- The roles of one installation, made once by whoever runs the database. Passwords are set apart.
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['schakel_owner', 'contracts', 'documents', 'notifications', 'portal'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', service);
        END IF;
    END LOOP;
    -- Owns the few functions that look across tenants; nobody logs in as it.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'schakel_finder') THEN
        CREATE ROLE schakel_finder NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    -- So that migrations may hand those functions over.
    GRANT schakel_finder TO schakel_owner;
END $$;
