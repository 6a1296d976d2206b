"""What the transfer check says to a person, and the way out of each finding."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from babel.dates import format_date

from services.contracts.domain.adequacy import Zone, name_of, names_of
from services.contracts.domain.form import Record
from shared.text import Text

Mechanism = Literal[
    "none_required", "adequacy", "dpf", "scc", "bcr", "derogation", "privacy_shield"
]

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
ZONE_WORDS: dict[Zone, Text] = {
    "EU": Text(nl="EU", en="EU"),
    "EEA": Text(nl="EER", en="EEA"),
    "adequate": Text(nl="adequaat land", en="adequate country"),
    "third": Text(nl="derde land", en="third country"),
}
INSTEAD = Text(
    nl="Kies een geldig doorgifte-instrument: de standaardcontractbepalingen (EU) 2021/914 of"
    " bindende bedrijfsvoorschriften, of een locatie binnen de EER.",
    en="Choose a valid mechanism: the standard contractual clauses (EU) 2021/914 or binding"
    " corporate rules, or a location inside the EEA.",
)
INSTEAD_US = Text(
    nl="Kies een geldig doorgifte-instrument: het EU-VS-gegevensprivacykader (DPF) met de dag"
    " waarop de certificering is nagegaan, de standaardcontractbepalingen (EU) 2021/914, of een"
    " locatie binnen de EER.",
    en="Choose a valid mechanism: the EU-US Data Privacy Framework (DPF) with the day on which the"
    " certification was verified, the standard contractual clauses (EU) 2021/914, or a location"
    " inside the EEA.",
)


class Finding(Record):
    """``refused`` keeps the link out; ``field`` is where to mend it."""

    code: str
    refused: bool
    field: str
    finding: Text
    instead: Text
    countries: tuple[str, ...] = ()


def _day(day: date) -> Text:
    return Text(
        nl=format_date(day, "d MMMM y", locale="nl"), en=format_date(day, "d MMMM y", locale="en")
    )


def privacy_shield(field: str) -> Finding:
    return Finding(
        code="privacy-shield",
        refused=True,
        field=field,
        finding=Text(
            nl="Privacy Shield is ongeldig sinds 16 juli 2020 (HvJ EU C-311/18).",
            en="Privacy Shield has been invalid since 16 July 2020 (CJEU C-311/18).",
        ),
        instead=INSTEAD_US,
    )


def dpf_unverified() -> Finding:
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


def dpf_verified_long_ago(verified: date) -> Finding:
    day = _day(verified)
    return Finding(
        code="dpf-verification-old",
        refused=False,
        field="mechanism_verified_on",
        finding=Text(
            nl=f"De DPF-certificering is het laatst nagegaan op {day.nl}, langer dan een jaar"
            " terug. Tegen het arrest dat het DPF in stand liet (T-553/23) is hogere voorziening"
            " ingesteld (C-703/25 P).",
            en=f"The DPF certification was last verified on {day.en}, more than a year ago. An"
            " appeal (C-703/25 P) was lodged against the judgment that upheld the DPF (T-553/23).",
        ),
        instead=Text(
            nl="Zoek de ontvanger opnieuw op in de lijst op dataprivacyframework.gov en leg de dag"
            " vast bij de koppeling; houd de standaardcontractbepalingen achter de hand.",
            en="Look the recipient up again in the list at dataprivacyframework.gov and record the"
            " day at the link; keep the standard contractual clauses at hand.",
        ),
    )


def adequacy_lapsed(territories: Sequence[str]) -> Finding:
    names = names_of(territories)
    return Finding(
        code="adequacy-lapsed",
        refused=True,
        field="mechanism",
        finding=Text(
            nl=f"Het adequaatheidsbesluit voor {names.nl} geldt niet meer.",
            en=f"The adequacy decision for {names.en} holds no more.",
        ),
        instead=INSTEAD,
        countries=tuple(territories),
    )


def adequacy_ending(territory: str, last: date) -> Finding:
    name, day = name_of(territory), _day(last)
    return Finding(
        code="adequacy-ending",
        refused=False,
        field="mechanism",
        finding=Text(
            nl=f"Het adequaatheidsbesluit voor {name.nl} geldt tot en met {day.nl}.",
            en=f"The adequacy decision for {name.en} holds until {day.en} inclusive.",
        ),
        instead=Text(
            nl="Wordt het niet verlengd, dan is een ander instrument of een andere locatie nodig:"
            " bereid een wijziging voor, met tijd voor de termijnen van de klanten.",
            en="If it is not prolonged another mechanism or location is needed: prepare a change,"
            " with time for the terms of the clients.",
        ),
        countries=(territory,),
    )


def adequacy_limited(territories: Sequence[str]) -> Finding:
    names = names_of(territories)
    return Finding(
        code="adequacy-limited",
        refused=False,
        field="mechanism",
        finding=Text(
            nl=f"Het adequaatheidsbesluit voor {names.nl} geldt alleen voor commerciële"
            " organisaties.",
            en=f"The adequacy decision for {names.en} holds for commercial organisations only.",
        ),
        instead=Text(
            nl="Ga na of de ontvanger daaronder valt; kies anders de standaardcontractbepalingen"
            " (EU) 2021/914.",
            en="Verify that it covers the recipient; otherwise choose the standard contractual"
            " clauses (EU) 2021/914.",
        ),
        countries=tuple(territories),
    )


def without_mechanism(countries: Sequence[str]) -> Finding:
    where = names_of(countries) if countries else None
    suffix = Text(nl=f" ({where.nl})", en=f" ({where.en})") if where else None
    return Finding(
        code="third-country-without-mechanism",
        refused=True,
        field="mechanism",
        finding=Text(
            nl=f"Doorgifte naar een land buiten de EER zonder adequaatheidsbesluit"
            f"{suffix.nl if suffix else ''} vraagt een doorgifte-instrument (art. 46 AVG).",
            en=f"A transfer to a country outside the EEA without an adequacy decision"
            f"{suffix.en if suffix else ''} needs a mechanism (Art. 46 GDPR).",
        ),
        # The framework is for the United States alone; where no country is known it may be that.
        instead=INSTEAD_US if not countries or "US" in countries else INSTEAD,
        countries=tuple(countries),
    )


def outside_the_promise() -> Finding:
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


def zone_differs(real: Zone, countries: Sequence[str], *, refused: bool) -> Finding:
    names, zone = names_of(countries), ZONE_WORDS[real]
    return Finding(
        code="zone-differs",
        refused=refused,
        field="zone",
        finding=Text(
            nl=f"De zone past niet bij de landen: {names.nl} hoort bij {zone.nl}.",
            en=f"The zone does not fit the countries: {names.en} belongs to {zone.en}.",
        ),
        instead=Text(
            nl=f"Kies {zone.nl} als zone, of verbeter de landen.",
            en=f"Choose {zone.en} as the zone, or correct the countries.",
        ),
        countries=tuple(countries),
    )


def to_be_confirmed(field: str) -> Finding:
    return Finding(
        code="to-be-confirmed",
        refused=False,
        field=field,
        finding=Text(
            nl="Nader te bevestigen door de aanbieder: waar de gegevens zijn en wat de doorgifte"
            " draagt, is nog niet bekend.",
            en="To be confirmed by the provider: where the data are and what the transfer rests on"
            " is not known yet.",
        ),
        instead=Text(
            nl="Vraag het de subverwerker. Landen legt u vast bij de koppeling, een instrument met"
            " een wijziging.",
            en="Ask the sub-processor. Record countries at the link, a mechanism with a change.",
        ),
    )


def party_elsewhere(country: str) -> Finding:
    name = name_of(country)
    return Finding(
        code="party-outside-zone",
        refused=False,
        field="countries",
        finding=Text(
            nl=f"De gegevens blijven volgens dit register binnen de EER, maar de partij zelf is"
            f" gevestigd in {name.nl}.",
            en=f"This register says that the data stay inside the EEA, but the party itself is"
            f" established in {name.en}.",
        ),
        instead=Text(
            nl="Ga na of de gegevens van daar te bereiken zijn, en leg vast in welke landen ze"
            " zijn.",
            en="Verify whether the data can be reached from there, and record the countries in"
            " which they are.",
        ),
        countries=(country,),
    )
