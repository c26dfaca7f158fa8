#!/bin/sh
# One database and one role for each name in SERVICES; passwords come from <SERVICE>_DATABASE_PASSWORD.
set -eu
for service in $SERVICES; do
  variable="$(echo "$service" | tr 'a-z-' 'A-Z_')_DATABASE_PASSWORD"
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set password="$(printenv "$variable")" \
    --set name="$service" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
done
