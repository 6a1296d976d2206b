"""All that proves who was told of a change, as one file, written while it is read."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from services.notifications.channels.mail.preview import blank
from services.notifications.commands.ask_record import Record
from services.notifications.commands.prove_notice import Proof
from services.notifications.commands.write_report import (
    Reported,
    encode,
    reported,
    verification,
    write_rows,
)
from services.notifications.domain.evidence import moment_of
from services.notifications.domain.explanation import BY_COMMAND, CHECK, LEVELS
from services.notifications.domain.telling import Telling
from services.notifications.store import notices, proofs
from shared.database import Connection
from shared.errors import Missing
from shared.tables import BOM, csv_lines
from shared.text import Text

FORMAT = "schakel-evidence/1"
_PAGE = 500
_COLUMNS = (
    *("notice", "notice_id", "delivery_id", "client", "name", "email", "agreement", "language"),
    *("authorisation", "deadline_as_told", "channel", "state", "proof", "attempts"),
    *("handed_over_at", "code", "reply", "reason", "message_id", "message_digest"),
    *("seen_at", "acknowledged_at", "letter_posted_on", "happened"),
)


async def of_change(connection: Connection, change_id: UUID) -> list[Reported]:
    """Raise ``Missing`` when nobody was told of this change yet."""
    found = [
        await reported(connection, await notices.dressed(connection, notice_id))
        for notice_id in await proofs.of_change(connection, change_id)
    ]
    if not found:
        raise Missing("notice-missing", "Nobody was told of this change.")
    return found


async def write_change(
    connection: Connection, record: Record, stated: dict[str, Any], told: Sequence[Reported]
) -> AsyncIterator[bytes]:
    """JSON: the change, what was told in which words, what each client said to it, and the chain of
    each notice, row by row, with whether it is whole."""
    yield b'{"format": %b' % encode(FORMAT)
    for name, value in {
        "made_at": moment_of(await proofs.now(connection)),
        **stated,
        "levels": {level: _both(text) for level, text in LEVELS.items()},
        "how_to_check": [_both(text) for text in (*CHECK, BY_COMMAND)],
        "messages": [one async for one in messages(connection, told)],
        "notices": [one.stated() for one in told],
    }.items():
        yield b",\n%b: %b" % (encode(name), encode(value))
    for name, items in (("objections", record.objections()), ("standings", record.standings())):
        yield b",\n%b: [" % encode(name)
        async for piece in _listed(items):
            yield piece
        yield b"\n]"
    yield b',\n"rows": ['
    found, first = [], True
    for one in told:
        with closing(Proof(one.notice.id)) as proof:
            async for lines in write_rows(connection, one, proof, told_of=True, first=first):
                yield lines
            first = first and not one.head.length
            proven = proof.conclude(one.head, one.counts)
            found.append({"notice_id": str(proven.notice_id)} | verification(proven))
    yield b'\n],\n"verification": %b}\n' % encode(found)


async def write_people(connection: Connection, told: Sequence[Reported]) -> AsyncIterator[bytes]:
    """CSV, in UTF-8 with the byte-order mark that spreadsheets need: a line for each person and
    each notice, with all that happened."""
    yield BOM + csv_lines([_COLUMNS])
    for one in told:
        after: UUID | None = None
        while True:
            page = await proofs.tellings(connection, one.notice.id, after, _PAGE)
            yield csv_lines(_line(one, telling) for telling in page)
            if len(page) < _PAGE:
                break
            after = page[-1].id


async def messages(
    connection: Connection, told: Sequence[Reported]
) -> AsyncIterator[dict[str, Any]]:
    """The words in which everybody was told, with nobody in them."""
    for one in told:
        if one.notice.facts is None:
            continue
        same: dict[tuple[Any, ...], dict[str, Any]] = {}
        for wording in await proofs.wordings(connection, one.notice.id):
            terms = wording.terms
            words = blank(one.notice.kind, one.notice.facts, terms, one.notice.dress)
            said = {
                "language": terms.language,
                "authorisation": terms.authorisation,
                "counted_from": terms.counted_from,
                "subject": words.subject,
                "text": words.text,
            }
            known = {"notice_id": str(one.notice.id), "kind": one.notice.kind, "recipients": 0}
            # Terms may differ and the words not, as with a clause on urgency of which none speaks.
            same.setdefault(tuple(said.values()), known | said)["recipients"] += wording.recipients
        for told_so in sorted(same.values(), key=itemgetter("recipients"), reverse=True):
            yield told_so


async def _listed(items: AsyncIterator[Any]) -> AsyncIterator[bytes]:
    first = True
    async for item in items:
        yield (b"\n" if first else b",\n") + encode(item)
        first = False


def _line(one: Reported, telling: Telling) -> Sequence[object]:
    return [one.notice.kind, one.notice.id, telling.id, *_whom(telling), *_how(telling)]


def _whom(telling: Telling) -> Iterator[object]:
    person, terms = telling.person, telling.terms
    yield from (person.client, person.name, person.email) if person else ("", "", "")
    yield from (terms.reference, terms.language, terms.authorisation, terms.deadline)


def _how(telling: Telling) -> Iterator[object]:
    yield from (telling.channel, telling.state, telling.proof, telling.attempts)
    yield _moment(telling.handed_over_at)
    yield from (telling.said(name) for name in ("code", "reply", "reason", "message_id", "digest"))
    yield from (_moment(telling.first("seen")), _moment(telling.first("acknowledged")))
    yield telling.posted_on or ""
    yield "; ".join(f"{one.kind} {_moment(one.at)}" for one in telling.happened)


def _moment(at: datetime | None) -> str:
    return moment_of(at) if at else ""


def _both(text: Text) -> dict[str, str]:
    return {"nl": text.say("nl"), "en": text.say("en")}
