"""Providers and those who work there."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.portal.domain.reader import Language
from shared.identity import Role


class Provider(BaseModel):
    model_config = ConfigDict(frozen=True)

    tenant_id: UUID
    slug: str
    name: str


class Staff(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    email: str
    name: str
    language: Language
    role: Role
