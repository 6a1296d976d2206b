"""What staff and clients see of an agreement that changes, ends, or takes a product again."""

from typing import Any

from tests.portal import record as r
from tests.portal.conftest import Portal

PATH = f"/agreements/{r.AGREEMENT}"
SECOND = "019a0000-0000-7000-8000-0000000000aa"
PROPOSAL = {
    "id": SECOND, "version_id": SECOND, "from_day": "2027-01-01", "begins": [], "ends": [],
    "reason": "Langere termijn.",
}  # fmt: skip
ENDING = {
    "id": SECOND, "by": "client", "reason": "De klant stapt over.", "ends_on": "2099-12-31",
    "end_choice": "return", "data_by": "2100-01-30", "products": [r.SHOP],
}  # fmt: skip
RANGES = [
    {"id": str(r.PRODUCT), "key": "webwinkel", "name": r.SHOP, "valid_from": "2020-01-01",
     "valid_until": "2021-03-01"},
    {"id": str(r.PRODUCT), "key": "webwinkel", "name": r.SHOP, "valid_from": "2099-05-01",
     "valid_until": None},
]  # fmt: skip


def standing(portal: Portal, **more: Any) -> None:
    portal.contracts.say("GET", PATH, r.AGREEMENT_RECORD | more)
    portal.contracts.say("GET", f"{PATH}/acceptances", {"items": [], "next": None})


def proposed(portal: Portal) -> None:
    (first,) = r.AGREEMENT_RECORD["versions"]  # type: ignore[misc]
    second = first | {"id": SECOND, "number": 2, "cause": "amendment"}
    standing(
        portal, versions=[second, first], proposal=PROPOSAL, to_accept=SECOND, signature=r.SIGNATURE
    )
    newer = r.SNAPSHOT | {"terms": r.SNAPSHOT["terms"] | {"notice_days": 90}}
    told = {"digest": r.DIGEST, "snapshot": newer}
    portal.contracts.say("GET", f"{PATH}/versions/{SECOND}", told)


async def test_a_client_reads_what_a_proposal_changes_before_it_signs(portal: Portal) -> None:
    proposed(portal)
    browser = await portal.contact(language="en")
    home = await browser.open("/home")
    assert "A proposal to change your agreement" in home.text
    assert "Your agreement is ready to sign" not in home.text
    page = await browser.open(f"{PATH}/sign")
    for words in ("from 1 January 2027", "Langere termijn.", "Becomes", "90", "Sign the change"):
        assert words in page.text


async def test_a_client_reads_when_its_agreement_ends_and_what_happens_with_its_data(
    portal: Portal,
) -> None:
    standing(portal, termination=ENDING, ends_on="2099-12-31")
    browser = await portal.contact(language="nl")
    page = await browser.open("/home")
    for words in (
        "Uw overeenkomst eindigt op 31 december 2099",
        "De klant stapt over.",
        "aan u teruggegeven, uiterlijk op 30 januari 2100",
    ):
        assert words in page.text


async def test_staff_say_by_when_the_data_are_gone(portal: Portal) -> None:
    standing(portal)
    portal.contracts.say("POST", f"{PATH}/terminations", ENDING, 201)
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    standing(portal, termination=ENDING, ends_on="2099-12-31")
    page = await staff.submit(
        page,
        f"{PATH}/terminations",
        reason="x",
        ends_on="2099-12-31",
        end_choice="return",
        data_by="2100-01-30",
    )
    (asked,) = portal.contracts.to("POST", f"{PATH}/terminations")
    assert (asked.body["end_choice"], asked.body["data_by"]) == ("return", "2100-01-30")
    assert "by 30 January 2100 at the latest" in page.text


async def test_a_product_that_ended_may_be_chosen_again(portal: Portal) -> None:
    standing(portal, products=RANGES[:1])
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    assert "until 1 March 2021" in page.text
    form = await staff.open(f"{PATH}/amend")
    assert form.tree.xpath("//input[@name='begins' and @value='webwinkel']")
    assert not form.tree.xpath("//input[@name='ends' and @value='webwinkel']")


async def test_a_product_that_comes_back_may_be_ended_and_not_begun(portal: Portal) -> None:
    standing(portal, products=RANGES)
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    assert "from 1 May 2099" in page.text
    form = await staff.open(f"{PATH}/amend")
    assert len(form.tree.xpath("//input[@name='ends' and @value='webwinkel']")) == 1
    assert not form.tree.xpath("//input[@name='begins' and @value='webwinkel']")
