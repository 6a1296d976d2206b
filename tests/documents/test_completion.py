"""The certificate of completion behind a signed agreement, and the seal under all of it."""

import asyncio
import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import docx
import pikepdf
import pytest

from services.documents.commands import render_agreement
from services.documents.commands.keep_seal import Sealing
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.mandate import MandateDraft
from services.documents.domain.rendering import Document
from services.documents.domain.seal import Seal
from services.documents.engine.completion import append, words
from services.documents.engine.pdf import Press
from services.documents.engine.seal_check import inspect
from services.documents.engine.timestamp import Authority
from services.documents.store import countersignatures, documents, mandates, seals
from shared.database import Pool, tenant_transaction
from tests.documents import samples
from tests.documents.agreements import plain
from tests.documents.authority import authority
from tests.documents.drafts import draft
from tests.documents.stand import Stand, rendered, tell

MANDATE = MandateDraft(
    name="Daan Directeur",
    job_title="directeur",
    kinds=("agreement",),
    statement="Het zegel mag voor ons medeondertekenen.",
)


async def bytes_of(shop: Workshop, tenant_id: UUID, document: Document) -> bytes:
    content = await shop.objects.fetch(document.key(tenant_id), document.digest)
    assert content is not None
    return content


async def give(pool: Pool, tenant_id: UUID, draft: MandateDraft = MANDATE) -> UUID:
    async with tenant_transaction(pool, tenant_id) as connection:
        return (await mandates.give(connection, draft, uuid4())).id


def said(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain("\n".join(lines))


async def signed(
    shop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, snapshot: samples.Snapshot
) -> tuple[Any, dict[str, Document]]:
    told = stand.add(tenant_id, snapshot, signed=True)
    await tell(bus, told.frozen)
    offered = {one.kind: one for one in await rendered(shop)}
    await tell(bus, told.signed)
    made = {one.kind: one for one in await rendered(shop) if one.variant == "signed"}
    return told, {f"offered {kind}": one for kind, one in offered.items()} | made


async def test_under_a_mandate_the_provider_countersigns_at_once_and_the_document_says_so(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, pool: Pool
) -> None:
    mandate_id = await give(pool, tenant_id)
    told, made = await signed(workshop, stand, bus, tenant_id, samples.general_nl())
    async with tenant_transaction(pool, tenant_id) as connection:
        found = await countersignatures.of_version(connection, told.version_id)
    assert found is not None
    assert found.mandate_id == mandate_id
    text = said(await bytes_of(workshop, tenant_id, made["docx"]))
    for value in (
        "Bewijs van ondertekening",
        "Fenna Fictief",
        "192.0.2.17",
        "Proefbrowser/7",
        "Daan Directeur",
    ):
        assert value in text
    assert "het is geen gekwalificeerd zegel" in text
    for kind in ("docx", "pdf"):
        digest = made[f"offered {kind}"].digest.hex()
        assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in text


@pytest.mark.parametrize("why", ["none", "another kind", "withdrawn"])
async def test_without_a_mandate_for_it_the_document_says_that_nobody_countersigned_yet(
    why: str, workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, pool: Pool
) -> None:
    if why != "none":
        kinds = ("amendment",) if why == "another kind" else ("agreement",)
        mandate_id = await give(pool, tenant_id, MANDATE.model_copy(update={"kinds": kinds}))
        if why == "withdrawn":
            async with tenant_transaction(pool, tenant_id) as connection:
                await mandates.withdraw(connection, mandate_id, uuid4())
    shop = replace(workshop, press=Press(None, 90, at_once=1))
    told, made = await signed(shop, stand, bus, tenant_id, samples.general_en())
    async with tenant_transaction(pool, tenant_id) as connection:
        assert await countersignatures.of_version(connection, told.version_id) is None
    text = said(await bytes_of(shop, tenant_id, made["docx"]))
    assert "The Processor has not countersigned this agreement yet." in text


async def test_every_pdf_is_sealed_and_keeps_its_tags_and_outline(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    _, made = await signed(workshop, stand, bus, tenant_id, samples.general_nl())
    for name in ("offered pdf", "pdf"):
        content = await bytes_of(workshop, tenant_id, made[name])
        found = await asyncio.to_thread(inspect, content)
        assert found is not None
        assert found.intact
        assert found.self_made
    with pikepdf.open(BytesIO(content)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")
        with opened.open_outline() as outline:
            last = outline.root[-1]
            assert last.title == "Bewijs van ondertekening"
            assert len(last.children) == 4


async def test_a_pdf_says_what_printed_and_what_sealed_it_also_when_it_serves_again(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    snapshot = samples.general_nl()
    engines = []
    for _ in range(2):
        told = stand.add(tenant_id, snapshot)
        await tell(bus, told.frozen)
        made = [one for one in await rendered(workshop) if one.version_id == told.version_id]
        engines += [one.engine for one in made if one.kind == "pdf"]
    assert len(engines) == 2
    for engine in engines:
        assert re.fullmatch(r"schakel \d+, libreoffice \d[\d.]+, pyhanko \d[\d.]+", engine or "")


async def test_two_providers_seal_with_certificates_of_their_own(
    workshop: Workshop, stand: Stand, bus: Pool
) -> None:
    prints = []
    for tenant_id in (uuid4(), uuid4()):
        told = stand.add(tenant_id, samples.general_nl())
        await tell(bus, told.frozen)
        made = {
            one.kind: one for one in await rendered(workshop) if one.version_id == told.version_id
        }
        found = await asyncio.to_thread(inspect, await bytes_of(workshop, tenant_id, made["pdf"]))
        assert found is not None
        prints.append(found.fingerprint)
    assert len(set(prints)) == 2


FACTS: dict[str, Any] = {
    "reference": "VWO-1",
    "version": 1,
    "frozen_on": "2026-11-22",
    "provider": "Wolk & Co <B.V.>",
    "client": "{{ 7 * 7 }}",
    "signature": {
        "typed_name": "\x07Fenna]]>",
        "job_title": None,
        "signed_on": "2026-11-23",
        "signed_at": "2026-11-23T09:41:00+00:00",
        "recorded_at": None,
        "method": "checkout_click",
        "email": "fenna@brood.example",
        "address": "2001:db8::1",
        "user_agent": "Mozilla/5.0 (X11; Linux) <Voorbeeld>",
        "terms_shown": "Ik ga akkoord.\nMet alles.",
        "file": None,
        "digest": "ab" * 32,
    },
    "offered": [],
    "countersignature": None,
    "verify_at": "https://schakel.example/verify",
}


def test_values_are_printed_as_they_are_and_nothing_else() -> None:
    text = said(append(draft("# Titel", "tekst"), FACTS, "en"))
    for value in (
        "Wolk & Co <B.V.>",
        "{{ 7 * 7 }}",
        "Fenna]]>",
        "2001:db8::1",
        "<Voorbeeld>",
        "/verify",
    ):
        assert value in text


def test_the_same_facts_give_the_same_bytes() -> None:
    template = draft("# Titel", "tekst")
    assert append(template, FACTS, "nl") == append(template, FACTS, "nl")


def test_the_pages_stand_upright_behind_a_last_page_that_lies() -> None:
    opened = docx.Document(BytesIO(draft("# Titel", "tekst")))
    section = opened.sections[-1]
    section.orientation, section.page_width, section.page_height = 1, 16838 * 635, 11906 * 635
    written = BytesIO()
    opened.save(written)
    first, last = docx.Document(BytesIO(append(written.getvalue(), FACTS, "nl"))).sections
    assert first.page_width > first.page_height
    assert last.page_width < last.page_height
    assert last.start_type == 2


def test_both_languages_say_the_same_things() -> None:
    dutch, english = words("nl"), words("en")
    assert dutch.keys() == english.keys()
    for part in ("method", "kinds"):
        assert dutch[part].keys() == english[part].keys()


async def test_a_crash_between_the_seal_and_the_store_leaves_nothing_that_is_recorded_and_missing(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    record = seals.record
    sealed: list[Seal] = []

    async def crash(connection: Any, seal: Seal) -> None:
        await record(connection, seal)
        sealed.append(seal)
        if len(sealed) == 1:
            raise MemoryError

    monkeypatch.setattr(render_agreement.seals, "record", crash)
    assert [one.kind for one in await rendered(workshop)] == ["docx"]
    made = {one.kind: one for one in await rendered(workshop)}
    assert len(sealed) == 2
    assert made["pdf"].digest == sealed[1].digest
    content = await bytes_of(workshop, tenant_id, made["pdf"])
    found = await asyncio.to_thread(inspect, content)
    assert found is not None
    assert found.intact


async def test_a_list_says_of_each_pdf_how_it_is_sealed(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, pool: Pool
) -> None:
    # The same DOCX would be given the PDF that was made of it before.
    for snapshot, spoil, wanted in (
        (samples.general_nl(), "", ("B-T", False)),
        (samples.general_en(), "broken", ("B-B", True)),
    ):
        async with authority(spoil) as address:
            told = stand.add(tenant_id, snapshot)
            await tell(bus, told.frozen)
            asking = Authority(address, 5)
            sealing = Sealing(workshop.sealing.vault, workshop.contracts, asking)
            await rendered(replace(workshop, sealing=sealing))
        async with tenant_transaction(pool, tenant_id) as connection:
            listed = await documents.of_version(connection, told.version_id, None)
        seals_of = {one.kind: one.seal for one in listed}
        assert seals_of["docx"] is None
        assert seals_of["pdf"] is not None
        assert (seals_of["pdf"].level, bool(seals_of["pdf"].downgrade)) == wanted
        assert seals_of["pdf"].self_made
