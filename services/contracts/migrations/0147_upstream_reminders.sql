-- A reminder by one name: what staff is told of it is asked by it.
ALTER TABLE contracts.upstream_reminder
    ADD COLUMN id uuid NOT NULL DEFAULT uuidv7(),
    ADD UNIQUE (tenant_id, id);
