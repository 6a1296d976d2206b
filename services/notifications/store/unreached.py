"""Clients whom no mail of a notice reached."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from pydantic import TypeAdapter

from services.notifications.domain.delivery import Person, Terms
from services.notifications.domain.facts import IncidentFacts, Kind, NoticeFacts
from services.notifications.domain.letter import Letter
from services.notifications.domain.message import about
from services.notifications.domain.unreached import Try, Unreached, effect_of, what_next
from services.notifications.store import letters
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
_FIRST = UUID(int=0)
_FACTS: TypeAdapter[NoticeFacts | None] = TypeAdapter(NoticeFacts | None)


class Place(NamedTuple):
    """Where one stands in the list."""

    client_id: UUID
    notice_id: UUID


BEFORE_ALL = Place(_FIRST, _FIRST)


class Told(NamedTuple):
    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    facts: NoticeFacts | None


async def page(
    connection: Connection,
    client_id: UUID | None,
    notice_id: UUID | None,
    after: Place,
    limit: int,
) -> list[Unreached]:
    """In the order of clients and notices."""
    found = await connection.fetch(SQL["page"], client_id, notice_id, *after, limit)
    return await described(connection, [Place(row["client_id"], row["notice_id"]) for row in found])


async def described(connection: Connection, places: Sequence[Place]) -> list[Unreached]:
    told = await _notices(connection, [one.notice_id for one in places])
    tries = await _tries(connection, places)
    asked = await letters.of(connection, [(one.notice_id, one.client_id) for one in places])
    made = {Place(one.client_id, one.notice_id): one for one in asked}
    return [_one(at, told[at.notice_id], tries[at], made.get(at)) for at in places]


async def _notices(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Told]:
    rows = await connection.fetch(SQL["notices"], list(ids))
    return {
        row["id"]: Told(
            row["kind"],
            row["subject_id"],
            row["change_id"],
            _FACTS.validate_python(row["facts"]),
        )
        for row in rows
    }


async def _tries(connection: Connection, places: Sequence[Place]) -> dict[Place, list[Any]]:
    wanted = [{name: str(value) for name, value in one._asdict().items()} for one in places]
    found: dict[Place, list[Any]] = {}
    for row in await connection.fetch(SQL["tries"], wanted):
        found.setdefault(Place(row["client_id"], row["notice_id"]), []).append(row)
    return found


def _one(at: Place, told: Told, rows: Sequence[Any], letter: Letter | None) -> Unreached:
    tries = tuple(_try(row) for row in rows)
    terms = msgspec.convert(rows[0]["terms"], Terms)
    return Unreached(
        client_id=at.client_id,
        client=msgspec.convert(rows[0]["person"], Person).client,
        reference=terms.reference,
        agreement_id=terms.agreement_id,
        notice_id=at.notice_id,
        kind=told.kind,
        subject_id=told.subject_id,
        change_id=told.change_id,
        incident_id=told.facts.incident_id if isinstance(told.facts, IncidentFacts) else None,
        title=about(told.facts) if told.facts else None,
        effective_on=effect_of(told.facts),
        since=rows[0]["created_at"],
        tries=tries,
        next_step=what_next(told.kind, tries, letter),
        letter=letter,
    )


def _try(row: Any) -> Try:
    details, said = row["details"] or {}, row["said"] or {}
    person = msgspec.convert(row["person"], Person)
    return Try(
        id=row["id"],
        contact_id=row["contact_id"],
        name=person.name,
        email=person.email,
        state=row["state"],
        attempts=row["attempts"],
        code=details.get("code"),
        reason=details.get("reason"),
        reply=said.get("reply"),
        at=row["at"],
        escalation=row["escalation"],
    )
