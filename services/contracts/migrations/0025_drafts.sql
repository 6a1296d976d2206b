ALTER TABLE contracts.tenant ADD COLUMN IF NOT EXISTS four_eyes boolean NOT NULL DEFAULT false;

-- emergency: why it can't wait for the notice period; null for a change that can.
-- revision counts the edits of a draft, so that a review says what it has seen.
ALTER TABLE contracts.change
    ADD COLUMN supplier_date  date,
    ADD COLUMN emergency      jsonb,
    ADD COLUMN revision       integer NOT NULL DEFAULT 1;
GRANT UPDATE (title, reason, effective_on, at_once, supplier_date, emergency, revision)
    ON contracts.change TO contracts;

-- Who edited a draft, and what; the first revision is the drafting itself.
CREATE TABLE contracts.change_edit (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    change_id  uuid NOT NULL,
    revision   integer NOT NULL,
    fields     text[] NOT NULL,
    edited_by  uuid,
    edited_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id, revision),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.change_edit');
GRANT SELECT, INSERT ON contracts.change_edit TO contracts;

-- A review holds for the revision that was read; an edit leaves it behind.
CREATE TABLE contracts.review (
    tenant_id    uuid NOT NULL DEFAULT bus.tenant(),
    id           uuid NOT NULL DEFAULT uuidv7(),
    change_id    uuid NOT NULL,
    revision     integer NOT NULL,
    note         text,
    reviewed_by  uuid NOT NULL,
    reviewed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, change_id, revision, reviewed_by),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.review');
GRANT SELECT, INSERT ON contracts.review TO contracts;

CREATE TABLE contracts.discard (
    tenant_id     uuid NOT NULL DEFAULT bus.tenant(),
    change_id     uuid NOT NULL,
    discarded_by  uuid,
    discarded_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, change_id),
    FOREIGN KEY (tenant_id, change_id) REFERENCES contracts.change
);
SELECT bus.isolate('contracts.discard');
GRANT SELECT, INSERT ON contracts.discard TO contracts;

-- Whether a change is still a draft: nobody was told, and it may be edited.
CREATE FUNCTION contracts.is_draft(change uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT NOT EXISTS (
            SELECT FROM contracts.publication p WHERE (p.tenant_id, p.change_id) = (bus.tenant(), change))
        AND NOT EXISTS (
            SELECT FROM contracts.withdrawal w WHERE (w.tenant_id, w.change_id) = (bus.tenant(), change))
        AND NOT EXISTS (
            SELECT FROM contracts.discard d WHERE (d.tenant_id, d.change_id) = (bus.tenant(), change))
$$;

-- What was published is never altered, whatever a statement says.
CREATE POLICY drafts_alone ON contracts.change AS RESTRICTIVE FOR UPDATE USING (contracts.is_draft(id));
GRANT DELETE ON contracts.link, contracts.change_end TO contracts;
CREATE POLICY drafts_alone ON contracts.link AS RESTRICTIVE FOR DELETE
    USING (change_id IS NOT NULL AND isempty(valid) AND contracts.is_draft(change_id));
CREATE POLICY drafts_alone ON contracts.change_end AS RESTRICTIVE FOR DELETE
    USING (contracts.is_draft(change_id));
