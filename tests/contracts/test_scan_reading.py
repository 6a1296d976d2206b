"""The scanner on statements: what it finds, and what it must not take for a party."""

import random
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.domain.scan import Reading
from services.contracts.domain.scanner.catalogue import OwnParty, known_parties
from services.contracts.domain.scanner.reading import Provider, read
from services.contracts.domain.tenant import ReplyTerm
from tests.contracts.statements.measure import DAY, OWN, SEEDS, expected_of, names, reading_of


def scan(text: str, **more: object) -> Reading:
    return read(text, on=DAY, **more)  # type: ignore[arg-type]


def found(text: str, **more: object) -> set[str]:
    return {party.name for party in scan(text, **more).parties}


def codes(text: str, **more: object) -> set[str]:
    return {one.code for one in scan(text, **more).warnings} - {"version-missing"}


@pytest.mark.parametrize("path", [*OWN, *SEEDS], ids=lambda path: path.stem[:12])
def test_every_party_of_a_statement_is_found_and_nothing_else(path: Path) -> None:
    reading, expected = reading_of(path), expected_of(path)
    assert set(names(reading, "known")) == set(expected["known"])
    assert set(names(reading, "unknown")) == set(expected["unknown"])
    warned = {one.code for one in reading.warnings}
    assert warned - {"promise-unconfirmed"} == set(expected["warnings"]) - {"promise-unconfirmed"}


@pytest.mark.parametrize("path", [*OWN, *SEEDS], ids=lambda path: path.stem[:12])
def test_every_passage_stands_where_it_says(path: Path) -> None:
    reading = reading_of(path)
    for passage in (p for party in reading.parties for p in party.passages):
        start = passage.sentence_start
        assert reading.text[start : start + len(passage.sentence)] == passage.sentence
        assert start <= passage.start < passage.end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voor facturen gebruiken wij Money Bird.", "MoneyBird"),
        ("Voor facturen gebruiken wij Moneybird B.V.", "MoneyBird"),
        ("Voor facturen gebruiken wij Money-\nBird.", "MoneyBird"),
        ("Voor facturen gebruiken wij Moneybrid.", "MoneyBird"),
        ("Onze mail staat in Office 365.", "Microsoft 365"),
        ("Onze mail staat in Microsoft\n365.", "Microsoft 365"),
        ("Onze mail staat in Google G Suite.", "Google Workspace"),
        ("De boeken staan in Exact.", "Exact Online"),
        ("Onze servers draaien in Azure.", "Microsoft Azure"),
        ("Wij mailen met Outlook.", "Microsoft 365"),
        ("De chat is van tawk.to.", "Tawk.to"),
        ("We use mailchimp to send newsletters.", "Mailchimp"),
    ],
)
def test_a_name_is_known_however_it_is_written(text: str, name: str) -> None:
    assert found(text) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "Wij weten exact wie erbij kan.",
        "Exact hetzelfde geldt voor uw gegevens.",
        "De knoppen zijn Azure van kleur.",
        "De lucht is azure en onze servers zijn groen.",
        "De outlook voor onze dienst is goed.",
        "Vragen? Ga naar de pagina Contact of mail mollie@voorbeeld.example.",
        "Lees meer op https://www.mollie.com/nl/privacy of www.moneybird.nl.",
        "Meer weten? Zie [Mollie](https://mollie.com).",
        "Volg ons op Facebook, LinkedIn en Instagram.",
        "Uw browser, zoals Chrome of Safari, kan cookies weigeren.",
        "U kunt klagen bij de Autoriteit Persoonsgegevens of de Kamer van Koophandel.",
        "Onze functionaris is Jan de Vries, bereikbaar op maandag in Utrecht.",
        "Wij zijn gevestigd te Groningen, aan de Brugstraat 12.",
    ],
)
def test_a_word_a_link_an_office_or_a_person_is_no_party(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Wij gebruiken geen Google Analytics.",
        "Google Analytics gebruiken wij niet.",
        "Wij maken geen gebruik van Hotjar of Mailchimp.",
        "Uw gegevens gaan niet naar Mollie.",
        "In het verleden gebruikten wij Mailchimp.",
        "Mailchimp is bij ons niet meer in gebruik.",
        "We do not use Google Analytics.",
        "Google Analytics is not used on our site.",
        "Wij maken geen gebruik van:\n\n- Hotjar\n- Mailchimp",
        "## Google Analytics\n\nWij gebruiken geen Google Analytics.",
        "Onze statistieken komen uit Matomo op onze eigen servers.",
    ],
)
def test_what_is_said_not_to_be_used_is_not_proposed(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("In plaats van Mailchimp gebruiken wij Laposta.", {"Laposta"}),
        ("Wij delen niets met anderen, behalve met Mollie.", {"Mollie"}),
        ("Wij gebruiken geen Hotjar, maar Mouseflow.", {"Mouseflow"}),
        ("Mollie gebruikt uw gegevens niet voor andere doelen.", {"Mollie"}),
        ("Niet alleen Mollie, maar ook Buckaroo verwerkt betalingen.", {"Mollie", "Buckaroo"}),
    ],
)
def test_a_no_reaches_no_further_than_its_clause(text: str, names_: set[str]) -> None:
    assert found(text) == names_


def test_the_provider_is_no_party_in_its_own_statement() -> None:
    text = "Kabelrijk verwerkt uw gegevens. Onze dienst van Kabelrijk draait bij Leaseweb."
    assert found(text, provider=Provider(names=["Kabelrijk B.V."])) == {"Leaseweb"}


def test_a_party_of_the_record_is_found_by_its_aliases() -> None:
    own = OwnParty(id=uuid4(), name="Nieuwe Wolk", aliases=("NWolk",), country="NL")
    (party,) = scan("Alles staat bij NWolk.", provider=Provider(parties=[own])).parties
    assert (party.name, party.kind, party.subprocessor_id) == ("Nieuwe Wolk", "known", own.id)


def test_the_link_is_proposed_from_the_words_and_never_beyond_them() -> None:
    text = (
        "Voor onze boekhouding gebruiken wij Jortt. Zij krijgen uw naam, adres en factuurgegevens."
        "\n\nBack-ups bewaren wij bij Wasabi in de Verenigde Staten onder modelcontractbepalingen."
        "\n\nWij werken met Vimexx."
    )
    jortt, wasabi, vimexx = (party.link for party in scan(text).parties)
    assert (jortt.capacity, jortt.purpose and jortt.purpose.en) == (
        "own_administration",
        "bookkeeping and invoicing",
    )
    assert [one.nl for one in jortt.data_categories] == [
        "naam",
        "adres en woonplaats",
        "factuurgegevens",
    ]
    assert (wasabi.countries, wasabi.zone, wasabi.mechanism) == (("US",), "third", "scc")
    assert vimexx.model_dump(exclude_defaults=True) == {}


def test_what_the_catalogue_says_is_marked_as_such() -> None:
    (mollie,) = scan("Betalingen lopen via Mollie.").parties
    assert mollie.link.basis == {"purpose": "text", "capacity": "catalogue", "reason": "catalogue"}
    assert mollie.facts.source


def test_the_bare_name_of_a_house_means_its_product() -> None:
    text = "Wij gebruiken Google Analytics. Google bewaart dit op servers in de Verenigde Staten."
    (party,) = scan(text).parties
    assert (party.name, party.times, party.link.countries) == ("Google Analytics", 2, ("US",))


def test_the_text_may_promise_no_area_that_a_party_lies_outside() -> None:
    promise = "Uw gegevens blijven altijd binnen de EU. "
    outside = promise + "Back-ups staan bij Kluisrots Inc. in de Verenigde Staten."
    (warning,) = (one for one in scan(outside).warnings if one.code == "outside-promise")
    assert warning.parties == ("Kluisrots",)
    assert codes(promise + "Back-ups staan bij Kluisrots in Duitsland.") == set()
    assert codes(promise + "Back-ups staan bij Kluisrots.") == {"promise-unconfirmed"}
    loose = "Wij bewaren gegevens zo veel mogelijk binnen de EU. Mail via Kluisrots in Canada."
    assert codes(loose) == set()


def test_terms_that_differ_are_told_also_from_the_setting() -> None:
    four_weeks = "Wij beantwoorden uw verzoek binnen vier weken."
    assert codes(four_weeks) == set()
    assert codes(four_weeks + " Op een verzoek reageren wij binnen 30 dagen.") == {"term-conflict"}
    assert codes(four_weeks + " Op een verzoek reageren wij binnen 28 dagen.") == set()
    setting = Provider(reply_term=ReplyTerm(count=30, unit="days"))
    assert codes(four_weeks, provider=setting) == {"term-conflict"}
    assert codes("Sollicitaties bewaren wij vier weken.", provider=setting) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doorgifte berust op het EU-US Privacy Shield.", {"privacy-shield"}),
        ("Het Privacy Shield is ongeldig; wij gebruiken het DPF.", set()),
        ("Gemeld bij het College Bescherming Persoonsgegevens.", {"cbp"}),
        ("De Autoriteit Persoonsgegevens (voorheen CBP) ziet toe.", set()),
        ("Stuur een kopie van uw paspoort mee.", {"id-copy-unmasked"}),
        ("Stuur een kopie van uw paspoort mee. Maak de foto zwart.", set()),
        ("Wij vragen nooit om een kopie van uw paspoort.", set()),
    ],
)
def test_what_is_out_of_date_or_asks_too_much_is_told(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Versie: 10 juli 2024", True),
        ("Laatst gewijzigd op 01-02-2025.", True),
        ("Last updated: March 3, 2024", True),
        ("De AVG geldt vanaf 25 mei 2018.", False),
        ("Versie 1.2", False),
    ],
)
def test_a_version_has_a_day_of_its_own(text: str, dated: bool) -> None:
    warned = {one.code for one in scan(text).warnings}
    assert ("version-missing" not in warned) is dated


def test_the_catalogue_names_each_party_once_with_the_source_of_its_facts() -> None:
    parties = known_parties()
    assert len({party.name for party in parties}) == len(parties)
    for party in parties:
        bare = party.source.startswith("The name alone")
        facts = (party.legal_entity, party.country, party.zone, party.leaves_eu, party.capacity)
        assert not (bare and any(fact is not None for fact in facts)), party.name
        assert (party.capacity == "controller") == (party.reason is not None)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_any_text_is_read_the_same_twice(text: str, html: bool) -> None:
    assert scan(text, html=html) == scan(text, html=html)


WORDS = [
    "wij", "gebruiken", "Mollie", "via", "Google", "Analytics", "Kassabrug", "B.V.", ",", ".",
    "door", "de", "Exact", "niet", "geen", "a@b.nl", "|", "-", "https://x.nl/a", "#", "Azure",
    "datacenter", "EU", "buiten", "nooit", "kopie", "paspoort", "binnen", "vier", "weken", "<",
    ">", "<p>", "<a>",
]  # fmt: skip
HOSTILE = {
    "random words": lambda n: " ".join(random.Random(1).choices(WORDS, k=n // 6)),
    "one sentence": lambda n: "wij gebruiken Mollie en via Kassabrug, " * (n // 39),
    "openings": lambda n: "<div class='nav '><!-" * (n // 21),
    "links": lambda n: "<a>Mollie</a> " * (n // 14),
    "spaces": lambda n: ". " + " " * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_million_characters_of_anything_take_a_bounded_time(kind: str) -> None:
    started = time.process_time()
    scan(HOSTILE[kind](1_000_000), html=kind in ("openings", "links"))
    assert time.process_time() - started < 40


def test_what_a_day_makes_of_a_country_is_asked_of_the_law() -> None:
    text = "Back-ups staan bij Kluisrots in het Verenigd Koninkrijk."
    zones = [
        read(text, on=day).parties[0].link.zone for day in (date(2026, 1, 1), date(2032, 1, 1))
    ]
    assert zones == ["adequate", "third"]
