"""A signature binds one digest to one person, one moment and the way in which they came."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Draft, Line, Record

Method = Literal["sign_in_link"]


class SignatureDraft(Draft):
    """``authority`` states that the signer may bind the client; ``address`` is the IP address."""

    version_id: UUID
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", examples=["3f5a9c01" * 8])
    typed_name: Line = Field(examples=["Anna de Vries"])
    authority: Literal[True]
    address: str = Field(max_length=45, examples=["192.0.2.7"])
    user_agent: str = Field(max_length=500)
    sign_in_link_id: UUID


class Signature(Record):
    """``digest`` is that of the version which was signed."""

    id: UUID
    version_id: UUID
    contact_id: UUID
    typed_name: str
    job_title: str | None
    signed_on: date
    signed_at: datetime
    digest: str
    method: Method
    address: str
