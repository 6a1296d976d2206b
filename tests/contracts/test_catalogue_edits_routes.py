"""The catalogue is edited, nobody's edit is lost, and every day keeps what was known then."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.contracts.house import (
    PROCESSING,
    House,
    Json,
    Person,
    found_provider,
    link,
    order,
    say,
    stock,
)
from tests.contracts.running import draft


async def edit(person: Person, path: str, body: Json, *, expect: int = 200) -> Json:
    """On top of the state that stands now."""
    return await person.ask("PATCH", path, body, expect=expect, headers={"If-Match": "*"})


async def tag_of(house: House, path: str) -> str:
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    answer = await house.client.get(path, headers=headers)
    return str(answer.headers["ETag"])


async def paths_of(house: House) -> dict[str, Json]:
    """Everything that can be edited, with an edit of it."""
    goods = await stock(house)
    product = await house.owner.get(f"/products/{goods.product}")
    return {
        "/tenant": {"name": "Nieuwe naam"},
        f"/subprocessors/{goods.old_party}": {"name": "Nieuwe naam"},
        f"/products/{goods.product}": {"name": say("nieuwe naam")},
        f"/processings/{product['processings'][0]['id']}": {"nature": say("lezen")},
        f"/links/{goods.old_link}": {"verified_on": "2026-01-31"},
    }


async def test_two_clerks_who_edit_at_once_lose_nothing(house: House) -> None:
    for path, body in (await paths_of(house)).items():
        seen = {"If-Match": await tag_of(house, path)}
        without = await house.owner.ask("PATCH", path, body, expect=428)
        assert without["type"] == "urn:schakel:problem:if-match-missing"
        asked = [
            house.client.patch(
                path, json=body, headers=seen | {"Authorization": f"Bearer {house.owner.token}"}
            )
            for _ in range(2)
        ]
        answers = await asyncio.gather(*asked)
        assert sorted(one.status_code for one in answers) == [200, 412], path
        (kept,) = [one for one in answers if one.status_code == 200]
        assert kept.headers["ETag"] == await tag_of(house, path)
        assert (await house.owner.get(path)) == kept.json()


async def test_an_edit_changes_what_it_names_and_nothing_else(house: House) -> None:
    for path, body in (await paths_of(house)).items():
        before = await house.owner.get(path)
        after = await edit(house.owner, path, body)
        assert after == before | body
        assert await edit(house.owner, path, {}) == after
        await edit(house.owner, path, {"colour": "red"}, expect=400)


async def test_an_empty_fact_is_allowed_where_nobody_need_know_it(house: House) -> None:
    goods = await stock(house)
    path = f"/subprocessors/{goods.old_party}"
    assert (await edit(house.owner, path, {"country": None}))["country"] is None
    for body in ({"name": None}, {"aliases": None}, {"country": "XX"}, {"country": "nl"}):
        problem = await edit(house.owner, path, body, expect=400)
        assert problem["type"] == "urn:schakel:problem:request-invalid"
    problem = await edit(house.owner, path, {"name": "nieuwe WOLK"}, expect=409)
    assert problem["type"] == "urn:schakel:problem:name-taken"


async def test_every_day_keeps_what_was_known_on_it(house: House) -> None:
    goods = await stock(house)
    product = await house.owner.get(f"/products/{goods.product}")
    processing = f"/processings/{product['processings'][0]['id']}"
    party, wares = f"/subprocessors/{goods.old_party}", f"/products/{goods.product}"
    first = await house.today()
    before = [await house.owner.get(path) for path in (party, wares, processing)]
    await house.go_to(first + timedelta(days=10))
    await edit(house.owner, party, {"name": "Hernoemd", "aliases": ["Oud"]})
    await edit(house.owner, wares, {"name": say("anders")})
    await edit(house.owner, processing, {"nature": say("anders")})
    for day in (first - timedelta(days=9), first, first + timedelta(days=9)):
        asked = {"params": {"on": str(day)}}
        assert await house.owner.get(party, **asked) == before[0]
        assert await house.owner.get(processing, **asked) == before[2]
        names = await house.owner.get("/subprocessors", **asked)
        assert "Oude Wolk" in [one["name"] for one in names["items"]]
    then = {"params": {"on": str(first)}}
    assert await house.owner.get(wares, **then) == before[1]
    now = await house.owner.get(wares)
    assert now["processings"][0]["nature"] == say("anders")
    assert (await house.owner.get(wares, params={"on": str(first + timedelta(days=10))})) == now


async def test_the_database_keeps_a_state_that_nobody_can_alter(house: House) -> None:
    await stock(house)
    rows = await house.fetch(
        "SELECT has_table_privilege('contracts', 'contracts.catalogue_state', right_) AS may"
        " FROM unnest(ARRAY['UPDATE', 'DELETE']) AS right_"
    )
    assert not any(row["may"] for row in rows)


async def test_a_chain_has_any_depth_and_never_a_circle(house: House) -> None:
    owner, parent, ids = house.owner, None, []
    for number in range(30):
        body = {"name": f"Schakel {number}", "address": f"Straat {number}", "parent_id": parent}
        parent = (await owner.post("/subprocessors", body))["id"]
        ids.append(parent)
    last = await owner.get(f"/subprocessors/{ids[-1]}")
    assert [one["id"] for one in last["chain"]] == ids[-2::-1]
    assert last["chain"][0]["address"] == "Straat 28"
    for lower in (ids[0], ids[1], ids[29]):
        problem = await edit(owner, f"/subprocessors/{ids[0]}", {"parent_id": lower}, expect=400)
        assert problem["type"] == "urn:schakel:problem:chain-circle"
        assert problem["errors"][0]["field"] == "parent_id"
    unknown = {"parent_id": str(uuid4())}
    problem = await edit(owner, f"/subprocessors/{ids[0]}", unknown, expect=400)
    assert problem["type"] == "urn:schakel:problem:subprocessor-unknown"


async def test_two_edits_at_once_close_no_circle_between_them(house: House) -> None:
    for number in range(5):
        one = (await house.owner.post("/subprocessors", {"name": f"Een {number}"}))["id"]
        two = (await house.owner.post("/subprocessors", {"name": f"Twee {number}"}))["id"]
        headers = {"Authorization": f"Bearer {house.owner.token}", "If-Match": "*"}
        answers = await asyncio.gather(
            *(
                house.client.patch(
                    f"/subprocessors/{lower}", json={"parent_id": upper}, headers=headers
                )
                for lower, upper in ((one, two), (two, one))
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 400]


async def test_parties_are_searched_filtered_and_paged(house: House) -> None:
    owner = house.owner
    top = (await owner.post("/subprocessors", {"name": "Top", "country": "US"}))["id"]
    today = await house.today()
    whole: dict[str, Any] = {
        "name": "Volledig",
        "legal_entity": "Volledig B.V.",
        "address": "Straat 1",
        "country": "NL",
        "contact_person": "A. de Vries",
        "verified_on": str(today - timedelta(days=100)),
        "aliases": ["Compleet"],
    }
    await owner.post("/subprocessors", whole)
    await owner.post("/subprocessors", {"name": "Onder", "parent_id": top})

    async def names(**asked: Any) -> list[str]:
        page = await owner.get("/subprocessors", params=asked)
        return [one["name"] for one in page["items"]]

    assert await names() == ["Onder", "Top", "Volledig"]
    assert await names(q="COMPL") == ["Volledig"]
    assert await names(q="b.v") == ["Volledig"]
    assert await names(q="%") == []
    assert await names(country="US") == ["Top"]
    assert await names(parent_id=top) == ["Onder"]
    assert await names(stale=100) == ["Onder", "Top"]
    assert await names(stale=99) == ["Onder", "Top", "Volledig"]
    found, after = [], None
    while True:
        page = await owner.get(
            "/subprocessors", params={"limit": 2} | ({"after": after} if after else {})
        )
        found += [one["name"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == ["Onder", "Top", "Volledig"]
    await owner.get("/subprocessors", params={"after": "nonsense"}, expect=400)
    missing = {one["name"]: one["missing"] for one in (await owner.get("/subprocessors"))["items"]}
    assert missing["Volledig"] == []
    assert missing["Top"] == ["legal_entity", "address", "contact"]


async def test_products_are_searched_filtered_and_paged(house: House) -> None:
    await stock(house)
    await house.owner.post("/products", {"key": "mail", "name": say("e-mail", "mailboxes")})
    for asked, keys in (
        ({}, ["hosting", "mail"]),
        ({"q": "MAILB"}, ["mail"]),
        ({"complete": "true"}, ["hosting"]),
        ({"complete": "false"}, ["mail"]),
        ({"limit": 1}, ["hosting"]),
    ):
        page = await house.owner.get("/products", params=asked)
        assert [one["key"] for one in page["items"]] == keys
    rest = await house.owner.get("/products", params={"limit": 1, "after": page["next"]})
    assert [one["key"] for one in rest["items"]] == ["mail"]
    assert rest["next"] is None


async def drifts(house: House, made: Json) -> bool:
    return bool((await house.owner.get(f"/agreements/{made['agreement_id']}"))["drift"])


async def test_edited_facts_show_as_drift_until_a_new_annex_and_back_again(house: House) -> None:
    goods = await stock(house)
    upper = await house.owner.post("/subprocessors", {"name": "Boven"})
    party = f"/subprocessors/{goods.old_party}"
    await edit(house.owner, party, {"parent_id": upper["id"]})
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    product = await house.owner.get(f"/products/{goods.product}")
    processing = f"/processings/{product['processings'][0]['id']}"
    edits: list[tuple[str, Json, Json]] = [
        (party, {"address": "Straat 1"}, {"address": None}),
        (f"/subprocessors/{upper['id']}", {"country": "US"}, {"country": None}),
        (f"/products/{goods.product}", {"name": say("x")}, {"name": product["name"]}),
        (processing, {"retention": say("een jaar")}, {"retention": None}),
    ]
    for path, there, back in edits:
        assert not await drifts(house, made)
        await edit(house.owner, path, there)
        assert await drifts(house, made), path
        await edit(house.owner, path, back)
        assert not await drifts(house, made), path
    for path, body in ((party, {"verified_on": "2026-01-01", "aliases": ["x"], "website": None}),):
        await edit(house.owner, path, body)
        assert not await drifts(house, made)
    await edit(house.owner, processing, {"measures": [say("slot")]})
    await house.owner.post(f"/agreements/{made['agreement_id']}/annexes")
    assert not await drifts(house, made)


FIELDS = (
    "subject_matter",
    "duration",
    "nature",
    "purpose",
    "data_categories",
    "data_subjects",
    "controller_rights",
    "measures",
)


@pytest.mark.parametrize("field", FIELDS)
async def test_no_agreement_is_issued_while_an_element_is_unsaid(house: House, field: str) -> None:
    owner = house.owner
    product = await owner.post("/products", {"key": "mail", "name": say("mail")})
    whole = {key: value for key, value in PROCESSING.items() if key != field}
    made = await owner.post(f"/products/{product['id']}/processings", whole)
    assert made["missing"] == [field]
    party = await owner.post("/subprocessors", {"name": "Wolk"})
    await owner.post("/links", link(product["id"], party["id"]))
    problem = await owner.post("/onboardings", order("X", "mail"), expect=400)
    assert problem["type"] == "urn:schakel:problem:processing-incomplete"
    assert problem["errors"][0]["field"] == "products.0"
    assert (problem["missing"], problem["product"]) == ([field], "mail")
    await edit(owner, f"/processings/{made['id']}", {field: PROCESSING[field]})
    await owner.post("/onboardings", order("X", "mail"))


async def test_what_clients_take_never_becomes_incomplete(house: House) -> None:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Bakkerij"))
    product = await house.owner.get(f"/products/{goods.product}")
    path = f"/processings/{product['processings'][0]['id']}"
    today = await house.today()
    for body in (
        {"nature": None},
        {"measures": []},
        {"valid_until": str(today + timedelta(days=5))},
    ):
        problem = await edit(house.owner, path, body, expect=409)
        assert problem["type"] == "urn:schakel:problem:processing-in-use"
    half = {"nature": say("half")}
    add = f"/products/{goods.product}/processings"
    problem = await house.owner.post(add, half, expect=409)
    assert "duration" in problem["missing"]
    second = await house.owner.post(add, PROCESSING | {"nature": say("ook")})
    ended = await edit(house.owner, path, {"valid_until": str(today + timedelta(days=5))})
    assert ended["valid_until"] == str(today + timedelta(days=5))
    later = await house.owner.get(
        f"/products/{goods.product}", params={"on": str(today + timedelta(days=5))}
    )
    assert [one["id"] for one in later["processings"]] == [second["id"]]
    assert (await edit(house.owner, path, {"valid_until": None}))["valid_until"] is None
    early = {"valid_until": ended["valid_from"]}
    problem = await edit(house.owner, path, early, expect=400)
    assert problem["type"] == "urn:schakel:problem:ends-before-it-begins"


async def test_a_change_and_an_annex_wait_for_what_an_older_record_leaves_unsaid(
    house: House,
) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    await house.fetch("UPDATE contracts.processing SET duration = NULL")
    change = await draft(house, goods)
    for path in (
        f"/changes/{change['id']}/publications",
        f"/agreements/{made['agreement_id']}/annexes",
    ):
        problem = await house.owner.post(path, expect=400)
        assert problem["type"] == "urn:schakel:problem:processing-incomplete"
        assert problem["missing"] == ["duration"]


async def test_the_owner_alone_changes_what_the_provider_promises(house: House) -> None:
    tenant = await house.owner.get("/tenant")
    assert (tenant["four_eyes"], tenant["retention_years"]) == (False, 5)
    assert tenant["signing_reminder_days"] == 7
    body = {
        "four_eyes": True,
        "retention_years": 7,
        "signing_reminder_days": 9,
        "dpo": "fg@host.example",
        "country": "NL",
    }
    assert await edit(house.owner, "/tenant", body) == tenant | body
    for role in ("officer", "viewer", "auditor"):
        await edit(house.staff(role), "/tenant", body, expect=403)
    wrong_days = [
        *({"signing_reminder_days": days} for days in (0, 367, None, "7")),
        *({"escalation_days": days} for days in (0, 61, None)),
    ]
    for wrong in (
        *wrong_days,
        {"retention_years": 0},
        {"four_eyes": None},
        {"slug": "ander"},
        {"name": ""},
    ):
        await edit(house.owner, "/tenant", wrong, expect=400)


async def test_an_officer_edits_and_others_do_not(house: House) -> None:
    for path, body in (await paths_of(house)).items():
        if path != "/tenant":
            await edit(house.staff("officer"), path, body)
        for role in ("viewer", "auditor"):
            await edit(house.staff(role), path, body, expect=403)
            await house.staff(role).get(path)


async def test_another_provider_edits_nothing_here(house: House) -> None:
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    for path, body in (await paths_of(house)).items():
        if path != "/tenant":
            theirs = await edit(other.owner, path, body, expect=404)
            nobody = "/".join([*path.split("/")[:2], str(uuid4())])
            assert await edit(other.owner, nobody, body, expect=404) == theirs
    await edit(other.owner, "/tenant", {"name": "Buurman"})
    assert (await house.owner.get("/tenant"))["name"] == "Voorbeeldhost"


async def test_the_public_page_names_no_person_at_a_party(house: House) -> None:
    goods = await stock(house)
    upper = await house.owner.post(
        "/subprocessors", {"name": "Boven", "contact_person": "Bea Boven"}
    )
    body = {"contact_person": "Otto Onder", "parent_id": upper["id"]}
    await edit(house.owner, f"/subprocessors/{goods.old_party}", body)
    page = await house.client.get("/public/voorbeeldhost")
    assert "Oude Wolk" in page.text
    assert "Boven" in page.text
    for name in ("Bea Boven", "Otto Onder"):
        assert name not in page.text
        assert name in json.dumps(await house.owner.get("/links"))
