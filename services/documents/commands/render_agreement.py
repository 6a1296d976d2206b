"""Make the documents of one rendering: told before they are stored, recorded after, announced once.

Killed at any line it may simply be run again: what was stored is found by what was told.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from services.documents.commands.choose_template import choose_template
from services.documents.commands.complete_agreement import evidence_of
from services.documents.commands.keep_object import keep_object
from services.documents.commands.keep_seal import Sealing
from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.domain.rendering import (
    Document,
    Kind,
    Made,
    Rendering,
    Variant,
    Version,
    context,
    file_name,
    verify,
)
from services.documents.domain.seal import Seal, provider_of, reason
from services.documents.domain.stored import Stored
from services.documents.engine.compiled import compiled
from services.documents.engine.completion import append
from services.documents.engine.identity import DOCX_ENGINE, pdf_engine
from services.documents.engine.pdf import Press
from services.documents.peers.contracts import read_version
from services.documents.store import documents, erasures, kept, renderings, seals, templates
from services.documents.store.objects import CONTENT_TYPES, Objects
from shared import outbox
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import Unavailable
from shared.events import AgreementCountersigned, AgreementRendered
from shared.http import Peer

PDF_ATTEMPTS = 3


@dataclass(frozen=True)
class Workshop:
    """The parts that rendering needs."""

    pool: Pool
    objects: Objects
    contracts: Peer
    press: Press
    sealing: Sealing
    notifications: Peer


class Output(NamedTuple):
    """The bytes of a document, and what they were made with; null where nobody told."""

    content: bytes
    engine: str | None


async def render_agreement(shop: Workshop, tenant_id: UUID, rendering_id: UUID) -> None:
    """Until the rendering is complete, or a DomainError says why it is not.

    Without LibreOffice, or when that fails time and again, the DOCX is announced by itself; the
    rendering stays incomplete, and the PDF follows when it can be made.
    """
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        rendering = await renderings.get(connection, rendering_id)
        stored = await documents.of_rendering(connection, rendering_id)
    if rendering.completed_at is not None or await forgo(shop.pool, tenant_id, rendering):
        return
    version = await read_version(shop.contracts, tenant_id, rendering.version_id)
    verify(version, rendering.variant)
    task = _Task(shop, tenant_id, rendering, version)
    docx = stored.get("docx") or await task.make_docx()
    try:
        await task.make_pdf(docx)
    except (PdfEngineMissing, PdfFailed) as failure:
        if isinstance(failure, PdfEngineMissing) or rendering.attempts >= PDF_ATTEMPTS:
            await task.announce()
        raise


async def forgo(pool: Pool, tenant_id: UUID, rendering: Rendering) -> bool:
    """Nothing is made for a client that was erased, and what was on its way leaves storage."""
    async with tenant_transaction(pool, tenant_id) as connection:
        if not await erasures.is_ordered(connection, rendering.client_id):
            return False
        await erasures.take_documents(connection, rendering.client_id)
        await renderings.announce(connection, rendering.id)
        await renderings.complete(connection, rendering.id)
    return True


@dataclass(frozen=True)
class _Task:
    shop: Workshop
    tenant_id: UUID
    rendering: Rendering
    version: Version

    async def make_docx(self) -> Document:
        shop, language = self.shop, self.version.language
        template = await choose_template(
            shop.pool,
            shop.objects,
            self.tenant_id,
            self.version.version_id,
            ("agreement", language),
        )
        data = context(self.version, self.rendering.variant)

        async def render() -> Output:
            form = await asyncio.to_thread(compiled, template.content, language)
            content = await self._completed(await asyncio.to_thread(form.render, data))
            return Output(content, DOCX_ENGINE)

        return await self._make("docx", template.digest, render)

    async def _completed(self, docx: bytes) -> bytes:
        """What was signed ends with the evidence of it."""
        if self.rendering.variant == "offered":
            return docx
        pool, sealing, name = self.shop.pool, self.shop.sealing, provider_of(self.version)
        held = await sealing.held(pool, self.tenant_id, name)
        async with tenant_transaction(pool, self.tenant_id) as connection:
            evidence = await evidence_of(
                connection, self.version, self.rendering.variant, held.certificate
            )
        evidence["verify_at"] = sealing.verify_at
        return await asyncio.to_thread(append, docx, evidence, self.version.language)

    async def make_pdf(self, docx: Document) -> Document:
        async def convert() -> Output:
            before = await self._converted(docx.digest)
            if before is not None:
                return before
            content = await self.shop.objects.fetch(docx.key(self.tenant_id), docx.digest)
            if content is None:
                raise Unavailable("document-lost", "Storage does not have the DOCX (any more).")
            sealed = await self._sealed(await self.shop.press.convert(content))
            return Output(sealed, pdf_engine(self.shop.press.office))

        return await self._make("pdf", docx.digest, convert)

    async def _converted(self, docx_digest: bytes) -> Output | None:
        """The same bytes were made into a PDF before; they never are twice."""
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            made = await documents.pdf_of(connection, docx_digest)
        if made is None:
            return None
        content = await self.shop.objects.fetch(made.key(self.tenant_id), made.digest)
        return None if content is None else Output(content, made.engine)

    async def _sealed(self, pdf: bytes) -> bytes:
        """Told before it is stored: no two seals are alike, and a crash finds this one again."""
        pool, sealing, name = self.shop.pool, self.shop.sealing, provider_of(self.version)
        certificate, sealer = await sealing.sealer(pool, self.tenant_id, name)
        sealed = await sealer.seal(pdf, reason(self.version))
        seal = Seal(
            digest=hashlib.sha256(sealed.content).digest(),
            certificate_id=certificate.id,
            level=sealed.level,
            downgrade=sealed.downgrade,
        )
        async with tenant_transaction(pool, self.tenant_id) as connection:
            await seals.record(connection, seal)
        return sealed.content

    async def announce(self) -> None:
        """Tell the others of what there is, without the PDF."""
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await self._announce(connection)

    async def _make(
        self,
        kind: Kind,
        source_digest: bytes,
        make: Callable[[], Awaitable[Output]],
    ) -> Document:
        made, begun = await self._found(kind) or await self._store(
            kind, source_digest, await make()
        )
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            if await erasures.is_ordered(connection, self.rendering.client_id):
                raise Unavailable("client-erased", "Its client was erased while it was made.")
            await self._record(connection, made, begun)
            stored = await documents.of_rendering(connection, self.rendering.id)
            if kind == "pdf" and kind in stored:
                await self._announce(connection)
                await renderings.complete(connection, self.rendering.id)
        if kind not in stored:
            raise Unavailable("rendering-overtaken", "Another worker is making this document.")
        return stored[kind]

    async def _record(self, connection: Connection, made: Made, begun: UUID) -> None:
        document_id = await documents.record(connection, self.rendering.id, made)
        if document_id is not None:
            await kept.record(connection, begun, document_id, self._thing(made))

    async def _found(self, kind: Kind) -> tuple[Made, UUID] | None:
        """What an attempt that did not finish has stored all the same."""
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            made = await documents.begun(connection, self.rendering.id, kind)
            if made is None:
                return None
            # From now on the sweep leaves it alone.
            begun = await kept.begin(connection, made.key(self.tenant_id))
        if await self.shop.objects.fetch(made.key(self.tenant_id), made.digest) is None:
            return None
        return made, begun

    async def _store(self, kind: Kind, source_digest: bytes, output: Output) -> tuple[Made, UUID]:
        made = file_of(self.version, self.rendering.variant, kind, source_digest, output)
        version_id = self.version.version_id
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            if kind == "docx" and not await templates.choose(
                connection, {version_id: source_digest}
            ):
                raise TemplateOvertaken
            await documents.begin(connection, self.rendering.id, made)
        shop = self.shop
        thing = self._thing(made)
        return made, await keep_object(
            shop.pool, shop.objects, self.tenant_id, thing, output.content
        )

    def _thing(self, made: Made) -> Stored:
        return thing_of(self.tenant_id, made)

    async def _announce(self, connection: Connection) -> None:
        """Once for each rendering, in the transaction that makes it true."""
        if not await renderings.announce(connection, self.rendering.id):
            return
        if self.rendering.variant == "countersigned":
            ids = self.rendering.model_dump(include={"agreement_id", "version_id", "client_id"})
            event = AgreementCountersigned(tenant_id=self.tenant_id, **ids)
            await outbox.append(connection, event)
            return
        stored = await documents.identifiers(connection, [self.rendering.id])
        told = announcement(
            self.tenant_id, self.rendering, self.version, stored.get(self.rendering.id, [])
        )
        await outbox.append(connection, told)


class TemplateOvertaken(Unavailable):
    """The version is printed from another template than was in force when this began."""

    def __init__(self) -> None:
        super().__init__("template-overtaken", "It was made with another template before.")


def file_of(
    version: Version, variant: Variant, kind: Kind, source_digest: bytes, output: Output
) -> Made:
    return Made(
        kind=kind,
        digest=hashlib.sha256(output.content).digest(),
        size=len(output.content),
        source_digest=source_digest,
        snapshot_digest=bytes.fromhex(version.digest),
        file_name=file_name(version, variant, kind),
        engine=output.engine,
    )


def thing_of(tenant_id: UUID, made: Made) -> Stored:
    return Stored(
        key=made.key(tenant_id),
        digest=made.digest,
        size=made.size,
        media_type=CONTENT_TYPES[made.kind],
        locked=True,
    )


def announcement(
    tenant_id: UUID, rendering: Rendering, version: Version, stored: Sequence[UUID]
) -> AgreementRendered:
    """``stored``: the documents that there are by now."""
    return AgreementRendered(
        tenant_id=tenant_id,
        agreement_id=rendering.agreement_id,
        version_id=rendering.version_id,
        client_id=rendering.client_id,
        variant=rendering.variant,
        cause=version.cause,
        documents=list(stored),
    )
