"""What a check of evidence finds wrong: a code with its numbers, and the sentence of it."""

from collections.abc import Iterable
from typing import Literal

from services.notifications.domain.delivery import Frozen
from shared.text import Text

Code = Literal[
    "row-missing",
    "row-altered",
    "person-altered",
    "end-differs",
    "delivery-not-frozen",
    "account-unbalanced",
    "count-differs",
    "recipient-untold",
    "recipient-unlisted",
]
Count = Literal["recipients", "delivered", "unreached", "in_doubt", "waiting", "stopped"]

_SAID: dict[Code, Text] = {
    "row-missing": Text(nl="rij {number} ontbreekt", en="row {number} is missing"),
    "row-altered": Text(nl="rij {number} is veranderd", en="row {number} was altered"),
    "person-altered": Text(
        nl="het persoonlijke deel van rij {number} is veranderd",
        en="the personal part of row {number} was altered",
    ),
    "end-differs": Text(
        nl="de keten eindigt met een andere rij (nummer {number}) dan is vastgelegd"
        " (nummer {other})",
        en="the chain ends at row {number}, not as its head says at row {other}",
    ),
    "delivery-not-frozen": Text(
        nl="berichten die rijen hebben en niet precies één keer zijn vastgelegd: {number}",
        en="{number} deliveries have rows and were not frozen once",
    ),
    "account-unbalanced": Text(
        nl="de telling komt niet uit op haar {number} ontvangers",
        en="the account does not add up to its {number} recipients",
    ),
    "count-differs": Text(
        nl="{count}: {number} volgens de keten, {other} volgens de registratie ernaast",
        en="{count}: {number} by the chain, {other} by the record beside it",
    ),
    "recipient-untold": Text(
        nl="mensen op de vastgelegde lijst voor wie geen bericht is gemaakt: {number}",
        en="{number} of the frozen list have no delivery",
    ),
    "recipient-unlisted": Text(
        nl="berichten aan iemand die niet op de vastgelegde lijst staat: {number}",
        en="{number} deliveries are to nobody on the frozen list",
    ),
}
_COUNTED: dict[Count, str] = {
    "recipients": "ontvangers",
    "delivered": "overgedragen aan een mailserver",
    "unreached": "niet bereikt",
    "in_doubt": "onzeker",
    "waiting": "nog te versturen",
    "stopped": "ingetrokken voor verzending",
}


class Fault(Frozen):
    """``number``: of which row, of how many, or what the chain says; ``other``: what its head or
    the record beside it says instead; ``count``: which number of the account that is."""

    code: Code
    number: int
    other: int | None = None
    count: Count | None = None
    detail: Text


def fault(code: Code, number: int, other: int | None = None, count: Count | None = None) -> Fault:
    said = _SAID[code]
    dutch = _COUNTED[count] if count else None
    detail = Text(
        nl=said.nl.format(number=number, other=other, count=dutch),
        en=said.en.format(number=number, other=other, count=count),
    )
    return Fault(code=code, number=number, other=other, count=count, detail=detail)


def sentences(faults: Iterable[Fault]) -> tuple[str, ...]:
    """In English, as the terminal and the table say them."""
    return tuple(one.detail.en for one in faults)
