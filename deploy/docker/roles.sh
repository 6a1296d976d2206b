#!/bin/sh
# First start of the PostgreSQL container: the roles, their passwords, the database. Later starts
# skip this; against a managed PostgreSQL an administrator does the same by hand.
set -eu
secrets=${SCHAKEL_SECRETS:-/run/secrets}
roles=${SCHAKEL_ROLES:-/schakel/roles.sql}

ask() { psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "$@"; }

ask --file "$roles"
for role in schakel_owner contracts documents notifications portal; do
    # Through the environment: everybody on the machine can read a command line.
    ROLE_PASSWORD=$(cat "$secrets/${role}_password") ask -v role="$role" <<'SQL'
\getenv password ROLE_PASSWORD
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
ask <<'SQL'
CREATE DATABASE schakel OWNER schakel_owner;
REVOKE ALL ON DATABASE schakel FROM PUBLIC;
GRANT CONNECT ON DATABASE schakel TO contracts, documents, notifications, portal;
SQL
