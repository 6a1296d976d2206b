"""The pages of seal, mandates and checks, with documents as it answers."""

import base64
from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

HERE = "/settings/seal"
MANAGE = f"/agreements/{record.AGREEMENT}/manage"
MANDATE_ID = "019a0000-0000-7000-8000-0000000000c1"
CERTIFICATE: dict[str, Any] = {
    "id": "019a0000-0000-7000-8000-0000000000c2", "self_made": True,
    "subject": "CN=De Kale ICT\\, en meer,O=Kale", "issuer": "CN=De Kale ICT\\, en meer,O=Kale",
    "serial": "7f", "algorithm": "EC secp256r1", "valid_from": "2026-01-01T00:00:00Z",
    "valid_until": "2031-01-01T00:00:00Z", "fingerprint": "ab" * 32,
    "added_at": "2026-01-01T00:00:00Z",
}  # fmt: skip
SEAL = {"certificate": CERTIFICATE, "runs_out": False, "authority": None, "earlier": []}
MANDATE: dict[str, Any] = {
    "id": MANDATE_ID, "name": "Daan Directeur", "job_title": "directeur",
    "kinds": ["agreement"], "valid_until": None, "statement": "Het zegel mag.",
    "given_by": MANDATE_ID, "given_at": "2026-11-01T09:00:00Z", "withdrawn_at": None,
}  # fmt: skip
ISSUE: dict[str, Any] = {
    "provider": "De Kale ICT", "reference": "VWO-2026-0001", "version": 2, "variant": "signed",
    "kind": "pdf", "issued_on": "2026-11-22", "erased": False, "standing": "replaced",
}  # fmt: skip
VERDICT_SEAL: dict[str, Any] = {
    "intact": True, "ours": True, "self_made": True, "subject": "Common Name: De Kale ICT",
    "issuer": "Common Name: De Kale ICT", "fingerprint": "ab" * 32,
    "sealed_at": "2026-11-22T09:00:00Z", "stamped_at": None, "authority": None,
}  # fmt: skip


@pytest.fixture
async def sealed(portal: Portal) -> Portal:
    portal.documents.say("GET", "/seal", SEAL)
    portal.documents.say("GET", "/mandates", {"items": [MANDATE], "next": None})
    return portal


async def test_a_self_made_certificate_is_shown_as_what_it_is(sealed: Portal) -> None:
    page = await (await sealed.staff("viewer")).open(HERE)
    assert "Self-made: no qualified seal" in page.text
    assert "De Kale ICT, en meer" in page.text
    assert "Daan Directeur" in page.text
    assert {form.action for form in page.tree.forms} == {"/sign-out"}


async def test_a_certificate_that_runs_out_is_announced(sealed: Portal) -> None:
    bought = CERTIFICATE | {"self_made": False, "issuer": "CN=Verzonnen CA"}
    state = SEAL | {"certificate": bought, "runs_out": True, "earlier": [CERTIFICATE]}
    sealed.documents.say("GET", "/seal", state | {"authority": "https://tsa.example/"})
    page = await (await sealed.staff()).open(HERE)
    assert "This certificate is valid until" in page.text
    assert "Verzonnen CA" in page.text
    assert "no qualified seal" not in page.text
    assert "asked of https://tsa.example/" in page.text
    assert "Earlier certificates" in page.text


async def test_an_owner_hands_in_a_certificate_and_its_password_is_shown_nowhere(
    sealed: Portal,
) -> None:
    browser = await sealed.staff()
    page = await browser.open(HERE)
    action = f"{HERE}/certificates"
    sealed.documents.refuse(
        "POST", "/seal/certificates", 400, "certificate-password-wrong",
        errors=[{"field": "password", "code": "certificate-password-wrong", "message": "x"}],
    )  # fmt: skip
    chosen = {"pkcs12": ("zegel.p12", b"\x30\x82", "application/x-pkcs12")}
    page = await browser.submit(page, action, files=chosen, password="geheim!")
    assert page.status == 400
    assert "This password does not open the file." in page.text
    assert "geheim!" not in page.response.text
    sealed.documents.say("POST", "/seal/certificates", CERTIFICATE, 201)
    page = await browser.submit(page, action, files=chosen, password="geheim!")
    assert page.path == HERE
    told = sealed.documents.to("POST", "/seal/certificates")[-1].body
    assert told == {"pkcs12": base64.b64encode(b"\x30\x82").decode(), "password": "geheim!"}


async def test_while_documents_is_down_the_page_to_try_again_holds_no_password(
    sealed: Portal,
) -> None:
    browser = await sealed.staff()
    page = await browser.open(HERE)
    sealed.documents.down = True
    chosen = {"pkcs12": ("zegel.p12", b"\x30\x82", "application/x-pkcs12")}
    page = await browser.submit(page, f"{HERE}/certificates", files=chosen, password="geheim!")
    assert page.status == 503
    assert "geheim!" not in page.response.text


async def test_without_a_file_nothing_is_sent(sealed: Portal) -> None:
    browser = await sealed.staff()
    page = await browser.open(HERE)
    none = {"pkcs12": ("", b"", "application/octet-stream")}
    page = await browser.submit(page, f"{HERE}/certificates", files=none, password="geheim!")
    assert (page.status, sealed.documents.to("POST", "/seal/certificates")) == (400, [])
    assert "Choose the file with your certificate" in page.text


async def test_a_mandate_is_given_in_the_words_that_were_shown(sealed: Portal) -> None:
    browser = await sealed.staff()
    page = await browser.open(HERE)
    typed = {"job_title": "directeur", "kinds": ["agreement"], "valid_until": ""}
    refused = await browser.submit(page, f"{HERE}/mandates", **typed)
    assert (refused.status, sealed.documents.to("POST", "/mandates")) == (400, [])
    assert "Tick that you agree" in refused.text
    sealed.documents.say("POST", "/mandates", MANDATE, 201)
    await browser.submit(refused, f"{HERE}/mandates", agree="yes")
    (asked,) = sealed.documents.to("POST", "/mandates")
    assert asked.body["statement"] in page.text
    assert "De Kale ICT" in asked.body["statement"]
    assert asked.body | {"statement": ""} == {
        "name": "Els Prins",
        "job_title": "directeur",
        "kinds": ["agreement"],
        "valid_until": None,
        "statement": "",
    }


async def test_a_mandate_is_withdrawn(sealed: Portal) -> None:
    browser = await sealed.staff()
    page = await browser.open(HERE)
    path = f"/mandates/{MANDATE_ID}/withdrawals"
    sealed.documents.say("POST", path, MANDATE, 201)
    await browser.submit(page, f"/settings/seal{path}")
    assert len(sealed.documents.to("POST", path)) == 1


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_nobody_but_an_owner_decides(role: str, sealed: Portal) -> None:
    browser = await sealed.staff(role)
    page = await browser.open(HERE)
    assert page.status == 200
    for path in ("certificates", "mandates", f"mandates/{MANDATE_ID}/withdrawals"):
        answer = await browser.client.post(f"{HERE}/{path}", headers=_same_site(browser))
        assert answer.status_code == 403
    assert [one for one in sealed.documents.asked if one.method == "POST"] == []


def _same_site(browser: Any) -> dict[str, str]:
    token = browser.client.cookies.get("schakel_form")
    return {"x-csrftoken": token or ""}


async def test_staff_countersign_by_hand_where_no_mandate_did(sealed: Portal) -> None:
    signed = record.AGREEMENT_RECORD | {"signature": record.SIGNATURE}
    sealed.contracts.say("GET", f"/agreements/{record.AGREEMENT}", signed)
    path = f"/agreements/{record.AGREEMENT}/acceptances"
    sealed.contracts.say("GET", path, {"items": [record.SIGNATURE], "next": None})
    sealed.documents.say("GET", "/countersignatures", [])
    browser = await sealed.staff("officer")
    page = await browser.open(MANAGE)
    assert "Your organisation has not countersigned" in page.text
    sealed.documents.say("POST", "/countersignatures", {}, 201)
    action = f"/agreements/{record.AGREEMENT}/countersignatures"
    await browser.submit(page, action, job_title="FG")
    (asked,) = sealed.documents.to("POST", "/countersignatures")
    version = record.SIGNATURE["version_id"]
    assert asked.body == {"version_id": version, "name": "Rik", "job_title": "FG"}


async def test_anybody_checks_a_file(portal: Portal) -> None:
    verdict = {"outcome": "issued", "digest": "cd" * 32, "issue": ISSUE, "seal": VERDICT_SEAL}
    portal.documents.say("POST", "/verifications", verdict)
    browser = await portal.visitor()
    page = await browser.open("/verify")
    chosen = {"file": ("overeenkomst.pdf", b"%PDF-1.7", "application/pdf")}
    page = await browser.submit(page, "/verify", files=chosen)
    for said in ("Authentic", "VWO-2026-0001, version 2", "Replaced by a newer version", "Intact"):
        assert said in page.text
    (asked,) = portal.documents.to("POST", "/verifications")
    assert asked.body == b"%PDF-1.7"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("altered", "This is not what was issued."),
        ("unknown", "Nothing here tells of this document."),
    ],
)
async def test_what_is_not_what_was_issued_comes_with_what_to_do(
    outcome: str, said: str, portal: Portal
) -> None:
    broken = VERDICT_SEAL | {"intact": False, "ours": outcome == "altered"}
    verdict = {"outcome": outcome, "digest": "cd" * 32, "issue": None, "seal": broken}
    portal.documents.say("POST", "/verifications", verdict)
    browser = await portal.visitor()
    chosen = {"file": ("overeenkomst.pdf", b"%PDF-1.7", "application/pdf")}
    page = await browser.submit(await browser.open("/verify"), "/verify", files=chosen)
    assert said in page.text
    assert "Broken: something was changed" in page.text


async def test_a_sealed_file_that_was_not_issued_says_what_it_looks_like_and_who_stamped_it(
    portal: Portal,
) -> None:
    stamped = {"stamped_at": "2026-11-22T09:00:00Z", "authority": "Common Name: Verzonnen"}
    verdict = {
        "outcome": "sealed", "digest": "cd" * 32, "issue": ISSUE, "seal": VERDICT_SEAL | stamped,
    }  # fmt: skip
    portal.documents.say("POST", "/verifications", verdict)
    browser = await portal.visitor()
    chosen = {"file": ("overeenkomst.pdf", b"%PDF-1.7", "application/pdf")}
    page = await browser.submit(await browser.open("/verify"), "/verify", files=chosen)
    for said in (
        "Sealed by a provider here, and not changed since.",
        "The file itself is not one that was issued",
        "What it looks like",
        "Replaced by a newer version",
        "by Verzonnen; who that is was not looked into",
    ):
        assert said in page.text


async def test_a_document_of_the_record_is_told_by_its_kind_and_day(portal: Portal) -> None:
    issue = {
        "provider": "De Kale ICT", "record": "processing-record", "on": "2026-11-01",
        "kind": "docx", "issued_on": "2026-11-22", "erased": False,
        "reference": None, "version": None, "variant": None, "standing": None,
    }  # fmt: skip
    verdict = {"outcome": "issued", "digest": "cd" * 32, "issue": issue, "seal": None}
    portal.documents.say("POST", "/verifications", verdict)
    browser = await portal.visitor()
    chosen = {"file": ("register.docx", b"PK", "application/octet-stream")}
    page = await browser.submit(await browser.open("/verify"), "/verify", files=chosen)
    for said in ("Authentic", "De Kale ICT", "DOCX, Record of processing", "1 November 2026"):
        assert said in page.text
    assert "This version now" not in page.text


async def test_anybody_checks_a_fingerprint_as_it_is_printed(portal: Portal) -> None:
    verdict = {"outcome": "text", "digest": "cd" * 32, "issue": ISSUE, "seal": None}
    portal.documents.say("GET", f"/verifications/{'cd' * 32}", verdict)
    browser = await portal.visitor()
    page = await browser.open("/verify")
    none = {"file": ("", b"", "application/octet-stream")}
    grouped = "CDCDCDCD " * 8
    page = await browser.submit(page, "/verify", files=none, digest=grouped)
    assert "A document with this fingerprint was issued." in page.text
    for wrong in ("", "cd", "x" * 64):
        page = await browser.submit(page, "/verify", files=none, digest=wrong)
        assert page.status == 400


async def test_what_documents_refuses_stands_at_the_field(portal: Portal) -> None:
    portal.documents.refuse(
        "POST", "/verifications", 400, "document-kind-unknown",
        errors=[{"field": "file", "code": "document-kind-unknown", "message": "x"}],
    )  # fmt: skip
    browser = await portal.visitor()
    chosen = {"file": ("foto.png", b"\x89PNG", "image/png")}
    page = await browser.submit(await browser.open("/verify"), "/verify", files=chosen)
    assert page.status == 400
    assert page.tree.get_element_by_id("file-wrong").text_content().startswith("Choose the PDF")


async def test_who_checks_too_often_waits(portal: Portal) -> None:
    verdict = {"outcome": "unknown", "digest": "cd" * 32, "issue": None, "seal": None}
    portal.documents.say("GET", f"/verifications/{'cd' * 32}", verdict)
    browser = await portal.visitor()
    page = await browser.open("/verify")
    none = {"file": ("", b"", "application/octet-stream")}
    statuses = [
        (await browser.submit(page, "/verify", files=none, digest="cd" * 32)).status
        for _ in range(35)
    ]
    assert statuses[:30] == [200] * 30
    assert 429 in statuses[30:]


async def test_the_public_certificate_of_a_provider_is_for_everybody(sealed: Portal) -> None:
    owner = await sealed.staff()
    page = await owner.open(HERE)
    (path,) = (one for one in page.tree.xpath("//a/@href") if one.endswith(".pem"))
    sealed.documents.say("GET", "/seal/certificate.pem", "-----BEGIN CERTIFICATE-----")
    visitor = await sealed.visitor()
    answer = await visitor.client.get(path)
    assert "BEGIN CERTIFICATE" in answer.text
    assert answer.headers["content-type"].startswith("application/x-pem-file")
    assert (await visitor.client.get("/p/nobody/certificate.pem")).status_code == 404
