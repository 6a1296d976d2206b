-- Why nothing of a client may be erased yet, although its day has come: a claim, a request of an
-- authority. A hold ends by itself after its last day, or by a word of staff.
CREATE TABLE contracts.legal_hold (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    id         uuid NOT NULL DEFAULT uuidv7(),
    client_id  uuid NOT NULL,
    reason     text NOT NULL,
    until      date NOT NULL,
    placed_by  uuid,
    placed_at  timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES contracts.client
);
CREATE INDEX ON contracts.legal_hold (tenant_id, client_id, id);
SELECT bus.isolate('contracts.legal_hold');
SELECT contracts.keep_to_reseller('contracts.legal_hold', 'contracts.client', 'client_id');
GRANT SELECT, INSERT ON contracts.legal_hold TO contracts;

CREATE TABLE contracts.legal_hold_end (
    tenant_id  uuid NOT NULL DEFAULT bus.tenant(),
    hold_id    uuid NOT NULL,
    reason     text NOT NULL,
    ended_by   uuid,
    ended_at   timestamptz NOT NULL DEFAULT clock.now(),
    PRIMARY KEY (tenant_id, hold_id),
    FOREIGN KEY (tenant_id, hold_id) REFERENCES contracts.legal_hold
);
SELECT bus.isolate('contracts.legal_hold_end');
SELECT contracts.keep_to_reseller('contracts.legal_hold_end', 'contracts.legal_hold', 'hold_id');
GRANT SELECT, INSERT ON contracts.legal_hold_end TO contracts;

-- The holds that keep a client's data today.
CREATE FUNCTION contracts.standing_holds(client uuid) RETURNS SETOF contracts.legal_hold
LANGUAGE sql STABLE
AS $$
    SELECT h.* FROM contracts.legal_hold h
    WHERE (h.tenant_id, h.client_id) = (bus.tenant(), client) AND h.until >= clock.today()
        AND NOT EXISTS (
            SELECT FROM contracts.legal_hold_end e WHERE (e.tenant_id, e.hold_id) = (h.tenant_id, h.id))
$$;
