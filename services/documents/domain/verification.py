"""What a digest proves: that this was issued, and whether it can still be read here.

And what the file of a stranger proves: whether it is what was issued, and whether that still holds.
"""

import re
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from services.documents.domain.record_document import RecordKind
from services.documents.domain.rendering import Kind, Record, Variant


class Verification(Record):
    """``what`` bears the digest: a document, the frozen text that it prints, or a file that was
    handed in. ``erased_at``: since when its bytes are gone; the digest stays.
    """

    what: Literal["document", "text", "file"] = Field(examples=["document"])
    version_id: UUID | None
    variant: Variant | None
    kind: Kind | None
    issued_at: datetime
    erased_at: datetime | None


Standing = Literal["in_force", "offered", "replaced", "expired", "ended", "unknown"]

_PRINTED = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{8}\s{0,2}){7}[0-9a-f]{8}(?![0-9a-f])")
_MOST_PRINTED = 20


class Issue(Record):
    """What was issued: no more than who holds it can read in it. Of an agreement: ``standing`` is
    that of its version today, ``unknown`` while the record can't be reached; ``provider``,
    ``reference`` and ``version`` are null then. Of a document of the provider's own ``record``:
    ``on`` is the day of which it tells; it is nothing that stands or ends. What does not apply is
    null."""

    provider: str | None = Field(examples=["Voorbeeldhost B.V."])
    reference: str | None = Field(default=None, examples=["VWO-2026-0001"])
    version: int | None = Field(default=None, examples=[1])
    variant: Variant | None = None
    record: RecordKind | None = Field(default=None, examples=[None])
    on: date | None = Field(default=None, examples=[None])
    kind: Kind
    issued_on: date
    erased: bool
    standing: Standing | None = None


class SealVerdict(Record):
    """``intact``: nothing was changed or added since it was sealed. ``ours``: sealed with a
    certificate of a provider here. ``self_made``: nobody vouches for that certificate."""

    intact: bool
    ours: bool
    self_made: bool
    subject: str = Field(examples=["Common Name: Voorbeeldhost B.V."])
    issuer: str = Field(examples=["Common Name: Voorbeeldhost B.V."])
    fingerprint: str = Field(examples=["3f5a9c01" * 8])
    sealed_at: datetime | None
    stamped_at: datetime | None
    authority: str | None


class Verdict(Record):
    """``issued``: this is, byte for byte, what was issued here; ``text``: the digest is that of the
    text which such a document prints. ``sealed``: what it says was sealed here and not changed
    since, but the file is none that was issued: what lies around the seal, where a time stamp is,
    was changed. ``issue`` is then what it prints, null when that is nothing known. ``altered``: it
    says to be what ``issue`` tells of, and is not. ``unknown``: nothing here tells of it."""

    outcome: Literal["issued", "text", "sealed", "altered", "unknown"]
    digest: str = Field(examples=["3f5a9c01" * 8])
    issue: Issue | None
    seal: SealVerdict | None


def printed_digests(text: str) -> list[bytes]:
    """What a document says that its text is: fingerprints, whole or in groups of eight."""
    found = dict.fromkeys(
        bytes.fromhex(re.sub(r"\s", "", one)) for one in _PRINTED.findall(text.lower())
    )
    return list(found)[:_MOST_PRINTED]


def standing_of(version_id: UUID, agreement: dict[str, Any], today: dict[str, Any]) -> Standing:
    """``agreement`` with its versions, and what counts ``today``, both as contracts tells them."""
    if agreement["state"] in ("ended", "expired"):
        state: Standing = agreement["state"]
        return state
    counts = today.get("version")
    if today.get("agreement_id") != agreement["id"] or counts is None:
        return "unknown"
    if counts["id"] == str(version_id):
        return "offered" if agreement["state"] == "offered" else "in_force"
    number = number_of(version_id, agreement)
    if number is None:
        return "unknown"
    return "replaced" if number < counts["number"] else "offered"


def number_of(version_id: UUID, agreement: dict[str, Any]) -> int | None:
    numbers = {one["id"]: int(one["number"]) for one in agreement["versions"]}
    return numbers.get(str(version_id))
