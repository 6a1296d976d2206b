-- What staff decided for one client: a link begins later for it, or holds for it no more. The range
-- that follows stands in contracts.link_exception, beside those of clients that a change held back.
CREATE TABLE contracts.link_deferral (
    tenant_id   uuid NOT NULL DEFAULT bus.tenant(),
    id          uuid NOT NULL DEFAULT uuidv7(),
    link_id     uuid NOT NULL,
    client_id   uuid NOT NULL,
    valid_from  date,
    reason      text NOT NULL,
    made_by     uuid,
    made_at     timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, link_id) REFERENCES contracts.link,
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.link_deferral (tenant_id, client_id, link_id, id);
CREATE INDEX ON contracts.link_deferral (tenant_id, link_id);
SELECT bus.isolate('contracts.link_deferral');
GRANT SELECT, INSERT ON contracts.link_deferral TO contracts;
SELECT contracts.keep_to_reseller('contracts.link_deferral', 'contracts.client', 'client_id');
