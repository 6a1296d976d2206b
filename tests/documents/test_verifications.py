"""Whether a file was issued here, asked by somebody who holds it and nothing more."""

import asyncio
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import docx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.documents.commands.render_agreement import Workshop
from services.documents.domain.rendering import Document
from services.documents.domain.verification import printed_digests, standing_of
from services.documents.engine.compiled import Compiled
from services.documents.engine.pdf import Press
from services.documents.engine.seal import Sealer
from shared.database import Pool
from shared.identity import Actor
from tests.documents import samples
from tests.documents.asking import Client, contact, service, staff
from tests.documents.authority import certificate_of, new_curve
from tests.documents.drafts import draft
from tests.documents.stand import Stand, Told, rendered, tell
from tests.documents.test_completion import bytes_of

VISITOR = Actor(kind="service", tenant_id=None, service="portal")
Files = dict[str, bytes]


@pytest.fixture
async def told(stand: Stand, bus: Pool, tenant_id: UUID) -> Told:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    stand.answers |= record(told)
    return told


@pytest.fixture
async def files(workshop: Workshop, told: Told) -> Files:
    made: list[Document] = await rendered(workshop)
    return {one.kind: await bytes_of(workshop, told.tenant_id, one) for one in made}


def record(told: Told, state: str = "in_force", counts: int = 1) -> dict[str, Any]:
    """What contracts says of the agreement of which version 1 was told."""
    agreement = str(told.agreement_id)
    versions = [{"id": str(told.version_id), "number": 1}, {"id": str(uuid4()), "number": 2}]
    version = versions[counts - 1]
    return {
        f"/agreements/{agreement}": {
            "id": agreement,
            "reference": "VWO-2026-0001",
            "state": state,
            "versions": versions,
        },
        f"/clients/{told.client_id}/agreement": {"agreement_id": agreement, "version": version},
    }


async def check(client: Client, content: bytes, actor: Actor = VISITOR) -> Any:
    return (await client.post("/verifications", content, "application/octet-stream", actor)).json()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
async def test_what_was_issued_is_known_and_nothing_is_told_that_it_does_not_say(
    kind: str, client: Client, files: Files
) -> None:
    found = await check(client, files[kind])
    assert found["outcome"] == "issued"
    assert found["issue"]["provider"] == "Voorbeeldhost B.V."
    assert (found["issue"]["reference"], found["issue"]["version"]) == ("VWO-2026-0001", 1)
    assert (found["issue"]["kind"], found["issue"]["variant"]) == (kind, "offered")
    assert (found["issue"]["standing"], found["issue"]["erased"]) == ("in_force", False)
    assert set(found["issue"]) == {
        "provider", "reference", "version", "variant", "kind", "issued_on", "erased", "standing",
        "record", "on",
    }  # fmt: skip
    assert (found["issue"]["record"], found["issue"]["on"]) == (None, None)
    by_digest = await client.get(f"/verifications/{found['digest']}", VISITOR)
    assert by_digest.json() == found | {"seal": None}


async def test_the_seal_of_a_pdf_is_intact_and_of_a_provider_here(
    client: Client, files: Files
) -> None:
    seal = (await check(client, files["pdf"]))["seal"]
    assert (seal["intact"], seal["ours"], seal["self_made"]) == (True, True, True)
    assert (await check(client, files["docx"]))["seal"] is None


async def test_one_other_byte_is_not_what_was_issued(client: Client, files: Files) -> None:
    at = files["pdf"].index(b"stream") + 40
    altered = bytearray(files["pdf"])
    altered[at] ^= 1
    found = await check(client, bytes(altered))
    assert found["outcome"] == "altered"
    assert (found["seal"]["intact"], found["seal"]["ours"]) == (False, True)


async def test_a_word_document_with_another_word_is_not_what_was_issued(
    client: Client, files: Files
) -> None:
    document = docx.Document(BytesIO(files["docx"]))
    document.paragraphs[0].add_run(" en nog iets")
    written = BytesIO()
    document.save(written)
    found = await check(client, written.getvalue())
    assert found["outcome"] == "altered"
    assert found["issue"]["reference"] == "VWO-2026-0001"


async def test_the_fingerprint_that_a_document_prints_leads_to_it(
    client: Client, files: Files
) -> None:
    digest = samples.digest_of(samples.general_nl())
    found = (await client.get(f"/verifications/{digest}", VISITOR)).json()
    assert found["outcome"] == "text"
    assert found["issue"]["reference"] == "VWO-2026-0001"


async def test_a_pdf_under_the_seal_of_a_stranger_is_unknown(client: Client, files: Files) -> None:
    key = new_curve()
    sealer = Sealer(key, certificate_of(key).public_bytes(Encoding.DER))
    made = Compiled(draft("# Titel", "tekst"), "nl").render({})
    forged = await sealer.seal(await Press(None, 90, at_once=1).convert(made), "vals")
    found = await check(client, forged.content)
    assert (found["outcome"], found["issue"]) == ("unknown", None)
    assert (found["seal"]["intact"], found["seal"]["ours"]) == (True, False)


async def test_another_document_under_the_seal_of_a_provider_here_is_sealed_and_no_more(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    made = Compiled(draft("# Titel", "tekst"), "nl").render({})
    pdf = await Press(None, 90, at_once=1).convert(made)
    _, sealer = await workshop.sealing.sealer(workshop.pool, tenant_id, "Voorbeeldhost")
    found = await check(client, (await sealer.seal(pdf, "register")).content)
    assert (found["outcome"], found["issue"]) == ("sealed", None)
    assert (found["seal"]["intact"], found["seal"]["ours"]) == (True, True)


@pytest.mark.parametrize(
    ("state", "counts", "standing"),
    [
        ("offered", 1, "offered"),
        ("in_force", 2, "replaced"),
        ("ended", 1, "ended"),
        ("expired", 1, "expired"),
    ],
)
async def test_it_says_whether_it_still_holds(
    state: str, counts: int, standing: str, client: Client, stand: Stand, told: Told, files: Files
) -> None:
    stand.answers |= record(told, state, counts)
    assert (await check(client, files["docx"]))["issue"]["standing"] == standing


async def test_while_the_record_can_not_be_reached_it_was_issued_all_the_same(
    client: Client, stand: Stand, files: Files
) -> None:
    stand.answers.clear()
    found = await check(client, files["docx"])
    assert (found["outcome"], found["issue"]["standing"]) == ("issued", "unknown")
    assert found["issue"]["reference"] is None


def test_a_proposal_that_nobody_accepted_is_offered() -> None:
    first, second = uuid4(), uuid4()
    versions = [{"id": str(first), "number": 1}, {"id": str(second), "number": 2}]
    agreement = {"id": "a", "state": "in_force", "versions": versions}
    assert (
        standing_of(second, agreement, {"agreement_id": "a", "version": versions[0]}) == "offered"
    )
    assert standing_of(first, agreement, {"agreement_id": "b", "version": versions[0]}) == "unknown"
    assert (
        standing_of(uuid4(), agreement, {"agreement_id": "a", "version": versions[0]}) == "unknown"
    )


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n" + b"\xff" * 5000, b"PK\3\4" + b"\0" * 5000, b"%PDF-", b"PK\3\4"],
)
async def test_what_is_broken_is_unknown_and_hurts_nobody(content: bytes, client: Client) -> None:
    found = await check(client, content)
    assert (found["outcome"], found["issue"], found["seal"]) == ("unknown", None, None)


@pytest.mark.parametrize("content", [b"", b"Beste klant,", b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_document_is_refused_at_its_field(content: bytes, client: Client) -> None:
    found = await check(client, content)
    assert [(one["field"], one["code"]) for one in found["errors"]] == [
        ("file", "document-kind-unknown")
    ]


async def test_more_than_ten_megabytes_are_not_read(client: Client) -> None:
    answer = await client.post("/verifications", b"%PDF-" + bytes(11 << 20), "a/b", VISITOR)
    assert answer.status_code == 413


async def test_whoever_is_signed_in_may_ask_and_a_stranger_without_token_may_not(
    client: Client, files: Files
) -> None:
    for actor in (staff(uuid4(), "viewer"), contact(uuid4(), uuid4()), service("portal", uuid4())):
        assert (await check(client, files["docx"], actor))["outcome"] == "issued"
    assert (await client.post("/verifications", b"", "a/b", None)).status_code == 401
    assert (await client.get("/verifications/" + "A" * 64, VISITOR)).status_code == 400


def test_fingerprints_are_read_whole_and_in_groups() -> None:
    whole = "ab" * 32
    grouped = " ".join(["cdcdcdcd"] * 4) + "\n" + " ".join(["cdcdcdcd"] * 4)
    text = f"Vingerafdruk {whole} en {grouped}. Niet {'ab' * 33} of {'ef' * 31}."
    assert printed_digests(text) == [bytes.fromhex("ab" * 32), bytes.fromhex("cd" * 32)]


async def test_many_at_once_are_answered(client: Client, files: Files) -> None:
    found = await asyncio.gather(*(check(client, files["pdf"]) for _ in range(5)))
    assert {one["outcome"] for one in found} == {"issued"}
