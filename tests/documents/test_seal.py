"""The seal under a PDF: what it proves, what it survives, and what it costs the marks of PDF/A."""

import asyncio
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.documents.domain.faults import PdfFailed
from services.documents.engine.compiled import Compiled
from services.documents.engine.pdf import Press
from services.documents.engine.seal import Sealer
from services.documents.engine.seal_check import inspect
from services.documents.engine.timestamp import Authority
from tests.documents import samples
from tests.documents.authority import authority, certificate_of, new_curve, rsa_key
from tests.documents.drafts import draft, with_table

KEYS = {"RSA": rsa_key(), "EC": new_curve()}


@pytest.fixture(scope="module")
async def pdf() -> bytes:
    template = draft("# {{ client.name }}", "{{ agreement.frozen_on|day }}", more=with_table)
    made = Compiled(template, "nl").render(samples.context(samples.general_nl()))
    return await Press(None, 90, at_once=1).convert(made)


def sealer(kind: str = "EC", asked: Authority | None = None) -> Sealer:
    certificate = certificate_of(KEYS[kind]).public_bytes(Encoding.DER)
    return Sealer(KEYS[kind], certificate, authority=asked)


@pytest.mark.parametrize("kind", ["RSA", "EC"])
async def test_a_sealed_pdf_is_intact_and_names_its_certificate(kind: str, pdf: bytes) -> None:
    sealed = await sealer(kind).seal(pdf, "Uitgegeven door Voorbeeldhost")
    found = await asyncio.to_thread(inspect, sealed.content)
    assert found is not None
    assert (sealed.level, sealed.downgrade) == ("B-B", None)
    assert found.intact
    assert found.subject == "Common Name: Voorbeeldhost B.V."
    assert found.issuer == "Common Name: Verzonnen CA"
    assert found.stamped_at is None


async def test_a_pdf_with_one_other_byte_is_not_intact(pdf: bytes) -> None:
    sealed = (await sealer().seal(pdf, "zegel")).content
    at = sealed.index(b"stream") + 40
    altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    found = await asyncio.to_thread(inspect, altered)
    assert found is not None
    assert not found.intact


async def test_a_pdf_to_which_something_was_added_is_not_intact(pdf: bytes) -> None:
    sealed = (await sealer().seal(pdf, "zegel")).content
    with pikepdf.open(BytesIO(sealed)) as opened:
        opened.docinfo["/Title"] = "Iets anders"
        written = BytesIO()
        opened.save(written)
    for altered in (sealed + b"\n% more\n", written.getvalue()):
        found = await asyncio.to_thread(inspect, altered)
        assert found is None or not found.intact


async def test_a_pdf_without_a_seal_has_none(pdf: bytes) -> None:
    assert await asyncio.to_thread(inspect, pdf) is None


async def test_the_marks_of_pdf_a_and_pdf_ua_survive_the_seal(pdf: bytes) -> None:
    sealed = (await sealer().seal(pdf, "zegel")).content
    with pikepdf.open(BytesIO(sealed)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["pdfuaid:part"] == "1"
        assert "/StructTreeRoot" in opened.Root
        assert len(opened.Root.OutputIntents) == 1
        (field,) = opened.Root.AcroForm.Fields
        assert int(field.F) & 0b1_0010_0111 == 4  # printed, not hidden: ISO 19005-2, 6.3.2
        assert "/AP" not in field  # nothing to see
        assert max(map(float, field.Rect)) < 0  # outside the page: ISO 14289-1, 7.18
        assert str(field.TU) == "zegel"
        assert opened.pages[0].Tabs == "/S"
        assert int(opened.Root.AcroForm.SigFlags) == 3
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


async def test_what_was_sealed_begins_with_the_very_bytes_of_the_pdf(pdf: bytes) -> None:
    sealed = (await sealer().seal(pdf, "zegel")).content
    assert sealed.startswith(pdf)


async def test_with_an_authority_the_seal_has_a_time_stamp(pdf: bytes) -> None:
    async with authority() as address:
        sealed = await sealer("RSA", Authority(address, 5)).seal(pdf, "zegel")
    found = await asyncio.to_thread(inspect, sealed.content)
    assert (sealed.level, sealed.downgrade) == ("B-T", None)
    assert found is not None
    assert found.intact
    assert found.stamped_at is not None
    assert found.authority == "Common Name: Verzonnen tijdstempeldienst"


@pytest.mark.parametrize("spoil", ["silent", "broken", "another", "absent"])
async def test_an_authority_that_fails_costs_the_time_stamp_and_nothing_more(
    spoil: str, pdf: bytes
) -> None:
    async with authority(spoil) as address:
        asked = Authority("http://127.0.0.1:1/" if spoil == "absent" else address, 0.5)
        sealed = await sealer(asked=asked).seal(pdf, "zegel")
    found = await asyncio.to_thread(inspect, sealed.content)
    assert sealed.level == "B-B"
    assert sealed.downgrade
    assert found is not None
    assert found.intact
    assert found.stamped_at is None


async def test_what_is_no_pdf_is_not_sealed() -> None:
    for content in (b"", b"%PDF-1.7\n", b"PK\3\4"):
        with pytest.raises(PdfFailed):
            await sealer().seal(content, "zegel")
