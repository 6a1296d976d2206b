"""Which template prints an agreement, from an upload to the documents in storage."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import docx
import pytest

from services.documents.commands.keep_template import record_template, store_template
from services.documents.commands.publish_template import publish_template, retire_template
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.rendering import Document
from services.documents.domain.stored import key_of
from services.documents.domain.template import ENDING, TemplateVersion, uploaded
from services.documents.engine.pdf import Press
from services.documents.store import renderings, shelf, templates
from shared.database import Pool, tenant_transaction
from tests.conftest import Database
from tests.documents import samples
from tests.documents.drafts import draft
from tests.documents.stand import Stand, Told, hear, queued, rendered, tell

BUILTIN = templates.builtin_digest("agreement", "nl")
OWN = draft("Onze eigen tekst voor {{ client.name }}.", "{% if signature %}Getekend.{% endif %}")
LATER = draft("De latere tekst voor {{ client.name }}.")
BROKEN = draft("Aan {{ client.nmae }}.")


@pytest.fixture
def shop(workshop: Workshop) -> Workshop:
    """Without LibreOffice: the DOCX alone is looked at."""
    return replace(workshop, press=Press(Path("/nowhere/soffice"), 60, at_once=1))


async def published(shop: Workshop, tenant_id: UUID, content: bytes) -> TemplateVersion:
    told = uploaded("agreement", "nl", "eigen.docx", content, uuid4())
    begun = await store_template(shop.pool, shop.objects, tenant_id, told, content)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        version, _ = await record_template(connection, told, begun)
        return await publish_template(connection, version.id, uuid4())


async def retired(shop: Workshop, tenant_id: UUID, version: TemplateVersion) -> None:
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        await retire_template(connection, version.id, "Niet goed.", uuid4())


async def made(shop: Workshop, bus: Pool, told: Told, *, signed: bool = False) -> Document:
    await tell(bus, told.signed if signed else told.frozen)
    *_, document = await rendered(shop)
    await shop.pool.execute("DELETE FROM documents.pgqueuer")
    return document


async def text_of(shop: Workshop, tenant_id: UUID, document: Document) -> str:
    content = await shop.objects.fetch(document.key(tenant_id), document.digest)
    assert content is not None
    return "\n".join(docx.Document(BytesIO(content)).element.body.itertext())


async def test_what_is_published_prints_what_is_made_and_is_told_by_its_digest(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    version = await published(shop, tenant_id, OWN)
    document = await made(shop, bus, stand.add(tenant_id, samples.general_nl()))
    assert document.source_digest == version.digest == hashlib.sha256(OWN).digest()
    assert "Onze eigen tekst voor Bakkerij" in await text_of(shop, tenant_id, document)


async def test_another_language_and_another_provider_print_the_built_in(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await published(shop, tenant_id, OWN)
    english = await made(shop, bus, stand.add(tenant_id, samples.general_en()))
    assert english.source_digest == templates.builtin_digest("agreement", "en")
    stranger = await made(shop, bus, stand.add(uuid4(), samples.general_nl()))
    assert stranger.source_digest == BUILTIN


async def test_after_a_retirement_the_built_in_prints_again(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await retired(shop, tenant_id, await published(shop, tenant_id, OWN))
    document = await made(shop, bus, stand.add(tenant_id, samples.general_nl()))
    assert document.source_digest == BUILTIN


async def test_what_waits_is_printed_from_what_is_in_force_when_it_is_made(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await published(shop, tenant_id, OWN)
    await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    await hear(shop.pool)
    later = await published(shop, tenant_id, LATER)
    (document,) = await rendered(shop)
    assert document.source_digest == later.digest


async def test_what_is_signed_is_printed_as_it_was_offered_whatever_was_published_since(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    first = await published(shop, tenant_id, OWN)
    told = stand.add(tenant_id, samples.general_nl(), signed=True)
    offered = await made(shop, bus, told)
    await published(shop, tenant_id, LATER)
    signed = await made(shop, bus, told, signed=True)
    assert signed.source_digest == offered.source_digest == first.digest
    assert "Getekend." in await text_of(shop, tenant_id, signed)


async def test_a_built_in_that_printed_something_is_kept_for_what_is_signed_later(
    shop: Workshop,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = stand.add(tenant_id, samples.general_nl(), signed=True)
    await made(shop, bus, told)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        (kept,) = await templates.page(connection, ("agreement", "nl"), None, None, 10)
    assert (kept.origin, kept.state, kept.digest) == ("builtin", "draft", BUILTIN)
    monkeypatch.setattr(templates, "builtin", lambda *_: LATER)
    monkeypatch.setattr(templates, "builtin_digest", lambda *_: hashlib.sha256(LATER).digest())
    signed = await made(shop, bus, told, signed=True)
    assert signed.source_digest == BUILTIN
    fresh = await made(shop, bus, stand.add(tenant_id, samples.general_nl()))
    assert fresh.source_digest == hashlib.sha256(LATER).digest()


async def test_what_was_offered_before_templates_were_kept_is_signed_on_the_same_built_in(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, database: Database
) -> None:
    told = stand.add(tenant_id, samples.general_nl(), signed=True)
    await made(shop, bus, told)
    owner = await asyncpg.connect(database.url("postgres"))
    await owner.execute("DELETE FROM documents.version_template")
    await owner.close()
    await published(shop, tenant_id, LATER)
    assert (await made(shop, bus, told, signed=True)).source_digest == BUILTIN


async def test_a_mended_template_lets_what_waited_for_it_go_on_at_once(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await published(shop, tenant_id, BROKEN)
    await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    assert await rendered(shop) == []
    ((_, rendering_id),) = await queued(shop.pool)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        waiting = await renderings.get(connection, rendering_id)
        assert waiting.problem == "template-variable-missing"
        assert await renderings.unfinished(connection, with_pdf=True, most=5) == []
    await published(shop, tenant_id, OWN)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        due = await renderings.unfinished(connection, with_pdf=True, most=5)
    assert due == [(tenant_id, rendering_id)]
    (document,) = await rendered(shop)
    assert document.source_digest == hashlib.sha256(OWN).digest()


async def test_a_template_that_storage_lost_is_told_and_prints_again_once_it_is_back(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    version = await published(shop, tenant_id, OWN)
    shelf._kept.clear()
    await shop.objects.remove(key_of(tenant_id, version.digest, ENDING))
    await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    assert await rendered(shop) == []
    ((_, rendering_id),) = await queued(shop.pool)
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        assert (await renderings.get(connection, rendering_id)).problem == "template-lost"
    told = uploaded("agreement", "nl", "eigen.docx", OWN, uuid4())
    await store_template(shop.pool, shop.objects, tenant_id, told, OWN)
    (document,) = await rendered(shop)
    assert document.source_digest == version.digest


async def test_the_process_keeps_what_was_used_last_and_no_more_than_it_has_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "_MOST_BYTES", 10)
    shelf._kept.clear()
    for name in (b"a", b"b", b"a", b"c"):
        shelf.keep(name, b"12345")
    assert list(shelf._kept) == [b"a", b"c"]
