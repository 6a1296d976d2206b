-- A wave by one name: who is told that a change is in effect for them is asked by it.
ALTER TABLE contracts.wave
    ADD COLUMN id uuid NOT NULL DEFAULT uuidv7(),
    ADD UNIQUE (tenant_id, id);
