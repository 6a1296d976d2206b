"""Make one document of a provider's own record: frozen first, then rendered, stored, recorded.

What it prints is settled before anything is made of it, so that a crash never leaves a DOCX and a
PDF that say different things. Killed at any line it may simply be run again.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from uuid import UUID

from services.documents.commands.keep_object import keep_object
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.record_content import printed
from services.documents.domain.record_document import (
    Content,
    RecordDocument,
    RecordFile,
    content_of,
    file_name,
)
from services.documents.domain.rendering import Kind
from services.documents.domain.seal import Seal
from services.documents.domain.stored import Stored
from services.documents.engine.compiled import compiled
from services.documents.peers.registers import read_record
from services.documents.store import kept, record_documents, seals, shelf, templates
from services.documents.store.objects import CONTENT_TYPES
from shared.database import tenant_transaction
from shared.errors import Unavailable

_REASONS = {"nl": "Uitgegeven door {}: {}", "en": "Issued by {}: {}"}


async def make_record_document(shop: Workshop, tenant_id: UUID, record_document_id: UUID) -> None:
    """Until both files are there, or a DomainError says why they are not."""
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        document = await record_documents.read(connection, record_document_id)
        content = await record_documents.read_content(connection, record_document_id)
        stored = {
            one.format: one
            for one in await record_documents.files(connection, [record_document_id])
        }
    if document.completed_at is not None:
        return
    task = _Task(shop, tenant_id, document, content or await _freeze(shop, tenant_id, document))
    if task.content.canonical is None:
        await task.conclude()
        return
    docx = stored.get("docx") or await task.make_docx()
    if "pdf" not in stored:
        await task.make_pdf(docx)
    await task.conclude()


async def _freeze(shop: Workshop, tenant_id: UUID, document: RecordDocument) -> Content:
    """``Unavailable`` when a client that it names was erased while the record was read."""
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        began = await record_documents.now(connection)
    told = await read_record(shop.contracts, tenant_id, document.kind, document.day)
    data = printed(document.kind, document.language, document.day, document.told, told)
    content = content_of(data, told.client_ids)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        if await record_documents.erased_since(connection, content.client_ids, began):
            raise Unavailable("record-moved", "A client was erased; the record is read again.")
        return await record_documents.freeze(connection, document.id, content)


@dataclass(frozen=True)
class _Task:
    shop: Workshop
    tenant_id: UUID
    document: RecordDocument
    content: Content

    async def make_docx(self) -> RecordFile:
        kind, language = self.document.kind, self.document.language
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            digest = await templates.in_force(connection, kind, language)
        if digest is None:
            template = templates.builtin(kind, language)
        else:
            template = await shelf.take(self.shop.objects, self.tenant_id, digest)
        form = await asyncio.to_thread(compiled, template, language)
        made = await asyncio.to_thread(form.render, self.content.printed())
        return await self._keep("docx", hashlib.sha256(template).digest(), made)

    async def make_pdf(self, docx: RecordFile) -> RecordFile:
        source = await self.shop.objects.fetch(docx.key(self.tenant_id), docx.digest)
        if source is None:
            raise Unavailable("document-lost", "Storage does not have the DOCX (any more).")
        sealed = await self._sealed(await self.shop.press.convert(source))
        return await self._keep("pdf", docx.digest, sealed)

    async def conclude(self) -> None:
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await record_documents.complete(connection, self.document.id)

    async def _sealed(self, pdf: bytes) -> bytes:
        provider = self.content.printed()["provider"]
        name = str(provider["legal_name"] or provider["name"])
        certificate, sealer = await self.shop.sealing.sealer(self.shop.pool, self.tenant_id, name)
        title = file_name(self.document, "pdf").removesuffix(".pdf")
        sealed = await sealer.seal(pdf, _REASONS[self.document.language].format(name, title))
        seal = Seal(
            digest=hashlib.sha256(sealed.content).digest(),
            certificate_id=certificate.id,
            level=sealed.level,
            downgrade=sealed.downgrade,
        )
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await seals.record(connection, seal)
        return sealed.content

    async def _keep(self, kind: Kind, source_digest: bytes, content: bytes) -> RecordFile:
        file = RecordFile(
            record_document_id=self.document.id,
            format=kind,
            digest=hashlib.sha256(content).digest(),
            size=len(content),
            source_digest=source_digest,
            file_name=file_name(self.document, kind),
        )
        thing = Stored(
            key=file.key(self.tenant_id),
            digest=file.digest,
            size=file.size,
            media_type=CONTENT_TYPES[kind],
        )
        shop = self.shop
        begun = await keep_object(shop.pool, shop.objects, self.tenant_id, thing, content)
        async with tenant_transaction(shop.pool, self.tenant_id) as connection:
            if not await record_documents.hold(connection, self.document.id):
                raise Unavailable("client-erased", "A client in it was erased while it was made.")
            file_id = await record_documents.record(connection, file)
            if file_id is None:
                raise Unavailable(
                    "record-document-overtaken", "Another worker is making this document."
                )
            await kept.record(connection, begun, file_id, thing)
        return file
