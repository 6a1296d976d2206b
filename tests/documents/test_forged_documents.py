"""What somebody gets told who changes a document that was issued, and hopes for a good word."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from services.documents.commands.render_agreement import Workshop
from services.documents.engine.seal import _HeldKey
from shared.database import Pool
from tests.documents import samples
from tests.documents.asking import Client
from tests.documents.authority import certificate_of, new_curve
from tests.documents.stand import Stand, Told, rendered, tell
from tests.documents.test_completion import bytes_of
from tests.documents.test_verifications import VISITOR, Files, check, record

_CONTENTS = re.compile(rb"/Contents\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"/ByteRange\s*\[([^\]]+)\]")


@pytest.fixture
async def told(stand: Stand, bus: Pool, tenant_id: UUID) -> Told:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    stand.answers |= record(told)
    return told


@pytest.fixture
async def files(workshop: Workshop, told: Told) -> Files:
    made = await rendered(workshop)
    return {one.kind: await bytes_of(workshop, told.tenant_id, one) for one in made}


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """With a revision behind what was sealed, as an editor saves it."""
    writer, written = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    change(writer)
    writer.write(written)
    return written.getvalue()


def turn_page(writer: IncrementalPdfFileWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    page.get_object()["/Rotate"] = NumberObject(180)
    writer.mark_update(page)


def drop(name: str) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root[name]
        writer.update_root()

    return change


async def signed_by_another(pdf: bytes) -> bytes:
    """A second signature, over all of it; what forbids that is taken away first."""
    key = new_curve()
    signer = _HeldKey(key, certificate_of(key, "Iemand anders").public_bytes(Encoding.DER), ())
    writer = IncrementalPdfFileWriter(BytesIO(updated(pdf, drop("/Perms"))))
    about = PdfSignatureMetadata(field_name="Tweede", md_algorithm="sha256")
    made = await PdfSigner(about, signer, new_field_spec=SigFieldSpec("Tweede")).async_sign_pdf(
        writer, bytes_reserved=20_000
    )
    content: bytes = made.getvalue()
    return content


def other_range(pdf: bytes, told: bytes) -> bytes:
    found = _RANGE.search(pdf)
    assert found is not None
    return pdf[: found.start(1)] + told.ljust(len(found.group(1))) + pdf[found.end(1) :]


ALTERED: dict[str, Callable[[bytes], bytes]] = {
    "a page turned in a later revision": lambda pdf: updated(pdf, turn_page),
    "the fields taken away in a later revision": lambda pdf: updated(pdf, drop("/AcroForm")),
    "a line behind the end": lambda pdf: pdf + b"% more\n",
    "a range of nothing": lambda pdf: other_range(pdf, b"0 0 0 0"),
    "a range without numbers": lambda pdf: other_range(pdf, b""),
    "a range beyond the end": lambda pdf: other_range(pdf, b"0 99999999 1 1"),
    "a range below nothing": lambda pdf: other_range(pdf, b"0 -1 5 5"),
    "the last byte gone": lambda pdf: pdf[:-1],
}


@pytest.mark.parametrize("how", ALTERED)
async def test_whatever_is_done_to_a_sealed_pdf_it_is_not_what_was_issued(
    how: str, client: Client, files: Files
) -> None:
    found = await check(client, ALTERED[how](files["pdf"]))
    assert found["outcome"] == "altered"
    assert found["seal"] is None or not found["seal"]["intact"]


async def test_the_signature_of_another_behind_the_seal_breaks_it(
    client: Client, files: Files
) -> None:
    found = await check(client, await signed_by_another(files["pdf"]))
    assert found["outcome"] == "altered"
    assert (found["seal"]["intact"], found["seal"]["subject"]) == (
        False,
        "Common Name: Voorbeeldhost B.V.",
    )


@pytest.mark.parametrize("part", [0.99, 0.5, 0.1])
async def test_a_pdf_that_was_cut_off_gets_no_good_word(
    part: float, client: Client, files: Files
) -> None:
    found = await check(client, files["pdf"][: int(len(files["pdf"]) * part)])
    assert found["outcome"] in ("altered", "unknown")
    assert found["seal"] is None


async def test_what_was_changed_around_the_seal_alone_is_told_of_as_what_it_prints(
    client: Client, stand: Stand, told: Told, files: Files
) -> None:
    """No seal covers itself: its unused room, and a time stamp, can be changed by anybody."""
    found = _CONTENTS.search(files["pdf"])
    assert found is not None
    padded = bytearray(files["pdf"])
    padded[found.end(1) - 1] = ord("1")
    stand.answers |= record(told, "in_force", 2)
    verdict = await check(client, bytes(padded))
    assert (verdict["outcome"], verdict["seal"]["intact"]) == ("sealed", True)
    assert verdict["issue"]["reference"] == "VWO-2026-0001"
    assert verdict["issue"]["standing"] == "replaced"


def commented(docx: bytes) -> bytes:
    written = BytesIO(docx)
    with zipfile.ZipFile(written, "a") as archive:
        archive.comment = b"niets aan veranderd"
    return written.getvalue()


def renamed(docx: bytes) -> bytes:
    """The same members in the same order, with other moments."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(written, "w") as new:
        for one in old.infolist():
            new.writestr(zipfile.ZipInfo(one.filename, (2026, 1, 1, 0, 0, 0)), old.read(one))
    return written.getvalue()


@pytest.mark.parametrize("change", [commented, renamed])
async def test_a_word_document_whose_text_is_the_same_is_not_the_file_that_was_issued(
    change: Callable[[bytes], bytes], client: Client, files: Files
) -> None:
    found = await check(client, change(files["docx"]))
    assert (found["outcome"], found["issue"]["reference"]) == ("altered", "VWO-2026-0001")


async def test_of_another_provider_nothing_is_told_that_the_file_does_not_say(
    client: Client, stand: Stand, bus: Pool, workshop: Workshop, files: Files
) -> None:
    """Whoever asks by digest learns no identifier, no client, and nothing of who else was there."""
    other = stand.add(uuid4(), samples.general_en())
    await tell(bus, other.frozen)
    made: dict[str, Any] = {
        one.kind: one for one in await rendered(workshop) if one.version_id == other.version_id
    }
    for digest in (made["pdf"].digest.hex(), samples.digest_of(samples.general_en())):
        said = (await client.get(f"/verifications/{digest}", VISITOR)).text
        for hidden in (other.tenant_id, other.client_id, other.version_id, other.agreement_id):
            assert str(hidden) not in said
        assert samples.general_en()["client"]["name"] not in said
