-- What is done in a service without a trail of its own is on record here, also when it was done before
-- the first worker has ever run.
INSERT INTO bus.subscription (consumer, type) VALUES ('contracts', 'ActDone') ON CONFLICT DO NOTHING;
