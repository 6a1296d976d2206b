-- Who has left a client comes in no more; what is said may come before the worker has ever run.
INSERT INTO bus.subscription (consumer, type) VALUES ('portal', 'ContactDeparted') ON CONFLICT DO NOTHING;
