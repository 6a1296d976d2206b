from datetime import date
from typing import Any

import pytest

from services.contracts.domain.adequacy import DECISIONS, decisions_on, zone_of
from services.contracts.domain.transfer import Law, Transfer, basis_finding, findings

TODAY = date(2026, 11, 22)


def codes(*, on: date = TODAY, eu_only: bool = False, ended: Any = None, **facts: Any) -> list[str]:
    transfer = Transfer(**{"capacity": "subprocessor"} | facts)
    law = Law(on=on, eu_only=eu_only, endings=ended or {})
    return [one.code for one in findings(transfer, law)]


def dpf(verified: date | None = date(2026, 1, 1), **more: Any) -> dict[str, Any]:
    return {"zone": "third", "mechanism": "dpf", "mechanism_verified_on": verified} | more


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"zone": "EU", "mechanism": "none_required"}, []),
        ({"zone": "EU"}, []),
        ({"zone": "EEA"}, []),
        ({"zone": "third", "mechanism": "scc"}, []),
        (dpf(), []),
        (dpf(None), ["dpf-unverified"]),
        ({"zone": "third"}, ["third-country-without-mechanism"]),
        ({"zone": "third", "mechanism": "none_required"}, ["third-country-without-mechanism"]),
        ({"zone": "third", "mechanism": "privacy_shield"}, ["privacy-shield"]),
        ({"zone": "adequate", "mechanism": "adequacy"}, []),
        ({"zone": "adequate"}, ["to-be-confirmed"]),
        ({}, ["to-be-confirmed"]),
    ],
)
def test_a_transfer_is_judged_by_zone_and_mechanism(
    facts: dict[str, Any], expected: list[str]
) -> None:
    assert codes(**facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"zone": "EU", "countries": ("NL", "DE")}, []),
        ({"zone": "EU", "countries": ("NL", "NO")}, ["zone-differs"]),
        ({"zone": "third", "mechanism": "scc", "countries": ("NL",)}, ["zone-differs"]),
        (
            {"zone": "EU", "countries": ("IN",)},
            ["third-country-without-mechanism", "zone-differs"],
        ),
        ({"zone": "third", "mechanism": "scc", "countries": ("IN", "US")}, []),
        (dpf(countries=("US",)), []),
        (dpf(countries=("US",), zone="adequate"), []),
        (dpf(countries=("US", "IN")), ["third-country-without-mechanism"]),
        ({"zone": "third", "countries": ("US",)}, ["third-country-without-mechanism"]),
        ({"zone": "adequate", "mechanism": "adequacy", "countries": ("GB", "CH")}, []),
        ({"zone": "adequate", "mechanism": "adequacy", "countries": ("CA",)}, ["adequacy-limited"]),
        (
            {"zone": "adequate", "mechanism": "adequacy", "countries": ("IN",)},
            ["third-country-without-mechanism", "zone-differs"],
        ),
        ({"mechanism": "adequacy", "countries": ("JP",)}, []),
        ({"zone": "EU", "established": "US"}, ["party-outside-zone"]),
        ({"zone": "EU", "established": "US", "countries": ("IE",)}, []),
    ],
)
def test_the_countries_weigh_more_than_the_zone_that_was_claimed(
    facts: dict[str, Any], expected: list[str]
) -> None:
    assert codes(**facts) == expected


@pytest.mark.parametrize(
    ("on", "country", "zone"),
    [
        (date(2031, 12, 27), "GB", "adequate"),
        (date(2031, 12, 28), "GB", "third"),
        (date(2026, 1, 25), "BR", "third"),
        (date(2026, 1, 26), "BR", "adequate"),
        (TODAY, "NO", "EEA"),
        (TODAY, "NL", "EU"),
        (TODAY, "IN", "third"),
        (date(2023, 7, 9), "US", "third"),
    ],
)
def test_a_country_has_its_zone_on_a_day(on: date, country: str, zone: str) -> None:
    assert zone_of(country, on, {}) == zone


def test_the_british_decision_warns_before_its_end_and_lapses_after_it() -> None:
    british = {"zone": "adequate", "mechanism": "adequacy", "countries": ("GB",)}
    assert codes(on=date(2031, 6, 1), **british) == []
    assert codes(on=date(2031, 7, 1), **british) == ["adequacy-ending"]
    assert codes(on=date(2031, 12, 28), **british) == ["adequacy-lapsed"]
    seat = {"zone": "adequate", "mechanism": "adequacy", "established": "GB"}
    assert codes(on=date(2031, 12, 28), **seat) == ["adequacy-lapsed"]


def test_an_ending_that_a_provider_recorded_counts_from_its_day() -> None:
    ended = {"US": date(2026, 11, 22)}
    assert codes(on=date(2026, 11, 21), ended=ended, **dpf()) == ["adequacy-ending"]
    assert codes(ended=ended, **dpf()) == ["adequacy-lapsed"]
    assert codes(ended=ended, zone="third", mechanism="scc", countries=("US",)) == []


def test_the_privacy_shield_held_until_the_day_of_its_judgment() -> None:
    shield = {"zone": "third", "mechanism": "privacy_shield"}
    assert codes(on=date(2020, 7, 15), **shield) == []
    assert codes(on=date(2020, 7, 16), **shield) == ["privacy-shield"]
    assert basis_finding("privacy_shield", date(2020, 7, 15)) is None


def test_a_certification_that_was_verified_over_a_year_ago_is_to_be_looked_up_again() -> None:
    assert codes(**dpf(date(2025, 11, 22))) == []
    assert codes(**dpf(date(2025, 11, 20))) == ["dpf-verification-old"]
    old = findings(Transfer(capacity="subprocessor", **dpf(date(2025, 1, 1))), Law(on=TODAY))
    assert "C-703/25 P" in old[0].finding.nl
    assert not old[0].refused


def test_the_eea_breaks_a_promise_of_the_eu_alone() -> None:
    assert codes(eu_only=True, zone="EEA") == ["outside-eu-promise"]
    assert codes(eu_only=True, zone="EU") == []
    assert codes(eu_only=True, zone="EU", countries=("NO",)) == [
        "outside-eu-promise",
        "zone-differs",
    ]
    assert codes(eu_only=True, zone="EEA", capacity="own_administration") == []


def test_privacy_shield_names_what_to_do_instead() -> None:
    finding = basis_finding("privacy_shield", TODAY)
    assert finding is not None
    assert finding.refused
    for way in ("DPF", "2021/914", "EEA"):
        assert way in finding.instead.en
    assert "16 juli 2020" in finding.finding.nl
    assert basis_finding("scc", TODAY) is None
    assert basis_finding(None, TODAY) is None


def test_what_nobody_knows_is_shown_and_not_refused() -> None:
    (finding,) = findings(Transfer(capacity="subprocessor"), Law(on=TODAY, eu_only=True))
    assert not finding.refused


def test_what_nobody_has_read_in_a_source_is_marked_so() -> None:
    read = {one.territory for one in DECISIONS if one.read}
    assert read == {"BR", "EPO", "US"}
    listed = {one.territory: one for one in decisions_on(TODAY, {"US": TODAY}).items}
    assert not listed["US"].in_force
    assert listed["GB"].in_force
    assert listed["GB"].name.nl == "Verenigd Koninkrijk"


@pytest.mark.parametrize(("country", "fits"), [("US", True), ("IN", False)])
def test_the_framework_for_the_united_states_is_proposed_for_no_other_country(
    country: str, fits: bool
) -> None:
    transfer = Transfer(capacity="subprocessor", zone="third", countries=(country,))
    (found,) = findings(transfer, Law(on=TODAY, eu_only=False, endings={}))
    assert ("DPF" in found.instead.en) is fits
