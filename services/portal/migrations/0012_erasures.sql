-- Nobody of a client that left comes in any more; what is asked may come before the worker has ever run.
CREATE INDEX ON portal.session (tenant_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX ON portal.sign_in_link (tenant_id, client_id) WHERE client_id IS NOT NULL;
INSERT INTO bus.subscription (consumer, type) VALUES ('portal', 'ErasureOrdered') ON CONFLICT DO NOTHING;
