-- The evidence of a change as a document, made as the others are.
ALTER TABLE documents.record_document
    ADD COLUMN change_id uuid,
    DROP CONSTRAINT record_document_kind_check,
    ADD CHECK (kind IN ('processing-record', 'data-pro-statement', 'evidence-report')),
    ADD CHECK ((kind = 'evidence-report') = (change_id IS NOT NULL));
CREATE INDEX ON documents.record_document (tenant_id, change_id, id) WHERE change_id IS NOT NULL;
