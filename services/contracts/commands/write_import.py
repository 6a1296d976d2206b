"""Write what a file brings: everything in the running transaction, some thousands a statement."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.contracts.commands.freeze_alike import New, freeze_alike, moulds
from services.contracts.commands.publish_change import join_running_changes
from services.contracts.commands.resolve_import import Newcomer, Tick
from services.contracts.domain.contact import NEEDED
from services.contracts.domain.import_match import Change
from services.contracts.domain.import_rows import DUTY_MISSING, Findings, Person
from services.contracts.store import bulk_clients
from services.contracts.store.bulk_clients import Row
from shared.database import Connection

FREEZE_AT_ONCE = 500


async def change_clients(
    connection: Connection, edited: Sequence[Change], by: UUID | None, findings: Findings
) -> None:
    """A finding where afterwards nobody would sign, or be told of changes. Until the end of the
    transaction what fails to reach these clients waits to be passed on."""
    write = bulk_clients.write
    there = [one.standing for one in edited]
    edits = [{"id": one.standing.id, "facts": one.facts} for one in edited if one.facts]
    moves = [
        {"id": one.standing.id, "reseller_id": one.reseller_id}
        for one in edited
        if one.reseller_id not in (None, one.standing.reseller_id)
    ]
    corrected = [
        {"id": contact_id, "facts": facts} for one in edited for contact_id, facts in one.corrected
    ]
    added = [
        _contact(one.standing.id, person, one.facts.get("language", one.standing.facts["language"]))
        for one in edited
        for person in one.added
    ]
    taken = [
        {"agreement_id": one.standing.agreement_id, "product_id": product}
        for one in edited
        for product in one.products
    ]
    await bulk_clients.lock(connection, [one.id for one in there])
    await write(connection, "edit_clients", edits)
    await write(connection, "move_clients", moves)
    await bulk_clients.place(connection, moves, by)
    await write(connection, "edit_contacts", corrected)
    await write(connection, "insert_contacts", added)
    await write(connection, "take_products", taken)
    for duty in NEEDED:
        for _ in await bulk_clients.without(connection, [one.id for one in there], duty):
            findings.add(1, "duties", f"last-{duty}", DUTY_MISSING[duty])


def _contact(client_id: UUID, person: Person, language: str) -> Row:
    return {
        "client_id": client_id,
        "name": person.name,
        "email": person.email,
        "language": person.language or language,
        "job_title": person.job_title,
        "duties": list(person.duties),
    }


async def add_clients(
    connection: Connection, new: Sequence[Newcomer], by: UUID | None, tick: Tick
) -> list[New]:
    """The agreements that were made, not frozen yet."""
    made: list[New] = []
    done = 0
    for piece in bulk_clients.pieces(new):
        made += await _add(connection, piece, by)
        done += len(piece)
        await tick(done)
    await bulk_clients.count_again(connection, len(made))
    return made


async def _add(connection: Connection, new: Sequence[Newcomer], by: UUID | None) -> list[New]:
    ids = iter(await bulk_clients.ids(connection, 2 * len(new)))
    references = await bulk_clients.references(connection, len(new))
    clients: list[Row] = []
    contacts: list[Row] = []
    agreements: list[Row] = []
    taken: list[Row] = []
    made: list[New] = []
    for one, reference in zip(new, references, strict=True):
        client_id, agreement_id = next(ids), next(ids)
        facts = one.party.facts
        people = [_contact(client_id, person, facts["language"]) for person in one.party.people]
        terms = {name: value for name, value in one.party.terms.items() if name != "language"}
        terms["emergency_clause"] = bool(terms["emergency_clause"])
        language = one.party.terms["language"] or facts["language"]
        clients.append(facts | {"id": client_id, "reseller_id": one.reseller_id})
        contacts += people
        agreements.append(
            terms
            | {"id": agreement_id, "client_id": client_id}
            | {"reference": reference, "language": language}
        )
        taken += [{"agreement_id": agreement_id, "product_id": id_} for id_ in one.products]
        kind = (tuple(sorted(one.products)), language)
        own = _own(facts, people, agreement_id, reference, terms)
        made.append(New(agreement_id, client_id, kind, own))
    await bulk_clients.write(connection, "insert_clients", clients)
    await bulk_clients.place(connection, clients, by)
    await bulk_clients.write(connection, "insert_contacts", contacts)
    await bulk_clients.write(connection, "insert_agreements", agreements)
    await bulk_clients.write(connection, "take_products", taken)
    return made


def _own(
    facts: dict[str, Any],
    people: Sequence[Row],
    agreement_id: UUID,
    reference: str,
    terms: dict[str, Any],
) -> dict[str, Any]:
    return {
        "client": {name: facts[name] for name in ("name", "registration", "address", "country")},
        "contacts": [
            {name: person[name] for name in ("name", "email", "job_title", "duties")}
            for person in people
        ],
        "agreement": {"id": str(agreement_id), "reference": reference},
        "terms": terms,
    }


async def freeze_clients(
    connection: Connection, tenant_id: UUID, made: Sequence[New], tick: Tick
) -> None:
    """Their first versions; who comes while a notice runs is told of it too."""
    cast = await moulds(connection, made)
    done = 0
    for piece in bulk_clients.pieces(made, FREEZE_AT_ONCE):
        await freeze_alike(connection, tenant_id, piece, cast)
        done += len(piece)
        await tick(done)
    await join_running_changes(connection, tenant_id, [new.agreement_id for new in made])
