"""Providers and those who work there."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.portal.domain.provider import Email, Line
from services.portal.domain.reader import Language
from shared.identity import Role


class Provider(BaseModel):
    model_config = ConfigDict(frozen=True)

    tenant_id: UUID
    slug: str
    name: str


class StaffDraft(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    email: Email
    name: Line
    language: Language
    role: Role


class Staff(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    email: str
    name: str
    language: Language
    role: Role

    @property
    def may_write(self) -> bool:
        return self.role in ("owner", "officer")
