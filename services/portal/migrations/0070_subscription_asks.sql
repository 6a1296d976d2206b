-- Addresses that were filled in on a public page, as keyed digests, for the rate alone. They belong to
-- no tenant: the same address is not written to by every provider here in turn.
CREATE TABLE portal.subscription_ask (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    address_digest  bytea NOT NULL CHECK (octet_length(address_digest) = 32),
    asked_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON portal.subscription_ask (address_digest, asked_at);
CREATE INDEX ON portal.subscription_ask (asked_at);
GRANT SELECT, INSERT, DELETE ON portal.subscription_ask TO portal;
