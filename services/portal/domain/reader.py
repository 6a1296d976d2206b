"""Who reads a page, and what that person may do."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.identity import Role

Kind = Literal["staff", "contact", "reseller"]
Language = Literal["nl", "en"]


class Reader(BaseModel):
    """Somebody with a session; ``role`` for staff, ``client_id`` for a contact of a client,
    ``reseller_id`` and its ``brand`` for somebody at a reseller.

    ``address`` is the IP address from which this request came, ``appointment_id`` under which
    appointment staff works.
    """

    model_config = ConfigDict(frozen=True)

    tenant_id: UUID
    kind: Kind
    id: UUID
    name: str
    email: str
    language: Language
    provider: str
    slug: str
    role: Role | None = None
    client_id: UUID | None = None
    reseller_id: UUID | None = None
    brand: str | None = None
    link_id: UUID
    address: str | None = None
    appointment_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def serves(self) -> bool:
        """Clients: those of the provider, or of one reseller."""
        return self.kind in ("staff", "reseller")

    @property
    def may_onboard(self) -> bool:
        return self.may_write or self.kind == "reseller"

    @property
    def may_write(self) -> bool:
        return self.role in ("owner", "officer")
