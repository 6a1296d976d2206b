-- A provider as the portal shows it: its public name and address within the portal.
CREATE TABLE portal.provider (
    tenant_id   uuid PRIMARY KEY DEFAULT bus.tenant(),
    slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name        text NOT NULL CHECK (name <> ''),
    created_at  timestamptz NOT NULL DEFAULT now()
);
SELECT bus.isolate('portal.provider');

CREATE TABLE portal.staff (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant() REFERENCES portal.provider,
    id          uuid NOT NULL DEFAULT uuidv7(),
    email       text NOT NULL CHECK (email = lower(email) AND email LIKE '_%@_%'),
    name        text NOT NULL CHECK (name <> ''),
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    role        text NOT NULL CHECK (role IN ('owner', 'officer', 'reader')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email)
);
CREATE INDEX ON portal.staff (email);
SELECT bus.isolate('portal.staff');

-- The token in the mail is <id>.<mac of id>: nothing in this row opens anything by itself.
CREATE TABLE portal.sign_in_link (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('staff', 'contact')),
    person_id   uuid NOT NULL,
    client_id   uuid CHECK ((client_id IS NOT NULL) = (kind = 'contact')),
    path        text NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('sign_in', 'notice')),
    language    text NOT NULL CHECK (language IN ('nl', 'en')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (id)
);
CREATE INDEX ON portal.sign_in_link (expires_at);
SELECT bus.isolate('portal.sign_in_link');

CREATE TABLE portal.session (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant() REFERENCES portal.provider,
    token_digest  bytea NOT NULL CHECK (octet_length(token_digest) = 32),
    kind          text NOT NULL CHECK (kind IN ('staff', 'contact')),
    person_id     uuid NOT NULL,
    client_id     uuid CHECK ((client_id IS NOT NULL) = (kind = 'contact')),
    name          text NOT NULL,
    email         text NOT NULL,
    language      text NOT NULL CHECK (language IN ('nl', 'en')),
    link_id       uuid NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, token_digest),
    UNIQUE (token_digest),
    FOREIGN KEY (tenant_id, link_id) REFERENCES portal.sign_in_link
);
CREATE INDEX ON portal.session (expires_at);
CREATE INDEX ON portal.session (tenant_id, link_id);
SELECT bus.isolate('portal.session');

-- Somebody typed an address. Whose it is, is looked up later, so that the answer and its time tell
-- nothing; it belongs to no tenant. The address goes when the request is handled, its digest stays
-- for the hour that the rate is counted over.
CREATE TABLE portal.sign_in_request (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    address_digest  bytea NOT NULL,
    address         text,
    path            text NOT NULL,
    language        text NOT NULL CHECK (language IN ('nl', 'en')),
    requested_at    timestamptz NOT NULL DEFAULT now(),
    handled_at      timestamptz
);
CREATE INDEX ON portal.sign_in_request (address_digest, requested_at);
CREATE INDEX ON portal.sign_in_request (requested_at) WHERE handled_at IS NULL;
CREATE INDEX ON portal.sign_in_request (requested_at);

GRANT SELECT, INSERT ON portal.provider, portal.staff TO portal;
GRANT SELECT, INSERT, UPDATE (used_at, expires_at) ON portal.sign_in_link TO portal;
GRANT SELECT, INSERT, DELETE ON portal.session TO portal;
GRANT SELECT, INSERT, DELETE, UPDATE (address, handled_at) ON portal.sign_in_request TO portal;

-- What crosses tenants: sign-in knows an address, a token or a link before it knows the tenant.
-- Each function answers with identifiers; the rows are then read within their tenant.
GRANT USAGE ON SCHEMA portal TO schakel_finder;
GRANT SELECT (tenant_id, id, email) ON portal.staff TO schakel_finder;
GRANT SELECT (tenant_id, id, expires_at) ON portal.sign_in_link TO schakel_finder;
GRANT SELECT (tenant_id, token_digest, expires_at) ON portal.session TO schakel_finder;
GRANT SELECT (tenant_id, slug, name) ON portal.provider TO schakel_finder;
CREATE POLICY finder ON portal.staff FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON portal.sign_in_link FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON portal.session FOR SELECT TO schakel_finder USING (true);
CREATE POLICY finder ON portal.provider FOR SELECT TO schakel_finder USING (true);

GRANT CREATE ON SCHEMA portal TO schakel_finder;
SET LOCAL ROLE schakel_finder;

CREATE FUNCTION portal.find_staff(address text)
RETURNS TABLE (tenant_id uuid, staff_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.tenant_id, s.id FROM portal.staff s WHERE s.email = lower(address);
END;

CREATE FUNCTION portal.find_link(link_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT l.tenant_id FROM portal.sign_in_link l WHERE l.id = link_id;
END;

CREATE FUNCTION portal.find_session(digest bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT s.tenant_id FROM portal.session s WHERE s.token_digest = digest AND s.expires_at > now();
END;

-- The public directory of this installation.
CREATE FUNCTION portal.directory()
RETURNS TABLE (tenant_id uuid, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT p.tenant_id, p.slug, p.name FROM portal.provider p ORDER BY lower(p.name), p.slug;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA portal FROM schakel_finder;
REVOKE ALL ON FUNCTION portal.find_staff, portal.find_link, portal.find_session, portal.directory FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal.find_staff, portal.find_link, portal.find_session, portal.directory TO portal;
