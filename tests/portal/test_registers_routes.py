"""The registers of a processor, as staff see them and fill them in."""

from typing import Any

from tests.portal import record
from tests.portal.browser import Browser, Page
from tests.portal.conftest import Portal

ENTRY = "019a0000-0000-7000-8000-0000000000e1"
FILE = {"id": "019a0000-0000-7000-8000-0000000000f1", "digest": "ab" * 32, "name": "brief.pdf"}
PATH = f"/registers/instructions/{ENTRY}"
FACTS: dict[str, Any] = {
    "kind": "instruction", "client_id": str(record.CLIENT), "day": "2026-11-20",
    "given_by": "Anna de Vries", "channel": "letter", "instruction": "Verwijder de back-ups.",
    "concerns_transfer": False, "outcome": "pending", "outcome_on": None, "infringes": False,
    "warning": None, "warned_on": None, "file": FILE,
}  # fmt: skip
REVISION = {
    "number": 1, "client_id": str(record.CLIENT), "facts": FACTS, "reason": None,
    "recorded_by": None, "recorded_at": "2026-11-20T10:00:00Z",
}  # fmt: skip
INSTRUCTION: dict[str, Any] = {
    "id": ENTRY, "kind": "instruction", "client_id": str(record.CLIENT),
    "client": "Bakkerij Het Voorbeeld B.V.", "reference": None, "day": "2026-11-20",
    "due_on": "2026-11-21", "is_open": True, "number": 1, "facts": FACTS, "erased_on": None,
    "recorded_at": "2026-11-20T10:00:00Z", "revisions": [REVISION],
}  # fmt: skip


async def test_the_registers_have_one_page_that_leads_to_each(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    page = await browser.open("/registers")
    assert page.status == 200
    assert page.tree.xpath("//nav//a[@href='/registers'][@aria-current='page']")
    portal.contracts.say("GET", "/register-entries", {"items": [], "next": None})
    portal.contracts.say("GET", "/unfinished-endings", {"items": [], "next": None})
    for slug in ("instructions", "disclosures", "audits", "endings", "requests"):
        assert page.tree.xpath(f"//main//a[@href='/registers/{slug}']")
        listed = await browser.open(f"/registers/{slug}")
        assert (listed.status, "Nothing recorded yet" in listed.text) == (200, True)
    assert (await browser.open("/registers/diaries")).status == 404


async def test_a_client_has_no_business_with_the_registers(portal: Portal) -> None:
    browser = await portal.contact()
    for path in ("/registers", "/registers/instructions", PATH):
        assert (await browser.open(path)).status == 403


async def test_who_only_reads_gets_no_form(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    assert not (await browser.open(PATH)).tree.xpath("//a[contains(@href, '/revise')]")
    for path in ("/registers/instructions/new", f"{PATH}/revise"):
        assert (await browser.open(path)).status == 403


async def test_the_list_says_what_is_open_and_late(portal: Portal) -> None:
    browser = await portal.staff()
    done = {**INSTRUCTION, "is_open": False, "id": ENTRY[:-1] + "2"}
    answer = {"items": [INSTRUCTION, done], "next": ENTRY}
    portal.contracts.say("GET", "/register-entries", answer)
    page = await browser.open("/registers/instructions?show=open")
    for word in ("Verwijder de back-ups.", "20 November 2026", "Late", "Done", "Show older"):
        assert word in page.text
    asked = portal.contracts.to("GET", "/register-entries")[-1].query
    assert "kind=instruction" in asked
    assert "is_open=true" in asked


async def new_instruction(browser: Browser) -> Page:
    chosen = await browser.open("/registers/instructions/new?q=bak")
    assert "Bakkerij Het Voorbeeld B.V." in chosen.text
    return await browser.open(f"/registers/instructions/new?client={record.CLIENT}")


async def test_an_instruction_is_recorded_with_its_file(portal: Portal) -> None:
    browser = await portal.staff()
    portal.documents.say("POST", "/files", FILE, 201)
    portal.contracts.say("POST", "/register-entries", INSTRUCTION, 201)
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    page = await browser.submit(
        await new_instruction(browser),
        "/registers/instructions/new",
        files={"file": ("C:\\brieven\\brief.pdf", b"%PDF", "application/pdf")},
        given_by="Anna de Vries",
        instruction="Verwijder de back-ups.",
        infringes="yes",
    )
    assert page.path == PATH
    (kept,) = portal.documents.to("POST", "/files")
    assert (kept.body, kept.query) == (b"%PDF", "name=brief.pdf")
    assert kept.headers["content-type"] == "application/pdf"
    (sent,) = portal.contracts.to("POST", "/register-entries")
    assert sent.body["facts"] == {
        "kind": "instruction", "client_id": str(record.CLIENT), "day": "2026-11-22",
        "given_by": "Anna de Vries", "channel": "mail", "instruction": "Verwijder de back-ups.",
        "concerns_transfer": False, "outcome": "pending", "infringes": True, "file": FILE,
    }  # fmt: skip


async def test_a_refused_form_keeps_what_was_typed_and_the_file_that_was_kept(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.documents.say("POST", "/files", FILE, 201)
    errors = [
        {"field": "facts.instruction.given_by", "code": "missing", "message": "x"},
        {"field": "facts.instruction", "code": "warning-needed", "message": "x"},
    ]
    portal.contracts.refuse("POST", "/register-entries", 400, "request-invalid", errors=errors)
    action = "/registers/instructions/new"
    page = await browser.submit(
        await new_instruction(browser),
        action,
        files={"file": ("brief.pdf", b"%PDF", "application/pdf")},
        instruction="Iets",
    )
    assert page.status == 400
    for name in ("given_by", "warning"):
        assert page.tree.get_element_by_id(name).get("aria-invalid") == "true"
    assert page.values(action)["instruction"] == ["Iets"]
    assert page.values(action)["file.id"] == [FILE["id"]]
    assert "Kept: brief.pdf" in page.text
    portal.contracts.say("POST", "/register-entries", INSTRUCTION, 201)
    await browser.submit(page, action, files={"file": ("", b"", "application/octet-stream")})
    assert portal.contracts.to("POST", "/register-entries")[-1].body["facts"]["file"] == FILE
    assert len(portal.documents.to("POST", "/files")) == 1


async def test_a_file_that_is_not_taken_is_told_at_its_field(portal: Portal) -> None:
    browser = await portal.staff()
    portal.documents.refuse("POST", "/files", 400, "file-empty")
    page = await browser.submit(
        await new_instruction(browser),
        "/registers/instructions/new",
        files={"file": ("leeg.pdf", b"", "application/pdf")},
    )
    assert page.status == 400
    assert page.tree.get_element_by_id("file").get("aria-invalid") == "true"
    assert portal.contracts.to("POST", "/register-entries") == []


async def test_a_file_over_the_limit_is_refused_with_what_to_do(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.submit(
        await new_instruction(browser),
        "/registers/instructions/new",
        files={"file": ("groot.pdf", bytes(27 << 20), "application/pdf")},
    )
    assert page.status == 413
    assert "choose a smaller file" in page.text


async def test_a_revision_is_based_on_what_was_read(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    portal.contracts.say("POST", f"/register-entries/{ENTRY}/revisions", INSTRUCTION, 201)
    form = await browser.open(f"{PATH}/revise")
    assert form.values(f"{PATH}/revise")["channel"] == ["letter"]
    await browser.submit(
        form, f"{PATH}/revise", outcome="carried_out", outcome_on="2026-11-21", reason="Gedaan"
    )
    (sent,) = portal.contracts.to("POST", f"/register-entries/{ENTRY}/revisions")
    assert sent.headers["if-match"] == '"as-seen"'
    assert sent.body["reason"] == "Gedaan"
    assert sent.body["facts"]["file"] == FILE
    assert sent.body["facts"]["outcome_on"] == "2026-11-21"


async def test_a_colleague_who_was_first_is_told_and_nothing_typed_is_lost(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    portal.contracts.refuse("POST", f"/register-entries/{ENTRY}/revisions", 412, "edited-since")
    form = await browser.open(f"{PATH}/revise")
    page = await browser.submit(form, f"{PATH}/revise", reason="Gedaan", warning="Art. 9")
    assert page.status == 412
    assert "Nothing that you typed is lost" in page.text
    assert page.values(f"{PATH}/revise")["warning"] == ["Art. 9"]


async def test_who_saves_after_a_colleague_does_not_undo_what_the_colleague_recorded(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    form = await browser.open(f"{PATH}/revise")
    theirs = {**FACTS, "channel": "phone", "outcome": "refused", "outcome_on": "2026-11-21"}
    portal.contracts.say(
        "GET", f"/register-entries/{ENTRY}", {**INSTRUCTION, "facts": theirs}, etag='"newer"'
    )
    posting = f"/register-entries/{ENTRY}/revisions"
    portal.contracts.refuse("POST", posting, 412, "edited-since")
    mine = {"reason": "Gedaan", "outcome": "carried_out", "outcome_on": "2026-11-22"}
    again = await browser.submit(form, f"{PATH}/revise", **mine)
    assert again.status == 412
    for said in ("The record says now: “Refused”", "The record says now: “21 November 2026”"):
        assert said in again.text
    portal.contracts.say("POST", posting, INSTRUCTION, 201)
    await browser.submit(again, f"{PATH}/revise")
    first, second = portal.contracts.to("POST", posting)
    assert [one.headers["if-match"] for one in (first, second)] == ['"as-seen"', '"newer"']
    saved = second.body["facts"]
    assert (saved["channel"], saved["outcome"], saved["outcome_on"]) == (
        "phone", "carried_out", "2026-11-22",
    )  # fmt: skip
    assert second.body["reason"] == "Gedaan"


async def test_a_wrong_value_does_not_hide_that_a_colleague_was_first(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION)
    form = await browser.open(f"{PATH}/revise")
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", INSTRUCTION, etag='"newer"')
    portal.contracts.refuse("POST", f"/register-entries/{ENTRY}/revisions", 400, "request-invalid")
    again = await browser.submit(form, f"{PATH}/revise", reason="")
    assert again.values(f"{PATH}/revise")["seen"] == ['"as-seen"']


async def test_an_address_that_names_no_client_is_not_there(portal: Portal) -> None:
    browser = await portal.staff()
    assert (await browser.open("/registers/instructions/new?client=zomaar")).status == 404


async def test_an_entry_shows_every_revision_and_what_it_changed(portal: Portal) -> None:
    browser = await portal.staff()
    later = {
        **REVISION, "number": 2, "reason": "Gedaan",
        "facts": {**FACTS, "outcome": "carried_out", "outcome_on": "2026-11-21"},
    }  # fmt: skip
    entry = {**INSTRUCTION, "facts": later["facts"], "revisions": [REVISION, later]}
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", entry)
    page = await browser.open(PATH)
    for word in ("Gedaan", "Not settled yet → Carried out", "– → 21 November 2026", "brief.pdf"):
        assert word in page.text
    assert page.tree.xpath(f"//a[@href='/files/{FILE['id']}']")


async def test_an_ended_agreement_leads_to_the_form_for_its_data(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", "/register-entries", {"items": [], "next": None})
    waiting = {
        "agreement_id": str(record.AGREEMENT), "reference": "VWO-2026-0001",
        "client_id": str(record.CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
        "ended_on": "2026-10-01", "end_choice": "delete", "due_on": "2026-10-31", "entry_id": None,
    }  # fmt: skip
    portal.contracts.say("GET", "/unfinished-endings", {"items": [waiting], "next": None})
    page = await browser.open("/registers/endings")
    for word in ("Still to be done", "31 October 2026", "Late", "data are deleted"):
        assert word in page.text
    form = await browser.open(f"/registers/endings/new?agreement={record.AGREEMENT}")
    errors = [{"field": "facts.deviation", "code": "choice-differs", "message": "x"}]
    portal.contracts.refuse("POST", "/register-entries", 400, "choice-differs", errors=errors)
    page = await browser.submit(form, "/registers/endings/new", done="return")
    assert page.tree.get_element_by_id("deviation").get("aria-invalid") == "true"
    (sent,) = portal.contracts.to("POST", "/register-entries")
    assert sent.body["facts"] == {
        "kind": "ending", "agreement_id": str(record.AGREEMENT), "done": "return",
    }  # fmt: skip


async def test_the_name_of_a_person_is_erased_by_a_button(portal: Portal) -> None:
    browser = await portal.staff()
    facts = {
        "kind": "subject_request", "client_id": str(record.CLIENT), "right": "access",
        "person": {"name": "Jan Jansen", "contact": None, "note": None},
        "outcome": "answered", "answered_on": "2026-11-21", "answer": "Verstuurd",
    }  # fmt: skip
    request = {**INSTRUCTION, "facts": facts, "is_open": False, "revisions": []}
    portal.contracts.say("GET", f"/register-entries/{ENTRY}", request)
    portal.contracts.say("POST", f"/register-entries/{ENTRY}/erasures", request, 201)
    page = await browser.open(f"/registers/requests/{ENTRY}")
    assert "Access to data · Jan Jansen" in page.text
    await browser.submit(page, f"/registers/requests/{ENTRY}/erasures")
    assert len(portal.contracts.to("POST", f"/register-entries/{ENTRY}/erasures")) == 1


async def test_an_answer_pack_is_one_page_to_print(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    facts = {"kind": "subject_request", "right": "access", "person": {"name": "Jan Jansen"}}
    kept = [{"category": record.text("facturen", "invoices"), "holders": [record.MONEYBIRD]}]
    pack = {
        "on": "2026-11-22", "request": {**INSTRUCTION, "facts": facts}, "provider": record.TENANT,
        "statement": "Versie 3",
        "overview": {"client": "Bakkerij", "entrusted": kept, "administration": []},
    }  # fmt: skip
    portal.contracts.say("GET", f"/register-entries/{ENTRY}/answer-pack", pack)
    page = await browser.open(f"/registers/requests/{ENTRY}/answer-pack?on=2026-11-01")
    for word in ("Who has which data of Bakkerij", "invoices", "MoneyBird", "Versie 3", "Nobody."):
        assert word in page.text
    (sent,) = portal.contracts.to("GET", f"/register-entries/{ENTRY}/answer-pack")
    assert sent.query == "on=2026-11-01"


async def test_a_register_is_downloaded_in_the_language_of_the_reader(portal: Portal) -> None:
    browser = await portal.staff("auditor")
    for page, path in (("audits", "/register-entries.csv"), ("statements", "/statements.csv")):
        portal.contracts.say("GET", path, "dag;klant")
        answer = (await browser.open(f"/registers/{page}/table.csv")).response
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-disposition"] == f'attachment; filename="{page}.csv"'
        assert "language=en" in portal.contracts.to("GET", path)[-1].query


async def test_a_client_page_leads_to_its_entries(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    page = await browser.open(f"/clients/{record.CLIENT}")
    for slug in ("instructions", "disclosures", "audits", "requests"):
        assert page.tree.xpath(f"//a[@href='/registers/{slug}?client={record.CLIENT}']")
    portal.contracts.say("GET", "/register-entries", {"items": [], "next": None})
    listed = await browser.open(f"/registers/audits?client={record.CLIENT}")
    assert "No entries here." in listed.text
    asked = portal.contracts.to("GET", "/register-entries")[-1].query
    assert f"client_id={record.CLIENT}" in asked
