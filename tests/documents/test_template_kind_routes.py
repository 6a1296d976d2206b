"""The kinds of templates and their data models over HTTP."""

from uuid import uuid4

import pytest

from services.documents.domain.kinds import KINDS
from tests.documents.asking import Client, contact, reseller, service, staff


@pytest.mark.parametrize("role", ["owner", "officer", "viewer", "auditor"])
async def test_every_role_of_the_provider_reads_kinds_and_models(role: str, client: Client) -> None:
    actor = staff(uuid4(), role)
    listed = (await client.get("/template-kinds", actor)).json()["items"]
    assert [one["kind"] for one in listed] == list(KINDS)
    for kind in KINDS:
        told = (await client.get(f"/template-kinds/{kind}/data-model", actor)).json()
        assert told["kind"] == kind
        assert {one["name"] for one in told["fields"]} == told["sample_on"].keys()
        assert told["sample_on"].keys() == told["sample_off"].keys()


async def test_a_field_says_what_it_holds_and_which_law_asks_for_it(client: Client) -> None:
    told = (await client.get("/template-kinds/agreement/data-model", staff(uuid4()))).json()
    (processings,) = (one for one in told["fields"] if one["name"] == "processings")
    (nature,) = (one for one in processings["children"] if one["name"] == "nature")
    assert (processings["type"], nature["type"], nature["presence"]) == ("list", "text", "null")
    assert (nature["element"], nature["article"]) == ("nature", "28(3)")


async def test_the_sample_is_in_the_language_that_was_asked_for(client: Client) -> None:
    actor = staff(uuid4())
    path = "/template-kinds/data-pro-statement/data-model"
    dutch, english = [
        (await client.get(f"{path}?language={one}", actor)).json() for one in ("nl", "en")
    ]
    assert dutch["sample_on"]["products"][0]["name"] == "webhosting en e-mail"
    assert english["sample_on"]["products"][0]["name"] == "web hosting and e-mail"


@pytest.mark.parametrize("path", ["contract/data-model", "agreement/data-model?language=fr"])
async def test_an_unknown_kind_or_language_is_refused(path: str, client: Client) -> None:
    answer = await client.get(f"/template-kinds/{path}", staff(uuid4()))
    assert answer.status_code == 400


async def test_nobody_else_has_business_here(client: Client) -> None:
    tenant_id = uuid4()
    others = (
        contact(tenant_id, uuid4()),
        reseller(tenant_id, uuid4()),
        service("contracts", tenant_id),
    )
    for actor in others:
        for path in ("/template-kinds", "/template-kinds/agreement/data-model"):
            assert (await client.get(path, actor)).status_code == 403
    assert (await client.get("/template-kinds", None)).status_code == 401
