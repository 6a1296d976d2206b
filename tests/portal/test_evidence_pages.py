"""What proves who was told, in the portal: live, checked when asked, and as files."""

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/changes/{record.CHANGE}/evidence"
LIVE = f"/notices/{record.NOTICE}/progress"


async def test_a_notice_that_goes_out_is_shown_live_and_asked_again_by_the_page(
    portal: Portal,
) -> None:
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert page.status == 200
    for words in (
        "2,500 of 4,000, 251 a second", "ready about", "2 are put off by the mail server",
        "Refused by the mail server", "answer 550", "no address that mail can go to",
    ):  # fmt: skip
        assert words in page.text
    assert page.tree.xpath(f"//div[@hx-get='{LIVE}']/@hx-trigger") == ["every 2s"]
    assert page.tree.xpath("//noscript//a")
    assert not portal.notifications.to("GET", f"/notices/{record.NOTICE}/check")
    part = await browser.open(LIVE)
    assert "2,500 of 4,000" in part.text


async def test_what_is_done_is_asked_no_more(portal: Portal) -> None:
    browser = await portal.staff()
    done = record.PROGRESS | {"remaining": 0, "counts": {"accepted": 4000}, "causes": []}
    portal.notifications.say("GET", f"/progress/{record.NOTICE}", done)
    page = await browser.open(PATH)
    assert not page.tree.xpath("//*[@hx-get]")
    assert not page.tree.xpath("//progress")
    doubts = f"//a[@href='/notices/{record.NOTICE}/in-doubt']"
    assert not page.tree.xpath(doubts)
    doubted = done | {"counts": {"accepted": 3999, "in_doubt": 1}}
    portal.notifications.say("GET", f"/progress/{record.NOTICE}", doubted)
    assert (await browser.open(PATH)).tree.xpath(doubts)


async def test_a_check_says_that_all_is_whole_and_everybody_in_the_account(portal: Portal) -> None:
    browser = await portal.staff(role="auditor")
    page = await browser.open(f"{PATH}?check=true")
    assert "The evidence is whole" in page.text
    for words in ("Recipients", "4,000", "3,990", "On the list that was frozen with the change"):
        assert words in page.text


async def test_a_check_says_what_is_not_whole(portal: Portal) -> None:
    detail = {"nl": "rij 2 is veranderd", "en": "row 2 was altered"}
    altered = {"code": "row-altered", "number": 2, "other": None, "count": None, "detail": detail}
    broken = {"sound": False, "findings": [altered], "faults": ["row 2 was altered"]}
    portal.notifications.say("GET", f"/notices/{record.NOTICE}/check", record.CHECKED | broken)
    browser = await portal.staff()
    page = await browser.open(f"{PATH}?check=true")
    assert "The evidence is not whole" in page.text
    assert "row 2 was altered" in page.text
    await browser.open("/sign-in?language=nl")
    page = await browser.open(f"{PATH}?check=true")
    assert "rij 2 is veranderd" in page.text
    assert "row 2 was altered" not in page.text


async def test_before_anything_was_sent_the_page_says_so(portal: Portal) -> None:
    portal.notifications.say("GET", "/notices", [])
    browser = await portal.staff()
    assert "Nothing was sent yet" in (await browser.open(PATH)).text


@pytest.mark.parametrize("of", [f"changes/{record.CHANGE}", f"notices/{record.NOTICE}"])
async def test_a_report_comes_as_a_file(portal: Portal, of: str) -> None:
    browser = await portal.staff()
    path = f"/{of}/evidence"
    portal.notifications.say("GET", path, {"chain": "sound"})
    portal.notifications.say("GET", f"{path}.csv", "position,at")
    report = await browser.open(f"{path}.json")
    assert report.response.json() == {"chain": "sound"}
    table = await browser.open(f"{path}.csv")
    name = f"evidence-{of.partition('/')[2]}"
    for answer, suffix in ((report, "json"), (table, "csv")):
        attached = answer.response.headers["content-disposition"]
        assert attached == f'attachment; filename="{name}.{suffix}"'


async def test_a_client_sees_nothing_of_it(portal: Portal) -> None:
    browser = await portal.contact()
    for path in (PATH, LIVE, f"{PATH}.csv", f"{PATH}/documents"):
        assert (await browser.open(path)).status in (403, 404)


async def test_the_report_is_made_as_a_pdf_and_listed_with_its_digest(portal: Portal) -> None:
    made = {
        "id": str(record.NOTICE), "kind": "evidence-report", "language": "nl", "on": "2026-11-22",
        "state": "complete", "digest": "3f5a9c01" * 8,
        "files": [{"format": "pdf", "digest": "cd" * 32, "size": 90000}],
    }  # fmt: skip
    portal.documents.say("GET", "/record-documents", {"items": [made], "next": None})
    portal.documents.say("POST", "/record-documents", made, 202)
    browser = await portal.staff("officer")
    page = await browser.open(PATH)
    assert "3f5a9c01" in page.text
    assert f"/registers/documents/{record.NOTICE}/pdf" in str(page.response.text)
    after = await browser.submit(page, f"{PATH}/documents", language="en")
    assert after.path.startswith(PATH)
    (asked,) = portal.documents.to("POST", "/record-documents")
    assert asked.body == {
        "kind": "evidence-report", "language": "en", "change_id": str(record.CHANGE),
    }  # fmt: skip
    portal.documents.say(
        "GET", "/record-documents", {"items": [made | {"state": "waiting", "files": []}]}
    )
    part = await browser.open(f"{PATH}/documents")
    assert part.tree.xpath(f"//section[@hx-get='{PATH}/documents']/@hx-trigger") == ["every 3s"]
    assert f"change_id={record.CHANGE}" in portal.documents.to("GET", "/record-documents")[-1].query


async def test_an_auditor_reads_the_reports_and_has_none_made(portal: Portal) -> None:
    browser = await portal.staff(role="auditor")
    page = await browser.open(PATH)
    assert page.status == 200
    assert not [form for form in page.tree.forms if form.action.endswith("/documents")]
    answer = await browser.client.post(f"{PATH}/documents", data={"language": "nl"})
    assert answer.status_code == 403
    assert portal.documents.to("POST", "/record-documents") == []
