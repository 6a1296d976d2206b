"""The report of a change as documents prints it: read once, proven on the way, and bounded."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from typing import Any

from services.notifications.commands.ask_record import Record
from services.notifications.commands.prove_notice import Proof
from services.notifications.commands.report_change import messages
from services.notifications.commands.write_report import Reported
from services.notifications.domain import paper
from services.notifications.domain.delivery import State
from services.notifications.domain.evidence import moment_of
from services.notifications.domain.paper import Chapter, Course
from services.notifications.domain.telling import Telling
from services.notifications.store import evidence, proofs
from shared.database import Connection
from shared.text import Language

_BREATH = 20_000
Json = dict[str, Any]


async def print_report(
    connection: Connection,
    record: Record,
    stated: Json,
    told: Sequence[Reported],
    language: Language,
) -> AsyncIterator[bytes]:
    """JSON: what is printed, and of which clients it tells. Spaces come before it while a long
    chain is read, so that whoever waits for it sees that it is on its way."""
    chapters: list[Chapter] = []
    for one in told:
        async for found in _proven(connection, one):
            if isinstance(found, Chapter):
                chapters.append(found)
            yield b" "
    clients: set[str] = set()
    people = [one async for one in _people(connection, told, clients)]
    answers = await _answers(record, clients)
    data = {
        "made_at": moment_of(await proofs.now(connection)),
        "provider": paper.provider(stated["provider"]),
        "change": paper.change(stated["change"], language),
        "postponements": paper.postponements(stated["change"]["postponements"], language),
        "waves": [paper.wave(one) for one in stated["waves"]],
        "lines": paper.lines((one.notice.facts for one in told), language),
        "whole": paper.whole(chapters, len(people), _left_out(answers)),
        "notices": [one.printed(language) for one in chapters[: paper.MOST_NOTICES]],
        "messages": [one async for one in _words(connection, told[: paper.MOST_NOTICES])],
        **answers,
        "overrides": [paper.override(one) for one in stated["overrides"]],
        "levels": paper.levels(language),
        "how_to_check": paper.how_to_check(language),
        "recipients": people,
    }
    yield json.dumps({"client_ids": sorted(clients), "data": data}, ensure_ascii=False).encode()


async def _proven(connection: Connection, one: Reported) -> AsyncIterator[Chapter | None]:
    """None now and then while it goes on, and the chapter last."""
    course = Course()
    with closing(Proof(one.notice.id)) as proof:
        async for link, disclosure in evidence.chain(connection, one.notice.id):
            proof.add(link, disclosure)
            course.add(link)
            if link.position % _BREATH == 0:
                yield None
        found = proof.conclude(one.head, one.counts)
    notice = one.notice
    account = found.account.model_dump()
    known = (str(notice.id), notice.kind, notice.created_at, one.head, found.erased, found.findings)
    yield Chapter(*known, account, course)


async def _people(
    connection: Connection, told: Sequence[Reported], clients: set[str]
) -> AsyncIterator[Json]:
    """Of all notices first who was not reached for certain, as many as there is room for."""
    room = paper.MOST_PEOPLE
    for states in (paper.DEVIATING, paper.REACHED):
        for one in told:
            for telling in await _some(connection, one, states, room):
                room -= 1
                if telling.client_id:
                    clients.add(str(telling.client_id))
                yield paper.person(one.notice.kind, telling)


async def _some(
    connection: Connection, one: Reported, states: Sequence[State], most: int
) -> list[Telling]:
    if not most:
        return []
    return await proofs.tellings(connection, one.notice.id, None, most, states)


async def _words(connection: Connection, told: Sequence[Reported]) -> AsyncIterator[Json]:
    async for one in messages(connection, told):
        yield {
            "kind": one["kind"],
            "recipients": one["recipients"],
            "language": one["language"],
            "authorisation": one["authorisation"],
            "counted_from": one["counted_from"],
            "subject": one["subject"],
            "text": [line for line in one["text"].splitlines() if line.strip()],
        }


async def _answers(record: Record, clients: set[str]) -> Json:
    """What each client said, and where each stands."""
    printed, more, counted = list[Json](), 0, await record.counted()
    approvals = counted["approvals"][: paper.MOST_APPROVALS]
    clients.update(one["client_id"] for one in approvals)
    async for told in record.objections():
        if len(printed) == paper.MOST_OBJECTIONS:
            more += 1
            continue
        clients.add(told["client_id"])
        printed.append(paper.objection(told))
    return {
        "standings": counted["counts"],
        "objections": printed,
        "objections_left_out": more,
        "approvals": [paper.approval(one) for one in approvals],
        "approvals_left_out": counted["approved"] - len(approvals),
    }


def _left_out(answers: Json) -> int:
    return int(answers["objections_left_out"] + answers["approvals_left_out"])
