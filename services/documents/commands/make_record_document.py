"""Make one document of a provider's own record: frozen first, then rendered, stored, recorded.

What it prints is settled before anything is made of it, so that a crash never leaves a DOCX and a
PDF that say different things. Killed at any line it may simply be run again.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from services.documents.commands.keep_object import keep_object, recording
from services.documents.commands.print_frozen import Printed, Printer
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
from services.documents.domain.stored import ClientErased, Stored
from services.documents.peers.evidence import read_report
from services.documents.peers.registers import read_record
from services.documents.store import erasures, kept, record_documents
from services.documents.store.objects import CONTENT_TYPES
from shared.database import tenant_transaction
from shared.errors import Unavailable


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
    content = await _read(shop, tenant_id, document)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        if await erasures.ordered_since(connection, content.client_ids, began):
            raise Unavailable("record-moved", "A client was erased; the record is read again.")
        return await record_documents.freeze(connection, document.id, content)


async def _read(shop: Workshop, tenant_id: UUID, document: RecordDocument) -> Content:
    if document.kind == "evidence-report":
        assert document.change_id is not None, "no other was accepted, nor does the table hold it"
        language = document.language
        report = await read_report(shop.notifications, tenant_id, document.change_id, language)
        head = {"schema": 1, "language": language}
        return content_of(head | report.data, list(report.client_ids))
    told = await read_record(shop.contracts, tenant_id, document.kind, document.day)
    data = printed(document.kind, document.language, document.day, document.told, told)
    return content_of(data, told.client_ids)


@dataclass(frozen=True)
class _Task:
    shop: Workshop
    tenant_id: UUID
    document: RecordDocument
    content: Content

    async def make_docx(self) -> RecordFile:
        return await self._keep("docx", await self._printer().docx(self.content.printed()))

    async def make_pdf(self, docx: RecordFile) -> RecordFile:
        data, place = self.content.printed(), docx.key(self.tenant_id)
        return await self._keep("pdf", await self._printer().pdf(data, place, docx.digest))

    async def conclude(self) -> None:
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await record_documents.complete(connection, self.document.id)

    def _printer(self) -> Printer:
        document = self.document
        title = file_name(document, "pdf").removesuffix(".pdf")
        return Printer(self.shop, self.tenant_id, document.kind, document.language, title)

    async def _keep(self, kind: Kind, printed: Printed) -> RecordFile:
        file = RecordFile(
            record_document_id=self.document.id,
            format=kind,
            digest=hashlib.sha256(printed.content).digest(),
            size=len(printed.content),
            source_digest=printed.source,
            file_name=file_name(self.document, kind),
        )
        thing = Stored(
            key=file.key(self.tenant_id),
            digest=file.digest,
            size=file.size,
            media_type=CONTENT_TYPES[kind],
        )
        shop = self.shop
        begun = await keep_object(shop.pool, shop.objects, self.tenant_id, thing, printed.content)
        async with recording(shop.pool, shop.objects, self.tenant_id, begun) as connection:
            if not await record_documents.hold(connection, self.document.id):
                raise ClientErased
            file_id = await record_documents.record(connection, file)
            if file_id is None:
                raise Unavailable(
                    "record-document-overtaken", "Another worker is making this document."
                )
            await kept.record(connection, begun, file_id, thing)
        return file
