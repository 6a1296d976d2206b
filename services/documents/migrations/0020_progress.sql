-- What is being made, what it failed on, and how fast it goes.
CREATE INDEX ON documents.rendering (tenant_id, id) WHERE completed_at IS NULL;
CREATE INDEX ON documents.rendering (tenant_id, completed_at) WHERE completed_at IS NOT NULL;

-- The PDF of a DOCX that was converted before.
CREATE INDEX ON documents.document (tenant_id, source_digest) WHERE kind = 'pdf';
