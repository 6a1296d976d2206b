"""What a file means here: which products and resellers it names, and which clients are there."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.contracts.commands.onboard_client import unready
from services.contracts.domain.import_match import Change, compare, object_to
from services.contracts.domain.import_rows import Findings, Party
from services.contracts.store import bulk_clients, products
from shared.database import Connection

Tick = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Newcomer:
    party: Party
    products: tuple[UUID, ...]
    reseller_id: UUID | None


@dataclass(slots=True)
class Plan:
    """What is to be done, when nothing is wrong."""

    new: list[Newcomer] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0


async def resolve_import(
    connection: Connection,
    parties: Sequence[Party],
    findings: Findings,
    tick: Tick,
    *,
    update: bool,
) -> Plan:
    """``update``: what is there may become what the file says."""
    known_products = await _products(connection, parties, findings)
    known_resellers = await _resellers(connection, parties, findings)
    plan = Plan()
    done = 0
    for piece in bulk_clients.pieces(parties, 2000):
        numbers = [party.external_id for party in piece]
        standing = await bulk_clients.standing(connection, numbers)
        for party in piece:
            ids = (known_products[word] for word in party.products if word in known_products)
            taken = tuple(dict.fromkeys(ids))
            reseller_id = known_resellers.get((party.reseller or "").lower())
            if there := standing.get(party.external_id):
                change = compare(party, there, taken, reseller_id)
                object_to(party, change, findings, update=update)
                if change.empty:
                    plan.unchanged += 1
                else:
                    plan.changes.append(change)
            else:
                plan.new.append(Newcomer(party, taken, reseller_id))
        done += len(piece)
        await tick(done)
    return plan


async def _products(
    connection: Connection, parties: Sequence[Party], findings: Findings
) -> dict[str, UUID]:
    """Those for which an agreement may be issued, by key or id as the file writes it."""
    rows: dict[str, int] = {}
    for party in parties:
        for word in party.products:
            rows.setdefault(word, party.row)
    known = {}
    for one in await products.readiness(connection, list(rows)):
        if refusal := unready(one, "products"):
            findings.add(rows[one.word], "products", refusal.code, str(refusal))
        elif one.id:
            known[one.word] = one.id
    return known


async def _resellers(
    connection: Connection, parties: Sequence[Party], findings: Findings
) -> dict[str, UUID]:
    rows: dict[str, int] = {}
    for party in parties:
        if party.reseller:
            rows.setdefault(party.reseller.lower(), party.row)
    known = await bulk_clients.resellers(connection, list(rows))
    for name, row in rows.items():
        if name not in known:
            findings.add(row, "reseller", "reseller-unknown", "Record this reseller first.")
    return known
