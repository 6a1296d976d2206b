-- Legal time. Every service reads it here, so that a demonstration can move all of them at once.
CREATE TABLE clock.simulation (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    demo   boolean NOT NULL DEFAULT false,
    ahead  interval NOT NULL DEFAULT '0'
);
INSERT INTO clock.simulation DEFAULT VALUES;

CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT pg_catalog.now() + (SELECT ahead FROM clock.simulation);
END;

-- The legal day in the Netherlands.
CREATE FUNCTION clock.day_of(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT (moment AT TIME ZONE 'Europe/Amsterdam')::date;
END;

CREATE FUNCTION clock.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT clock.day_of(clock.now());
END;

-- The flag is set by whoever owns the database, never through a service.
CREATE FUNCTION clock.advance_to(moment timestamptz) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE clock.simulation SET ahead = moment - pg_catalog.now()
    WHERE demo AND moment - pg_catalog.now() > ahead;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the clock moves forward only, and only in demo mode'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN moment;
END $$;
REVOKE ALL ON FUNCTION clock.advance_to FROM PUBLIC;

GRANT USAGE ON SCHEMA clock TO contracts, documents, notifications, portal, schakel_finder;
GRANT SELECT ON clock.simulation TO contracts, documents, notifications, portal, schakel_finder;
GRANT EXECUTE ON FUNCTION clock.advance_to TO contracts;
