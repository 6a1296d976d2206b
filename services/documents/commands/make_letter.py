"""Make one letter: what it prints is frozen already; rendered, stored, recorded. Killed at any line
it may simply be run again."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.documents.commands.keep_object import keep_object, recording
from services.documents.commands.print_frozen import Printed, Printer
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.letter import Letter, LetterFile, file_name
from services.documents.domain.rendering import Kind
from services.documents.domain.stored import ClientErased, Stored
from services.documents.store import kept, letters
from services.documents.store.objects import CONTENT_TYPES
from shared.database import tenant_transaction
from shared.errors import Unavailable


async def make_letter(shop: Workshop, tenant_id: UUID, letter_id: UUID) -> None:
    """Until both files are there, or a DomainError says why they are not."""
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        letter = await letters.read(connection, letter_id)
        content = await letters.read_content(connection, letter_id)
        stored = {one.format: one for one in await letters.files(connection, [letter_id])}
    if letter.completed_at is not None:
        return
    if letter.erased_at is None:
        task = _Task(shop, tenant_id, letter, content.printed())
        docx = stored.get("docx") or await task.make_docx()
        if "pdf" not in stored:
            await task.make_pdf(docx)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        await letters.complete(connection, letter_id)


@dataclass(frozen=True)
class _Task:
    shop: Workshop
    tenant_id: UUID
    letter: Letter
    data: dict[str, Any]

    async def make_docx(self) -> LetterFile:
        return await self._keep("docx", await self._printer().docx(self.data))

    async def make_pdf(self, docx: LetterFile) -> LetterFile:
        place = docx.key(self.tenant_id)
        return await self._keep("pdf", await self._printer().pdf(self.data, place, docx.digest))

    def _printer(self) -> Printer:
        title = file_name(self.letter, self.data, "pdf").removesuffix(".pdf")
        letter = self.letter
        return Printer(self.shop, self.tenant_id, letter.kind, letter.language, title)

    async def _keep(self, kind: Kind, printed: Printed) -> LetterFile:
        file = LetterFile(
            letter_id=self.letter.id,
            format=kind,
            digest=hashlib.sha256(printed.content).digest(),
            size=len(printed.content),
            source_digest=printed.source,
            file_name=file_name(self.letter, self.data, kind),
        )
        thing = Stored(
            key=file.key(self.tenant_id),
            digest=file.digest,
            size=file.size,
            media_type=CONTENT_TYPES[kind],
            locked=True,
        )
        shop = self.shop
        begun = await keep_object(shop.pool, shop.objects, self.tenant_id, thing, printed.content)
        async with recording(shop.pool, shop.objects, self.tenant_id, begun) as connection:
            if not await letters.hold(connection, self.letter.id):
                raise ClientErased
            file_id = await letters.record(connection, file)
            if file_id is None:
                raise Unavailable("letter-overtaken", "Another worker is making this letter.")
            await kept.record(connection, begun, file_id, thing)
        return file
