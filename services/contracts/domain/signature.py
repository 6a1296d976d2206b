"""A yes to one version: who gave it, when, how, and what proves it (art. 3:15a and 6:227a BW)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.contracts.domain.file import Digest, FileRef
from services.contracts.domain.form import Day, Draft, Email, Line, Record
from services.contracts.domain.terms import Terms

Method = Literal["sign_in_link", "checkout_click", "uploaded_copy", "own_paper"]
Address = Annotated[str, StringConstraints(min_length=2, max_length=45)]
Browser = Annotated[str, StringConstraints(max_length=500)]
Shown = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]

VERSION = "019a0000-0000-7000-8000-000000000004"
FILE: JsonDict = {
    "id": "019a0000-0000-7000-8000-000000000009",
    "digest": "3f5a9c01" * 8,
    "name": "getekend.pdf",
}


class SignatureDraft(Draft):
    """``authority`` states that the signer may bind the client; ``address`` is the IP address."""

    version_id: UUID
    digest: Digest = Field(examples=["3f5a9c01" * 8])
    typed_name: Line = Field(examples=["Anna de Vries"])
    authority: Literal[True]
    address: str = Field(max_length=45, examples=["192.0.2.7"])
    user_agent: str = Field(max_length=500)
    sign_in_link_id: UUID


class CheckoutClick(Draft):
    """A click in the shop of the provider, told by the system that saw it.

    ``terms_shown`` is the text beside the box that was ticked; ``address`` is the IP address.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version_id": VERSION,
                    "digest": "3f5a9c01" * 8,
                    "typed_name": "Anna de Vries",
                    "email": "anna@bakkerij.example",
                    "accepted_at": "2026-11-22T10:15:00Z",
                    "address": "192.0.2.7",
                    "user_agent": "Mozilla/5.0",
                    "terms_shown": "Ik ga akkoord met de verwerkersovereenkomst.",
                }
            ]
        }
    )

    version_id: UUID
    digest: Digest
    typed_name: Line
    email: Email
    job_title: Line | None = None
    accepted_at: AwareDatetime
    address: Address
    user_agent: Browser
    terms_shown: Shown


class UploadedCopy(Draft):
    """The document of a version with a signature under it, scanned or signed elsewhere."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version_id": VERSION,
                    "digest": "3f5a9c01" * 8,
                    "typed_name": "Anna de Vries",
                    "job_title": "directeur",
                    "signed_on": "2026-11-20",
                    "file": FILE,
                }
            ]
        }
    )

    version_id: UUID
    digest: Digest
    typed_name: Line
    job_title: Line | None = None
    signed_on: Day
    file: FileRef


class OwnPaperDraft(Draft):
    """The client's own text, signed by both; ``terms`` say what it says in the words of the record.

    The annexes stay those of the provider: generated, and under the digest of the version.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "file": FILE,
                    "typed_name": "Anna de Vries",
                    "signed_on": "2026-11-20",
                    "terms": {
                        "language": "nl",
                        "authorisation": "specific",
                        "notice_days": 30,
                        "objection_days": 30,
                        "day_kind": "calendar",
                        "counted_from": "delivered",
                        "on_objection": "block",
                        "end_choice": "return",
                        "emergency_clause": False,
                    },
                }
            ]
        }
    )

    file: FileRef
    typed_name: Line
    job_title: Line | None = None
    signed_on: Day
    from_day: Day | None = None
    terms: Terms


class Signature(Record):
    """``digest`` is that of the version which was accepted.

    ``signed_on`` is the day on the paper, or the day of ``signed_at``. By ``sign_in_link`` the
    person signed here, from ``address`` with ``user_agent``; by the other methods somebody recorded
    it at ``recorded_at``, with the words that were shown or the file that bears the signature.
    """

    id: UUID
    version_id: UUID
    contact_id: UUID | None
    typed_name: str
    job_title: str | None
    signed_on: date
    signed_at: datetime
    digest: str
    method: Method
    address: str | None
    user_agent: str | None = None
    email: str | None = None
    terms_shown: str | None = None
    file: FileRef | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = None


class SignaturePage(Record):
    items: tuple[Signature, ...]
    next: str | None
