"""The evidence of a notice as a report, verified while it is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from pydantic import BaseModel

from services.notifications.domain.evidence import Check, Disclosure, Link, Occurrence, Verification
from services.notifications.domain.facts import Kind
from services.notifications.routes.notices import READERS
from services.notifications.store import evidence, notices
from shared.database import Connection, snapshot
from shared.tables import BOM, csv_lines
from shared.web import ActorRequest, only

_COLUMNS = (
    "position",
    "at",
    "delivery_id",
    "attempt",
    "kind",
    "name",
    "email",
    "client",
    "code",
    "reply",
    "message_id",
    "digest",
    "commitment",
    "salt",
    "chain",
)


class EvidenceRow(BaseModel):
    """One row of the chain. ``salt`` and ``payload`` open ``commitment``: SHA-256 over the salt's
    bytes and the payload as canonical JSON; both are null once the person was erased."""

    position: int
    at: datetime
    delivery_id: UUID
    attempt: int
    kind: Occurrence
    details: dict[str, Any]
    commitment: str
    salt: str | None
    payload: dict[str, Any] | None
    digest: str


class EvidenceOut(BaseModel):
    notice_id: UUID
    kind: Kind
    subject_id: UUID
    created_at: datetime
    facts: dict[str, Any] | None
    counts: dict[str, int]
    head: str
    verification: Verification
    rows: list[EvidenceRow]


@get("/notices/{notice_id:uuid}/evidence", guards=[only(*READERS)])
async def read_evidence(
    request: ActorRequest, state: State, notice_id: FromPath[UUID]
) -> EvidenceOut:
    """The whole chain with what opens it, and whether it is whole."""
    async with snapshot(state.pool, request.user.tenant) as connection:
        notice = await notices.get(connection, notice_id)
        counts = (await notices.counts(connection, [notice_id])).get(notice_id, {})
        rows, verification, head = await _read(connection, notice_id)
    return EvidenceOut(
        notice_id=notice.id,
        kind=notice.kind,
        subject_id=notice.subject_id,
        created_at=notice.created_at,
        facts=notice.facts and notice.facts.model_dump(mode="json"),
        counts=counts,
        head=head,
        verification=verification,
        rows=rows,
    )


@get("/notices/{notice_id:uuid}/evidence.csv", guards=[only(*READERS)])
async def download_evidence(
    request: ActorRequest, state: State, notice_id: FromPath[UUID]
) -> Response[bytes]:
    """One line a row; the last line says whether the chain is whole. UTF-8 with a byte-order mark,
    which spreadsheets need."""
    report = await read_evidence.fn(request, state, notice_id)
    lines: list[Sequence[object]] = [_COLUMNS, *map(_line, report.rows)]
    checked = report.verification
    verdict = "chain sound" if checked.sound else "chain BROKEN: " + "; ".join(checked.faults)
    lines.append([f"# {verdict}; rows {checked.rows}; erased {checked.erased}; {report.head}"])
    return Response(
        BOM + csv_lines(lines),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="evidence-{notice_id}.csv"'},
    )


async def _read(
    connection: Connection, notice_id: UUID
) -> tuple[list[EvidenceRow], Verification, str]:
    check, rows = Check(notice_id), []
    async for link, disclosure in evidence.chain(connection, notice_id):
        check.add(link, disclosure)
        rows.append(_row(link, disclosure))
    head = await evidence.head(connection, notice_id)
    return rows, check.conclude(head), head.digest.hex()


def _row(link: Link, disclosure: Disclosure | None) -> EvidenceRow:
    return EvidenceRow(
        **link.model_dump(exclude={"commitment", "digest"}),
        commitment=link.commitment.hex(),
        digest=link.digest.hex(),
        salt=disclosure and disclosure.salt.hex(),
        payload=disclosure and disclosure.payload,
    )


def _line(row: EvidenceRow) -> list[object]:
    known = {**(row.payload or {}), **row.details}
    said = [known.get(name, "") for name in _COLUMNS[5:12]]
    first = [row.position, row.at.isoformat(), row.delivery_id, row.attempt, row.kind]
    return [*first, *said, row.commitment, row.salt or "", row.digest]
