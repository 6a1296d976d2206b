from datetime import date
from typing import Any

import pytest

from services.contracts.domain.transfer import Transfer, basis_finding, findings


def codes(*, eu_only: bool = False, **facts: Any) -> list[str]:
    transfer = Transfer(**{"capacity": "subprocessor"} | facts)
    return [one.code for one in findings(transfer, eu_only=eu_only)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"zone": "EU", "mechanism": "none_required"}, []),
        ({"zone": "EU"}, []),
        ({"zone": "EEA"}, []),
        ({"zone": "third", "mechanism": "scc"}, []),
        ({"zone": "third", "mechanism": "dpf", "mechanism_verified_on": date(2026, 1, 1)}, []),
        ({"zone": "third", "mechanism": "dpf"}, ["dpf-unverified"]),
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


def test_the_eea_breaks_a_promise_of_the_eu_alone() -> None:
    assert codes(eu_only=True, zone="EEA") == ["outside-eu-promise"]
    assert codes(eu_only=True, zone="EU") == []
    assert codes(eu_only=True, zone="EEA", capacity="own_administration") == []


def test_privacy_shield_names_what_to_do_instead() -> None:
    finding = basis_finding("privacy_shield")
    assert finding is not None
    assert finding.refused
    for way in ("DPF", "2021/914", "EEA"):
        assert way in finding.instead.en
    assert "16 juli 2020" in finding.finding.nl
    assert basis_finding("scc") is None
    assert basis_finding(None) is None


def test_what_nobody_knows_is_shown_and_not_refused() -> None:
    (finding,) = findings(Transfer(capacity="subprocessor"), eu_only=True)
    assert not finding.refused
