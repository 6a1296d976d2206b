"""Whether data may go where a link says that they go (AVG chapter V), on a given day.

A refusal keeps a link out; a warning is shown and lets it in. What nobody knows yet (null) is
neither: it is shown as to be confirmed.
"""

from datetime import date
from typing import Literal

from services.contracts.domain.form import Record
from shared.text import Text

Zone = Literal["EU", "EEA", "adequate", "third"]
Capacity = Literal["subprocessor", "own_administration", "controller"]
Mechanism = Literal[
    "none_required", "adequacy", "dpf", "scc", "bcr", "derogation", "privacy_shield"
]

# C-311/18 (Schrems II); the decision (EU) 2016/1250 has had no effect since.
PRIVACY_SHIELD_ENDED = date(2020, 7, 16)
INSIDE: tuple[Zone, ...] = ("EU", "EEA")

WORDS: dict[Mechanism, Text] = {
    "none_required": Text(nl="geen nodig (binnen de EER)", en="none required (inside the EEA)"),
    "adequacy": Text(nl="adequaatheidsbesluit", en="adequacy decision"),
    "dpf": Text(nl="EU-VS-gegevensprivacykader (DPF)", en="EU-US Data Privacy Framework (DPF)"),
    "scc": Text(
        nl="standaardcontractbepalingen (EU) 2021/914",
        en="standard contractual clauses (EU) 2021/914",
    ),
    "bcr": Text(nl="bindende bedrijfsvoorschriften", en="binding corporate rules"),
    "derogation": Text(nl="afwijking van art. 49 AVG", en="derogation of Art. 49 GDPR"),
    "privacy_shield": Text(
        nl="Privacy Shield (ongeldig sinds 16 juli 2020)",
        en="Privacy Shield (invalid since 16 July 2020)",
    ),
}

INSTEAD = Text(
    nl="Kies een geldig doorgifte-instrument: het EU-VS-gegevensprivacykader (DPF) met de dag"
    " waarop de certificering is nagegaan, de standaardcontractbepalingen (EU) 2021/914, of een"
    " locatie binnen de EER.",
    en="Choose a valid mechanism: the EU-US Data Privacy Framework (DPF) with the day on which the"
    " certification was verified, the standard contractual clauses (EU) 2021/914, or a location"
    " inside the EEA.",
)


class Transfer(Record):
    """What the check looks at in one link."""

    capacity: Capacity
    zone: Zone | None = None
    mechanism: Mechanism | None = None
    mechanism_verified_on: date | None = None


class Finding(Record):
    """``refused`` keeps the link out; ``field`` is where to mend it."""

    code: str
    refused: bool
    field: str
    finding: Text
    instead: Text


def basis_finding(basis: Mechanism | None) -> Finding | None:
    """What is wrong with the mechanism that a provider promises in general."""
    return _privacy_shield("transfer_basis") if basis == "privacy_shield" else None


def findings(transfer: Transfer, *, eu_only: bool) -> tuple[Finding, ...]:
    """All that is wrong with one link, the worst first."""
    found = (
        _privacy_shield("mechanism") if transfer.mechanism == "privacy_shield" else None,
        _unverified(transfer),
        _without_mechanism(transfer),
        _outside_the_promise(transfer) if eu_only else None,
        _unknown(transfer),
    )
    return tuple(finding for finding in found if finding)


def _privacy_shield(field: str) -> Finding:
    return Finding(
        code="privacy-shield",
        refused=True,
        field=field,
        finding=Text(
            nl="Privacy Shield is ongeldig sinds 16 juli 2020 (HvJ EU C-311/18).",
            en="Privacy Shield has been invalid since 16 July 2020 (CJEU C-311/18).",
        ),
        instead=INSTEAD,
    )


def _unverified(transfer: Transfer) -> Finding | None:
    if transfer.mechanism != "dpf" or transfer.mechanism_verified_on is not None:
        return None
    return Finding(
        code="dpf-unverified",
        refused=True,
        field="mechanism_verified_on",
        finding=Text(
            nl="Het DPF geldt alleen voor ontvangers die gecertificeerd zijn; de dag waarop dat is"
            " nagegaan ontbreekt.",
            en="The DPF holds for certified recipients only; the day on which that was verified"
            " is missing.",
        ),
        instead=Text(
            nl="Zoek de ontvanger op in de lijst op dataprivacyframework.gov en vul de dag in, of"
            " kies de standaardcontractbepalingen (EU) 2021/914.",
            en="Look the recipient up in the list at dataprivacyframework.gov and fill in the day,"
            " or choose the standard contractual clauses (EU) 2021/914.",
        ),
    )


def _without_mechanism(transfer: Transfer) -> Finding | None:
    if transfer.zone != "third" or transfer.mechanism not in (None, "none_required", "adequacy"):
        return None
    return Finding(
        code="third-country-without-mechanism",
        refused=True,
        field="mechanism",
        finding=Text(
            nl="Doorgifte naar een land buiten de EER zonder adequaatheidsbesluit vraagt een"
            " doorgifte-instrument (art. 46 AVG).",
            en="A transfer to a country outside the EEA without an adequacy decision needs a"
            " mechanism (Art. 46 GDPR).",
        ),
        instead=INSTEAD,
    )


def _outside_the_promise(transfer: Transfer) -> Finding | None:
    if transfer.capacity != "subprocessor" or transfer.zone in (None, "EU"):
        return None
    return Finding(
        code="outside-eu-promise",
        refused=True,
        field="zone",
        finding=Text(
            nl="De aanbieder heeft beloofd dat gegevens de EU niet verlaten.",
            en="The provider has promised that data never leave the EU.",
        ),
        instead=Text(
            nl="Kies een locatie binnen de EU (de EER is ruimer dan de belofte), of trek de belofte"
            " in en vertel dat de klanten.",
            en="Choose a location inside the EU (the EEA is wider than the promise), or withdraw"
            " the promise and tell the clients.",
        ),
    )


def _unknown(transfer: Transfer) -> Finding | None:
    outside = transfer.zone not in INSIDE and transfer.mechanism is None
    if transfer.zone == "third" or not outside:
        return None
    return Finding(
        code="to-be-confirmed",
        refused=False,
        field="zone" if transfer.zone is None else "mechanism",
        finding=Text(
            nl="Nader te bevestigen door de aanbieder: waar de gegevens zijn en wat de doorgifte"
            " draagt, is nog niet bekend.",
            en="To be confirmed by the provider: where the data are and what the transfer rests on"
            " is not known yet.",
        ),
        instead=Text(
            nl="Vraag het de subverwerker en vul zone en instrument in.",
            en="Ask the sub-processor and fill in zone and mechanism.",
        ),
    )
