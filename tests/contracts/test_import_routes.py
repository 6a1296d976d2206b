"""A file of clients is taken over whole, or not at all, and says where it is wrong."""

import json
from typing import Any
from uuid import UUID

import pytest

from services.contracts.worker import imports_of
from tests.contracts.house import TERMS, House, Json, link, order, person, stock
from tests.contracts.tables import as_csv, as_xlsx, row
from tests.contracts.test_client_routes import names
from tests.contracts.test_reseller_routes import haven

TWO = (row(1), row(1, contact_name="Bram", email="bram@klant1.example", duties="privacy"), row(2))


async def send(house: House, content: bytes, *, expect: int = 202, **asked: Any) -> Json:
    headers = {"Authorization": f"Bearer {house.owner.token}", "Content-Type": "text/csv"}
    answer = await house.client.post("/imports", content=content, params=asked, headers=headers)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def take(house: House, content: bytes, **asked: Any) -> Json:
    """Send a file, let the worker do its work, and read what came of it."""
    made = await send(house, content, **asked)
    await imports_of(house.app.state.pool)
    return await house.owner.get(f"/imports/{made['id']}")


async def findings(house: House, done: Json) -> list[tuple[int, str, str]]:
    page = await house.owner.get(f"/imports/{done['id']}/findings")
    return [(one["row"], one["column"], one["code"]) for one in page["items"]]


async def test_a_file_becomes_clients_with_agreements_to_sign(house: House) -> None:
    await stock(house)
    done = await take(house, as_csv(*TWO), name="klanten.csv")
    assert done["state"] == "imported", await findings(house, done)
    assert (done["tally"]["rows"], done["tally"]["added"]) == (3, 2)
    assert set(done["tally"]["seconds"]) == {"read", "check", "resolve", "insert", "freeze"}
    page = await house.owner.get("/clients")
    assert [one["name"] for one in page["items"]] == ["Klant 1", "Klant 2"]
    client = await house.owner.get(f"/clients/{page['items'][0]['id']}")
    assert [one["name"] for one in client["contacts"]] == ["Anna", "Bram"]
    assert client["agreement"]["terms"] == TERMS
    frozen = await house.events("AgreementVersionFrozen")
    assert len(frozen) == 2
    brought_in = await house.events("ClientOnboarded")
    assert {one["client_id"] for one in brought_in} == {one["client_id"] for one in frozen}
    (file,) = await house.fetch("SELECT count(*) AS kept FROM contracts.client_import_file")
    assert file["kept"] == 0


async def test_what_is_imported_is_frozen_as_if_it_were_brought_in_one_by_one(house: House) -> None:
    await stock(house)
    contacts = [
        person("Anna", "signatory", "notice") | {"email": "anna@klant1.example"},
        person("Bram", "privacy") | {"email": "bram@klant1.example"},
    ]
    body = order("Klant 1", contacts=contacts)
    body["client"] |= {"registration": "12345678", "address": "Dorpsstraat 1"}
    made = await house.owner.post("/onboardings", body)
    await take(house, as_csv(*TWO[:2]))
    (other,) = [one for one in (await house.owner.get("/clients"))["items"] if one["external_id"]]
    snapshots = []
    for agreement_id in (made["agreement_id"], other["agreement"]["id"]):
        agreement = await house.owner.get(f"/agreements/{agreement_id}")
        version = await house.owner.get(f"/versions/{agreement['versions'][0]['id']}")
        snapshot = json.loads(version["canonical"])
        assert snapshot["agreement"].pop("id") == agreement_id
        assert snapshot["agreement"].pop("reference") == agreement["reference"]
        assert not agreement["drift"]
        snapshots.append(snapshot)
    assert snapshots[0] == snapshots[1]


async def test_references_go_on_where_they_were(house: House) -> None:
    await stock(house)
    await house.owner.post("/onboardings", order("Eerste"))
    await take(house, as_csv(row(1), row(2)))
    last = await house.owner.post("/onboardings", order("Laatste"))
    agreement = await house.owner.get(f"/agreements/{last['agreement_id']}")
    assert agreement["reference"].endswith("-0004")


@pytest.mark.parametrize(
    "content",
    [
        as_csv(*TWO, separator=",", encoding="utf-8"),
        as_csv(*TWO, encoding="cp1252"),
        as_csv(*TWO, encoding="utf-16"),
        as_csv(*TWO, separator="\t"),
        as_xlsx(row(1, notice_days=30.0, registration=12345678), *TWO[1:]),
        as_csv(row(1, notice_days="30,0", country="Nederland", language="Nederlands"), *TWO[1:]),
    ],
    ids=["comma", "cp1252", "utf-16", "tab", "xlsx", "words"],
)
async def test_whatever_wrote_the_file_it_says_the_same(house: House, content: bytes) -> None:
    await stock(house)
    done = await take(house, content)
    assert done["state"] == "imported", await findings(house, done)
    again = await take(house, as_csv(*TWO))
    assert (again["state"], again["tally"]["unchanged"]) == ("imported", 2)


async def test_a_dry_run_changes_nothing_and_can_be_confirmed_once(house: House) -> None:
    await stock(house)
    done = await take(house, as_csv(*TWO), dry_run=True)
    assert (done["state"], done["confirmable"], done["tally"]["added"]) == ("checked", True, 2)
    assert await names(house) == []
    path = f"/imports/{done['id']}/confirmations"
    confirmed = await house.owner.post(path, expect=202)
    await house.owner.post(path, expect=409)
    await imports_of(house.app.state.pool)
    after = await house.owner.get(f"/imports/{confirmed['id']}")
    assert (after["state"], await names(house)) == ("imported", ["Klant 1", "Klant 2"])
    assert not (await house.owner.get(f"/imports/{done['id']}"))["confirmable"]


async def test_a_dry_run_that_nobody_confirms_keeps_its_file_one_day(house: House) -> None:
    await stock(house)
    done = await take(house, as_csv(*TWO), dry_run=True)
    await house.fetch(
        "UPDATE contracts.client_import_file SET kept_at = now() - interval '25 hours'"
    )
    await imports_of(house.app.state.pool)
    assert not (await house.owner.get(f"/imports/{done['id']}"))["confirmable"]


async def test_a_mistake_anywhere_leaves_everything_as_it_was(house: House) -> None:
    await stock(house)
    bad = (
        row(1),
        row(2, email="nergens", notice_days="veel"),
        row(3, products="hosting; onbekend"),
        row(4, duties="tekenen"),
        row(5, country=""),
        row(6, reseller="Niemand"),
        row(1, name="Anders", email="b@klant.example", duties="privacy"),
    )
    done = await take(house, as_csv(*bad))
    assert (done["state"], done["tally"]["findings"]) == ("refused", 7)
    assert await findings(house, done) == [
        (3, "e-mail", "email-invalid"),
        (3, "aankondigingstermijn", "number-invalid"),
        (4, "producten", "product-unknown"),
        (5, "taken", "notice-missing"),
        (6, "land", "missing"),
        (7, "wederverkoper", "reseller-unknown"),
        (8, "klant", "differs-in-file"),
    ]
    assert await names(house) == []


async def test_headings_are_looked_at_before_anything_else(house: House) -> None:
    content = as_csv(row(1)).replace(b"kvk-nummer", b"kleur").replace(b";bij einde;", b";taken;")
    done = await take(house, content)
    assert await findings(house, done) == [
        (1, "kleur", "column-unknown"),
        (1, "taken", "column-twice"),
        (1, "bij einde", "column-missing"),
    ]


async def test_what_differs_is_told_and_changed_only_when_asked(house: House) -> None:
    await stock(house)
    await haven(house, "De Haven")
    await take(house, as_csv(*TWO))
    other = (
        row(1, name="Klant Een", job_title="baas", reseller="de haven"),
        row(1, name="Klant Een", contact_name="Carla", email="c@klant1.example", duties="privacy"),
    )
    kept = await take(house, as_csv(*other))
    assert await findings(house, kept) == [
        (2, "klant", "differs"),
        (2, "wederverkoper", "differs"),
        (2, "functie", "differs"),
        (3, "e-mail", "differs"),
    ]
    assert await names(house) == ["Klant 1", "Klant 2"]
    updated = await take(house, as_csv(*other), on_existing="update")
    assert (updated["state"], updated["tally"]["changed"]) == ("imported", 1)
    assert await names(house) == ["Klant 2", "Klant Een"]
    client = (await house.owner.get("/clients", params={"q": "een"}))["items"][0]
    assert client["reseller"]["name"] == "De Haven"
    read = await house.owner.get(f"/clients/{client['id']}")
    titles = {one["name"]: one["job_title"] for one in read["contacts"]}
    assert titles == {"Anna": "baas", "Bram": "directeur", "Carla": "directeur"}
    again = await take(house, as_csv(*other), on_existing="update")
    assert (again["tally"]["changed"], again["tally"]["unchanged"]) == (0, 1)


async def test_terms_that_were_agreed_are_not_changed_by_a_file(house: House) -> None:
    await stock(house)
    await take(house, as_csv(row(1)))
    for asked in ({}, {"on_existing": "update"}):
        done = await take(house, as_csv(row(1, notice_days="10")), **asked)
        assert await findings(house, done) == [(2, "aankondigingstermijn", "terms-differ")]


async def test_a_duty_goes_over_to_another_in_one_file(house: House) -> None:
    await stock(house)
    await take(house, as_csv(row(1)))
    heir = row(1, contact_name="Bram", email="bram@klant1.example")
    done = await take(house, as_csv(row(1, duties="privacy"), heir), on_existing="update")
    assert done["state"] == "imported"


async def test_who_comes_in_a_file_while_a_notice_runs_is_told_too(house: House) -> None:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Eerste"))
    body = {"title": {"nl": "x", "en": "x"}, "effective_on": str(await house.today())}
    begins = [link(goods.product, goods.new_party)]
    draft = await house.owner.post("/changes", body | {"begins": begins})
    await house.owner.post(f"/changes/{draft['id']}/publications")
    await take(house, as_csv(row(1), row(2)))
    told = await house.owner.get(f"/changes/{draft['id']}/recipients")
    assert sorted(one["client"] for one in told["items"]) == ["Eerste", "Klant 1", "Klant 2"]
    assert len(await house.events("RecipientAdded")) == 2


async def test_a_formula_is_text_like_any_other(house: House) -> None:
    await stock(house)
    evil = '=HYPERLINK("https://evil.example";"klik")'
    done = await take(house, as_xlsx(row(1, name=evil)))
    assert done["state"] == "imported"
    assert await names(house) == [evil]


async def test_a_worker_that_dies_leaves_the_file_to_the_next_and_gives_up_in_the_end(
    house: House,
) -> None:
    await stock(house)
    outcomes = []
    for number, attempts in ((1, 2), (2, 3)):
        made = await send(house, as_csv(row(number)))
        await house.fetch(
            "INSERT INTO contracts.client_import_progress VALUES ($1, $2, $3, 'insert', 1, 2)",
            house.tenant,
            UUID(made["id"]),
            attempts,
        )
        running = await house.owner.get(f"/imports/{made['id']}")
        assert (running["state"], running["stage"], running["done"]) == ("running", "insert", 1)
        await imports_of(house.app.state.pool)
        outcomes.append((await house.owner.get(f"/imports/{made['id']}"))["state"])
    assert outcomes == ["imported", "failed"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no workbook", "file-unreadable"),
        (as_xlsx(row(1))[:-200], "file-unreadable"),
        (as_xlsx(row(1), first=500_000), "file-too-large"),
        (b"\n\n", "column-missing"),
        (b'"open', "column-unknown"),
        (b"\xff\xfe\x00", "column-unknown"),
        (b"x;" * 200, "too-many-columns"),
    ],
    ids=["zip", "cut", "far", "empty", "quote", "utf-16", "wide"],
)
async def test_a_file_that_is_none_is_refused_with_the_way_out(
    house: House, content: bytes, code: str
) -> None:
    done = await take(house, content)
    assert (done["state"], (await findings(house, done))[0][2]) == ("refused", code)


async def test_pages_of_imports_and_findings_follow_each_other(house: House) -> None:
    await stock(house)
    await send(house, b"", expect=400)
    bad = await take(house, as_csv(*(row(number, email="x") for number in range(5))))
    await take(house, as_csv(row(1, email="x")))
    path = f"/imports/{bad['id']}/findings"
    first = await house.owner.get(path, params={"limit": 3})
    rest = await house.owner.get(path, params={"limit": 30, "after": first["next"]})
    assert [one["row"] for one in first["items"] + rest["items"]] == [2, 3, 4, 5, 6]
    assert rest["next"] is None
    newest = await house.owner.get("/imports", params={"limit": 1})
    older = await house.owner.get("/imports", params={"after": newest["next"]})
    assert [one["id"] for one in older["items"]] == [bad["id"]]


@pytest.mark.parametrize(("kind", "language"), [("csv", "nl"), ("csv", "en"), ("xlsx", "nl")])
async def test_the_example_is_a_file_that_can_be_imported(
    house: House, kind: str, language: str
) -> None:
    await stock(house)
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    answer = await house.client.get(
        "/imports/example", params={"format": kind, "language": language}, headers=headers
    )
    assert answer.headers["content-disposition"].endswith(f'.{kind}"')
    done = await take(house, answer.content)
    assert [code for _, _, code in await findings(house, done)] == ["product-unknown"]


async def test_only_staff_who_write_bring_files_in(house: House) -> None:
    await stock(house)
    done = await take(house, as_csv(row(1)), dry_run=True)
    for who, read in ((house.staff("viewer"), 200), (house.service("portal"), 403)):
        await who.get("/imports", expect=read)
        await who.get(f"/imports/{done['id']}", expect=read)
        await who.post("/imports", expect=403)
        await who.post(f"/imports/{done['id']}/confirmations", expect=403)
