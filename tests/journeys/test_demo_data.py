"""The demonstration's data holds what the five providers say, and invents nothing unseen."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.demo.data import FOLDER, DemoProvider, Text, read, read_all

# Copies of the providers' published statements, read where they lie beside the checkout.
STATEMENTS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
OWN, SUB, CONTROLLER = "own_administration", "subprocessor", "controller"
ALL = {demo.provider.slug: demo for demo in read_all()}

CAPACITIES = {
    "qaleido": {("datacenter-groningen", SUB)},
    "calqi": {("unnamed-suppliers", SUB), ("google-analytics", OWN)},
    "de-kale-ict": {
        ("dnn-consulting", SUB),
        ("managed-com", SUB),
        ("smtp-com", SUB),
        ("moneybird", SUB),
        ("mollie", SUB),
        ("mollie", CONTROLLER),
        ("moneybird", OWN),
        ("factuursturen", OWN),
        ("exact-online", OWN),
        ("google-workspace", OWN),
        ("google-analytics", OWN),
    },
    "qputer": {("unnamed-suppliers", SUB), ("sidn", CONTROLLER)},
    "qarebase": {
        ("azure", SUB),
        ("zoho", OWN),
        ("azure-devops", OWN),
        ("microsoft-365", OWN),
        ("google-analytics", OWN),
        ("qarebase-qms", OWN),
    },
}


def texts(value: object) -> list[Text]:
    """Every text in both languages, however deep."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, list):
        return [found for item in value for found in texts(item)]
    fields = getattr(type(value), "model_fields", ())
    return [found for name in fields for found in texts(getattr(value, name))]


@pytest.mark.parametrize("slug", CAPACITIES)
def test_every_party_stands_in_the_capacity_that_the_facts_give(slug: str) -> None:
    assert {(link.party, link.capacity) for link in ALL[slug].links} == CAPACITIES[slug]


def test_there_are_five_providers() -> None:
    assert set(ALL) == set(CAPACITIES)


@pytest.mark.parametrize(
    ("slug", "term"),
    [
        ("qaleido", None),
        ("calqi", (4, "weeks", "aim")),
        ("de-kale-ict", (30, "days", "maximum")),
        ("qputer", None),
        ("qarebase", (4, "weeks", "maximum")),
    ],
)
def test_reply_terms_are_those_of_the_statements(
    slug: str, term: tuple[int, str, str] | None
) -> None:
    reply = ALL[slug].provider.reply_term
    assert (reply and (reply.count, reply.unit, reply.kind)) == term


def test_dates_and_ways_of_telling_are_those_of_the_statements() -> None:
    told = {s: (d.provider.statement_date, d.provider.changes_told) for s, d in ALL.items()}
    assert told == {
        "qaleido": (None, "website"),
        "calqi": ("2018-05-25", "beforehand"),
        "de-kale-ict": ("2018-05-24", "email"),
        "qputer": ("2024-07-10", "website"),
        "qarebase": ("2024-02", "email"),
    }


def test_only_qaleido_promises_the_eu_and_only_qarebase_leans_on_privacy_shield() -> None:
    assert {slug for slug, demo in ALL.items() if demo.provider.eu_only} == {"qaleido"}
    basis = {slug: demo.provider.transfer_basis for slug, demo in ALL.items()}
    assert [slug for slug, name in basis.items() if name] == ["qarebase"]


def test_the_eu_promise_holds_for_every_sub_processor_of_who_makes_it() -> None:
    zones = {link.zone for d in ALL.values() if d.provider.eu_only for link in d.links}
    assert zones == {"EU"}


def test_what_nobody_knows_is_null() -> None:
    parties = {party.key: party for party in ALL["de-kale-ict"].parties}
    for key in ("dnn-consulting", "managed-com", "smtp-com"):
        assert (parties[key].legal_entity, parties[key].address, parties[key].country) == (
            None,
            None,
            None,
        )
    hosting = [x for x in ALL["de-kale-ict"].links if x.product == "webhosting-en-e-mail"]
    assert {(x.location, x.zone, x.mechanism) for x in hosting} == {(None, None, None)}
    assert ALL["qaleido"].parties[0].legal_entity is None
    assert parties["moneybird"].registration == "58209344"


def test_the_products_of_de_kale_ict_are_the_two_of_the_demonstration() -> None:
    products = {p.name.nl: p for p in ALL["de-kale-ict"].products}
    assert {name: p.invented for name, p in products.items()} == {
        "webhosting en e-mail": False,
        "webwinkel met facturatie": True,
    }
    sold = {
        product.name.nl: {
            (x.party, x.capacity) for x in ALL["de-kale-ict"].links if x.product == product.key
        }
        for product in products.values()
    }
    assert sold["webhosting en e-mail"] == {
        ("dnn-consulting", SUB),
        ("managed-com", SUB),
        ("smtp-com", SUB),
    }
    assert sold["webwinkel met facturatie"] == {
        ("moneybird", SUB),
        ("mollie", SUB),
        ("mollie", CONTROLLER),
    }


def test_an_invented_product_says_so_in_both_languages() -> None:
    for demo in ALL.values():
        for product in demo.products:
            said = "erzonnen" in product.description.nl and "nvented" in product.description.en
            assert said == product.invented


@pytest.mark.parametrize("slug", CAPACITIES)
def test_every_product_is_sold_and_has_a_sub_processor(slug: str) -> None:
    demo = ALL[slug]
    sold = {key for client in demo.clients for key in client.products}
    linked = {link.product for link in demo.links if link.capacity == SUB}
    assert sold == {product.key for product in demo.products}
    assert linked == sold


@pytest.mark.parametrize("slug", CAPACITIES)
def test_every_provider_has_clients_of_each_kind(slug: str) -> None:
    clients = ALL[slug].clients
    assert {"nl", "en"} == {client.terms.language for client in clients}
    assert "specific" in {client.terms.authorisation for client in clients}
    for client in clients:
        duties = {duty for contact in client.contacts for duty in contact.duties}
        assert duties == {"signatory", "notice", "privacy", "breach"}
        if client.terms.authorisation == "specific":
            assert client.terms.on_objection == "block"
    bouncing = [
        (contact, client)
        for client in clients
        for contact in client.contacts
        if contact.email.endswith("@onbestelbaar.example")
    ]
    assert [contact.duties for contact, _ in bouncing] == [["notice"]]
    assert len(bouncing[0][1].contacts) == 3


def test_terms_differ_enough_to_show_each_way_of_counting() -> None:
    terms = [client.terms for demo in ALL.values() for client in demo.clients]
    assert {t.notice_days for t in terms} == {14, 30}
    assert {t.day_kind for t in terms} == {"calendar", "business"}
    assert {t.counted_from for t in terms} == {"published", "sent", "delivered"}
    assert {t.on_objection for t in terms} == {"block", "mitigate", "terminate"}


def test_every_address_of_an_invented_person_is_of_the_reserved_kind_and_used_once() -> None:
    addresses = [
        person.email
        for demo in ALL.values()
        for person in [demo.owner, *(c for client in demo.clients for c in client.contacts)]
    ]
    assert all(address.endswith(".example") for address in addresses)
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("slug", CAPACITIES)
def test_no_run_of_words_is_taken_from_a_statement(slug: str) -> None:
    """Facts carry over, sentences don't: no seven words in a row."""
    statements = " ".join(words(path.read_text()) for path in STATEMENTS.glob("*.txt"))
    for text in texts(ALL[slug]):
        spoken = words(text.nl).split()
        for start in range(len(spoken) - 6):
            assert f" {' '.join(spoken[start : start + 7])} " not in statements


def words(text: str) -> str:
    return " ".join(["", *re.findall(r"\w+", text.lower()), ""])


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"clients": []},
        {"parties": []},
    ],
)
def test_a_file_with_a_mistake_is_refused(change: dict[str, object]) -> None:
    content = read("qaleido").model_dump()
    with pytest.raises(ValidationError):
        DemoProvider.model_validate(content | change)


def test_a_file_lies_in_the_folder_under_the_name_of_its_provider() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {d.provider.slug for d in read_all()}
