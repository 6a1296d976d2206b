"""The evidence of notices as a file, written while it is read and proven on the way: of a million
recipients no more than a few hundred rows are held at a time."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from services.notifications.commands.prove_notice import Proof, Proven
from services.notifications.domain.evidence import Disclosure, Head, Link, moment_of
from services.notifications.domain.subscription import VISITORS
from services.notifications.store import evidence, notices
from services.notifications.store.notices import Notice
from shared.database import Connection
from shared.tables import BOM, csv_lines

_ROWS = 200
_SAID = ("name", "email", "client", "code", "reply", "message_id", "digest")
_COLUMNS = ("position", "at", "delivery_id", "attempt", "kind", *_SAID)
_CHAIN = ("commitment", "salt", "chain")


class Reported(NamedTuple):
    """A notice as a report states it before its rows."""

    notice: Notice
    counts: dict[str, int]
    head: Head

    def shown(self, disclosure: Disclosure | None) -> Disclosure | None:
        """Visitors are counted and not named; that their rows are whole is checked all the same."""
        return None if self.notice.kind in VISITORS else disclosure

    def stated(self) -> dict[str, Any]:
        notice = self.notice
        return {
            "notice_id": str(notice.id),
            "kind": notice.kind,
            "subject_id": str(notice.subject_id),
            "created_at": moment_of(notice.created_at),
            "facts": notice.facts and notice.facts.model_dump(mode="json"),
            "counts": self.counts,
            "length": self.head.length,
            "head": self.head.digest.hex(),
        }


async def reported(connection: Connection, notice: Notice) -> Reported:
    counts = (await notices.counts(connection, [notice.id])).get(notice.id, {})
    return Reported(notice, counts, await evidence.head(connection, notice.id))


async def write_notice(connection: Connection, one: Reported) -> AsyncIterator[bytes]:
    """JSON: what the notice is, each row of its chain on a line, and whether it is whole."""
    for name, value in one.stated().items():
        yield b"%b%b: %b" % (b"{" if name == "notice_id" else b",\n", encode(name), encode(value))
    yield b',\n"rows": ['
    with closing(Proof(one.notice.id)) as proof:
        async for lines in write_rows(connection, one, proof, told_of=False, first=True):
            yield lines
        proven = proof.conclude(one.head, one.counts)
    yield b'\n],\n"verification": %b}\n' % encode(verification(proven))


async def write_table(connection: Connection, one: Reported) -> AsyncIterator[bytes]:
    """CSV, in UTF-8 with the byte-order mark that spreadsheets need: a line for each row of the
    chain; the last one says whether it is whole."""
    yield BOM + csv_lines([(*_COLUMNS, *_CHAIN)])
    with closing(Proof(one.notice.id)) as proof:
        batch: list[Sequence[object]] = []
        async for link, disclosure in evidence.chain(connection, one.notice.id):
            proof.add(link, disclosure)
            batch.append(_line(link, one.shown(disclosure)))
            if len(batch) == _ROWS:
                yield csv_lines(batch)
                batch.clear()
        found = proof.conclude(one.head, one.counts)
    verdict = "chain sound" if found.sound else "chain BROKEN: " + "; ".join(found.faults)
    last = f"# {verdict}; rows {found.rows}; erased {found.erased}; {one.head.digest.hex()}"
    yield csv_lines([*batch, [last]])


async def write_rows(
    connection: Connection, one: Reported, proof: Proof, *, told_of: bool, first: bool
) -> AsyncIterator[bytes]:
    """``told_of``: each row names its notice."""
    of = {"notice_id": str(one.notice.id)} if told_of else {}
    batch: list[bytes] = []
    async for link, disclosure in evidence.chain(connection, one.notice.id):
        proof.add(link, disclosure)
        batch.append(b"\n" if first else b",\n")
        batch.append(encode(of | _row(link, one.shown(disclosure))))
        first = False
        if len(batch) >= 2 * _ROWS:
            yield b"".join(batch)
            batch.clear()
    yield b"".join(batch)


def _row(link: Link, disclosure: Disclosure | None) -> dict[str, Any]:
    return {
        "position": link.position,
        "at": moment_of(link.at),
        "delivery_id": str(link.delivery_id),
        "attempt": link.attempt,
        "kind": link.kind,
        "details": link.details,
        "commitment": link.commitment.hex(),
        "salt": disclosure and disclosure.salt.hex(),
        "payload": disclosure and disclosure.payload,
        "digest": link.digest.hex(),
    }


def _line(link: Link, disclosure: Disclosure | None) -> Sequence[object]:
    row = _row(link, disclosure)
    known = {**(row["payload"] or {}), **link.details}
    said = [known.get(name, "") for name in _SAID]
    first = [row[name] for name in _COLUMNS[:5]]
    return [*first, *said, row["commitment"], row["salt"] or "", row["digest"]]


def verification(found: Proven) -> dict[str, Any]:
    return found.model_dump(mode="json", exclude={"notice_id"})


def encode(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode()
