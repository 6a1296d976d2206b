"""The provider's own decision that a change holds although something still protects a client."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Draft, Line, Paragraph, Record


class OverrideDraft(Draft):
    """``agreement_id`` null: all agreements that the change touches by now.

    It passes an unreached client, a running term, and objections made before it under mitigate or
    terminate. It never passes the approval of specific authorisation (Art. 28(2) AVG), an objection
    that blocks, nor the word to hold a client back.
    """

    agreement_id: UUID | None = None
    person: Annotated[Line, Field(examples=["Sanne de Boer, directeur"])]
    reason: Annotated[Paragraph, Field(examples=["De oude partij is failliet en stopt vandaag."])]


class Override(Record):
    """``freed``: how many agreements it let go that something still held."""

    id: UUID
    change_id: UUID
    agreement_id: UUID | None
    person: str
    reason: str
    overridden_by: UUID
    overridden_at: datetime


class OverrideMade(Override):
    freed: int
    held: int
