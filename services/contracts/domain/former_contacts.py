"""Who once answered at a party: what of it may go, and what stays."""

from typing import Literal
from uuid import UUID

from services.contracts.domain.erasure import SOURCES
from services.contracts.domain.form import Record
from shared.text import Text

May = Literal["states", "audit_details", "answers"]
Stays = Literal["contact_of_today", "frozen_texts"]

_STAND = Text(
    nl="EDPB-advies 22/2024: van elke verwerker zijn naam, adres en contactpersoon steeds bekend.",
    en="EDPB Opinion 22/2024: name, address and contact of every processor are known at any time.",
)
# What goes, what stays, and why.
WORDS: dict[May | Stays, tuple[Text | None, Text, Text]] = {
    "states": (
        Text(
            nl="Contactpersonen en privacycontacten van eerder, op elke dag die was.",
            en="Contact persons and privacy contacts of before, on every day that was.",
        ),
        Text(
            nl="Wie deze partij was: naam, rechtspersoon en adres van elke dag.",
            en="Who this party was: name, legal entity and address of every day.",
        ),
        SOURCES["no_purpose_left"],
    ),
    "audit_details": (
        Text(
            nl="Wat er in het logboek over hen is ingestuurd, met het netwerkadres van wie dat"
            " deed.",
            en="What was sent in about them, in the audit trail, with the network address of who"
            " did.",
        ),
        Text(
            nl="Wat er gebeurde, wanneer en door wie, als keten die te controleren blijft.",
            en="What was done, when and by whom, as a chain that can still be checked.",
        ),
        SOURCES["no_purpose_left"],
    ),
    "answers": (
        Text(
            nl="Antwoorden van de API met hen erin, die onder een Idempotency-Key klaarstaan.",
            en="Answers of the API that name them and are kept under an Idempotency-Key.",
        ),
        Text(
            nl="Dat de sleutel is gebruikt, tot zeven dagen na de aanroep.",
            en="That the key was used, until seven days after the call.",
        ),
        SOURCES["no_purpose_left"],
    ),
    "contact_of_today": (
        None,
        Text(
            nl="Wie er nu contact is. Is die vertrokken? Wijzig de partij eerst.",
            en="Who is the contact now. Did that person leave? Edit the party first.",
        ),
        _STAND,
    ),
    "frozen_texts": (
        None,
        Text(
            nl="Wat is uitgegeven en hen noemt: het verandert nooit. Een overeenkomst gaat weg met"
            " de gegevens van haar klant.",
            en="What was issued and names them: it never changes. An agreement goes with the data"
            " of its client.",
        ),
        SOURCES["limitation_of_claims"],
    ),
}


class FormerLine(Record):
    """``rows``: where they are named now; null where nobody counts it. ``goes`` is null for what
    stays."""

    category: May | Stays
    rows: int | None
    goes: Text | None
    stays: Text
    source: Text


class FormerContacts(Record):
    """``may_go``: somebody is still named who is not the contact of today."""

    subprocessor_id: UUID
    may_go: bool
    lines: tuple[FormerLine, ...]


def plan_of(subprocessor_id: UUID, rows: dict[str, int]) -> FormerContacts:
    """``rows`` by category, of those that can be counted."""
    lines = tuple(
        FormerLine(category=one, rows=rows.get(one), goes=goes, stays=stays, source=source)
        for one, (goes, stays, source) in WORDS.items()
    )
    return FormerContacts(
        subprocessor_id=subprocessor_id,
        may_go=any(line.rows for line in lines if line.goes),
        lines=lines,
    )
