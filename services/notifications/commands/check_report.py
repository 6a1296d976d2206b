"""Checks a report of evidence by the file alone: no database, no network, nobody to be believed."""

from contextlib import ExitStack
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from services.notifications.commands.prove_notice import Proof, Proven
from services.notifications.domain.evidence import Disclosure, Head, Link
from services.notifications.domain.report_file import Malformed, Members, Source


class Stated(BaseModel):
    """What a report says of one notice before its rows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    notice_id: UUID
    counts: dict[str, int]
    length: int
    head: str

    @property
    def end(self) -> Head:
        return Head(length=self.length, digest=bytes.fromhex(self.head))


def check_report(source: Source) -> list[Proven]:
    """Raise ``Malformed`` for what is no report, whole to its end."""
    alone: dict[str, Any] = {}
    notices: list[Stated] = []
    proofs: dict[UUID, Proof] = {}
    with ExitStack() as stack:
        try:
            for name, value in Members(source):
                if name == "notices":
                    notices.append(Stated.model_validate(value))
                elif name == "rows":
                    notice_id = UUID(value.get("notice_id") or alone["notice_id"])
                    if notice_id not in proofs:
                        proofs[notice_id] = Proof(notice_id)
                        stack.callback(proofs[notice_id].close)
                    proofs[notice_id].add(*_row(value))
                elif name in Stated.model_fields:
                    alone[name] = value
            if alone:
                notices.append(Stated.model_validate(alone))
        except Malformed:
            raise
        except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Malformed("this is no report of evidence that Schakel made") from error
        return _conclude(notices, proofs, stack)


def _conclude(notices: list[Stated], proofs: dict[UUID, Proof], stack: ExitStack) -> list[Proven]:
    stated = {notice.notice_id: notice for notice in notices}
    if not notices or len(stated) != len(notices) or proofs.keys() - stated.keys():
        raise Malformed("the rows are not those of the notices that the report names")
    for notice_id in stated.keys() - proofs.keys():
        proofs[notice_id] = Proof(notice_id)
        stack.callback(proofs[notice_id].close)
    return [proofs[one.notice_id].conclude(one.end, one.counts) for one in notices]


def _row(row: dict[str, Any]) -> tuple[Link, Disclosure | None]:
    raw = {name: bytes.fromhex(row[name]) for name in ("commitment", "digest")}
    link = Link.model_validate(row | raw)
    if row["salt"] is None:
        return link, None
    salt = bytes.fromhex(row["salt"])
    return link, Disclosure(position=link.position, salt=salt, payload=row["payload"])
