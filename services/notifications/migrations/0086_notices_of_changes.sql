-- A report of a change tells of the objections to it too.
CREATE INDEX ON notifications.notice (tenant_id, (facts ->> 'change_id')) WHERE facts ->> 'change_id' IS NOT NULL;
