"""Staff take over clients from a file."""

from typing import Any

from tests.portal.conftest import Portal

ID = "019a0000-0000-7000-8000-000000000041"
PATH = f"/imports/{ID}"


def state(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": ID, "file_name": "klanten.csv", "dry_run": True, "on_existing": "keep",
        "requested_at": "2026-11-22T09:00:00Z", "state": name, "stage": None, "done": 0,
        "total": 0, "tally": {"rows": 3, "added": 2, "findings": 0}, "ended_at": None,
        "confirmable": name == "checked",
    } | more  # fmt: skip


async def test_progress_is_asked_again_until_it_is_done(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, state("running", stage="insert", done=50, total=100))
    page = await browser.open(PATH)
    part = page.tree.get_element_by_id("import")
    assert part.get("hx-get") == PATH
    assert page.tree.xpath("//progress")[0].get("value") == "70"
    portal.contracts.say("GET", PATH, state("imported"))
    browser.client.headers["HX-Request"] = "true"
    after = await browser.open(PATH)
    assert "<html" not in after.response.text
    assert "hx-get" not in after.response.text
    assert "2 clients added" in after.text


async def test_mistakes_stand_by_row_and_column_in_the_readers_language(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, state("refused", tally={"rows": 3, "findings": 1}))
    finding = {"row": 4, "column": "e-mail", "code": "email-invalid", "detail": "x"}
    portal.contracts.say("GET", f"{PATH}/findings", {"items": [finding], "next": None})
    page = await browser.open(f"{PATH}?language=nl")
    row = page.tree.xpath("//tbody/tr")[0].text_content().split()
    assert row[:2] == ["4", "e-mail"]
    assert "Vul een e-mailadres in" in page.text
    assert "1 fout in dit bestand" in page.text


async def test_a_checked_file_is_imported_when_somebody_says_so(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", PATH, state("checked"))
    portal.contracts.say("POST", f"{PATH}/confirmations", state("waiting"), 202)
    page = await browser.open(PATH)
    done = await browser.submit(page, f"{PATH}/confirmations")
    assert done.path == PATH
    assert portal.contracts.to("POST", f"{PATH}/confirmations")


async def test_without_a_file_the_form_says_so(portal: Portal) -> None:
    browser = await portal.staff()
    portal.contracts.say("GET", "/imports", {"items": [state("imported")], "next": None})
    form = await browser.open("/imports")
    assert "klanten.csv" in form.text
    page = await browser.submit(form, "/imports")
    assert (page.status, "Choose a file" in page.text) == (400, True)
