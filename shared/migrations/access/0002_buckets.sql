-- How often one caller may ask, for all processes together. A caller is known by a digest, never by an
-- address; what a crash loses is the count of a minute.
CREATE UNLOGGED TABLE access.bucket (
    caller     bytea PRIMARY KEY CHECK (octet_length(caller) = 32),
    remaining  double precision NOT NULL,
    taken      integer NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX ON access.bucket (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.bucket TO contracts, documents, notifications, portal;

-- What there is of as much as is wanted: a bucket holds what may be asked in a minute and fills again
-- evenly. ``taken`` is zero when there is not one whole request left.
CREATE FUNCTION access.take(caller bytea, per_minute integer, wanted integer)
RETURNS TABLE (taken integer, remaining double precision) LANGUAGE sql
AS $$
    INSERT INTO access.bucket AS b (caller, remaining, taken, at)
    VALUES ($1, $2 - least($2, $3), least($2, $3), clock_timestamp())
    ON CONFLICT ON CONSTRAINT bucket_pkey DO UPDATE SET
        (remaining, taken) = (
            SELECT f.filled - least($3, floor(f.filled)), least($3, floor(f.filled))
            FROM (SELECT least($2, b.remaining + $2 / 60.0 * greatest(0, extract(epoch FROM excluded.at - b.at))) AS filled) f
        ),
        at = greatest(b.at, excluded.at)
    RETURNING b.taken, b.remaining
$$;

-- A bucket that was let alone for two minutes is full, as one that isn't there.
CREATE FUNCTION access.forget_full() RETURNS void LANGUAGE sql
AS $$
    DELETE FROM access.bucket WHERE caller IN (
        SELECT caller FROM access.bucket WHERE at < clock_timestamp() - interval '2 minutes'
        ORDER BY at LIMIT 10000 FOR UPDATE SKIP LOCKED)
$$;
