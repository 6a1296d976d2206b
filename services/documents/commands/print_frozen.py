"""Print what is frozen, as DOCX and as a sealed PDF of that; nothing is kept here but the seal."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from services.documents.commands.render_agreement import Workshop
from services.documents.domain.kinds import TemplateKind
from services.documents.domain.seal import Seal
from services.documents.engine.compiled import compiled
from services.documents.store import seals, shelf, templates
from shared.database import tenant_transaction
from shared.errors import Unavailable
from shared.text import Language

_REASONS = {"nl": "Uitgegeven door {}: {}", "en": "Issued by {}: {}"}


class Printed(NamedTuple):
    """``source``: the SHA-256 of what it was made from, a template or a DOCX."""

    source: bytes
    content: bytes


@dataclass(frozen=True)
class Printer:
    """What it takes to print for one provider; ``title`` is what a reader of the seal is told."""

    shop: Workshop
    tenant_id: UUID
    kind: TemplateKind
    language: Language
    title: str

    async def docx(self, data: dict[str, Any]) -> Printed:
        """With the template in force now."""
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            digest = await templates.in_force(connection, self.kind, self.language)
        if digest is None:
            template = templates.builtin(self.kind, self.language)
        else:
            template = await shelf.take(self.shop.objects, self.tenant_id, digest)
        form = await asyncio.to_thread(compiled, template, self.language)
        made = await asyncio.to_thread(form.render, data)
        return Printed(hashlib.sha256(template).digest(), made)

    async def pdf(self, data: dict[str, Any], key: str, digest: bytes) -> Printed:
        """Of the DOCX that lies in storage under this key."""
        source = await self.shop.objects.fetch(key, digest)
        if source is None:
            raise Unavailable("document-lost", "Storage does not have the DOCX (any more).")
        pdf = await self.shop.press.convert(source)
        return Printed(digest, await self._sealed(pdf, data["provider"]))

    async def _sealed(self, pdf: bytes, provider: dict[str, Any]) -> bytes:
        name = str(provider["legal_name"] or provider["name"])
        certificate, sealer = await self.shop.sealing.sealer(self.shop.pool, self.tenant_id, name)
        sealed = await sealer.seal(pdf, _REASONS[self.language].format(name, self.title))
        seal = Seal(
            digest=hashlib.sha256(sealed.content).digest(),
            certificate_id=certificate.id,
            level=sealed.level,
            downgrade=sealed.downgrade,
        )
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await seals.record(connection, seal)
        return sealed.content
