"""Where data are inside, and where the Commission finds them protected well enough (Art. 45 GDPR).

Facts of law, the same for every provider. ``read`` false: number and days are general knowledge
that nobody of this project has read in a source yet. A decision that ends outside this list is
recorded per provider (see ``Ending``), until a new release carries it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from babel import Locale
from pydantic import Field, StringConstraints

from services.contracts.domain.form import Day, Draft, Paragraph, Record
from shared.text import Text

Zone = Literal["EU", "EEA", "adequate", "third"]
Scope = Literal["whole", "commercial", "dpf"]
# From the narrowest to the widest.
ZONES: tuple[Zone, ...] = ("EU", "EEA", "adequate", "third")
EU = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV",
    "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
})  # fmt: skip
EEA = EU | {"IS", "LI", "NO"}
Territory = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]


class Decision(Record):
    """``territory`` is an ISO 3166 code, or EPO; on ``until`` it holds for the last time."""

    territory: str
    number: str
    since: date
    until: date | None = None
    scope: Scope = "whole"
    read: bool = False


DECISIONS: tuple[Decision, ...] = (
    Decision(territory="AD", number="2010/625/EU", since=date(2010, 10, 19)),
    Decision(territory="AR", number="2003/490/EC", since=date(2003, 6, 30)),
    Decision(territory="BR", number="(EU) 2026/179", since=date(2026, 1, 26), read=True),
    Decision(territory="CA", number="2002/2/EC", since=date(2001, 12, 20), scope="commercial"),
    Decision(territory="CH", number="2000/518/EC", since=date(2000, 7, 26)),
    Decision(territory="EPO", number="EPO", since=date(2025, 7, 15), read=True),
    Decision(territory="FO", number="2010/146/EU", since=date(2010, 3, 5)),
    # The first day is general knowledge; the last was read.
    Decision(
        territory="GB", number="(EU) 2021/1772", since=date(2021, 6, 28), until=date(2031, 12, 27)
    ),
    Decision(territory="GG", number="2003/821/EC", since=date(2003, 11, 21)),
    Decision(territory="IL", number="2011/61/EU", since=date(2011, 1, 31)),
    Decision(territory="IM", number="2004/411/EC", since=date(2004, 4, 28)),
    Decision(territory="JE", number="2008/393/EC", since=date(2008, 5, 8)),
    Decision(territory="JP", number="(EU) 2019/419", since=date(2019, 1, 23)),
    Decision(territory="KR", number="(EU) 2022/254", since=date(2021, 12, 17)),
    Decision(territory="NZ", number="2013/65/EU", since=date(2012, 12, 19)),
    # Only for recipients that have certified themselves under the Data Privacy Framework.
    Decision(
        territory="US", number="(EU) 2023/1795", since=date(2023, 7, 10), scope="dpf", read=True
    ),
    Decision(territory="UY", number="2012/484/EU", since=date(2012, 8, 21)),
)
OF = {decision.territory: decision for decision in DECISIONS}


class EndingDraft(Draft):
    """A decision that was struck down, repealed or not prolonged.

    From ``ends_on`` it holds no more. Null takes an earlier entry back.
    """

    territory: Territory = Field(examples=["US"])
    ends_on: Day | None = Field(examples=["2026-12-01"])
    reason: Paragraph = Field(examples=["Annulled by the Court of Justice."])


class Ending(Record):
    """One entry of this provider; of each territory the last counts."""

    id: UUID
    territory: str
    ends_on: date | None
    reason: str


class EndingPage(Record):
    items: tuple[Ending, ...]
    next: str | None


class DecisionLine(Decision):
    """``ended_on``: the first day without it, by this provider's own entry."""

    name: Text
    ended_on: date | None
    in_force: bool


class DecisionPage(Record):
    """All of them: there are no more pages."""

    on: date
    items: tuple[DecisionLine, ...]
    next: None = None


def name_of(territory: str) -> Text:
    if territory == "EPO":
        return Text(nl="Europees Octrooibureau", en="European Patent Organisation")
    names = [Locale(language).territories.get(territory, territory) for language in ("nl", "en")]
    return Text(nl=names[0], en=names[1])


def names_of(territories: Iterable[str]) -> Text:
    names = [name_of(one) for one in territories]
    return Text(nl=", ".join(one.nl for one in names), en=", ".join(one.en for one in names))


def last_day(decision: Decision, endings: Mapping[str, date]) -> date | None:
    """The last day on which it holds; null: no end is known."""
    ended = endings.get(decision.territory)
    early = date.fromordinal(ended.toordinal() - 1) if ended else None
    return min((day for day in (early, decision.until) if day), default=None)


def in_force(territory: str, on: date, endings: Mapping[str, date]) -> Decision | None:
    """The decision that holds for a territory on a day."""
    decision = OF.get(territory)
    if decision is None or on < decision.since or lapsed(territory, on, endings):
        return None
    return decision


def lapsed(territory: str, on: date, endings: Mapping[str, date]) -> bool:
    """Whether there was a decision that holds no more."""
    decision = OF.get(territory)
    last = decision and last_day(decision, endings)
    return bool(last and last < on)


def zone_of(country: str, on: date, endings: Mapping[str, date]) -> Zone:
    if country in EU:
        return "EU"
    if country in EEA:
        return "EEA"
    return "adequate" if in_force(country, on, endings) else "third"


def widest(*zones: Zone | None) -> Zone | None:
    """The one that protects least; null where none is known."""
    return max((zone for zone in zones if zone), key=ZONES.index, default=None)


def decisions_on(on: date, endings: Mapping[str, date]) -> DecisionPage:
    return DecisionPage(
        on=on,
        items=tuple(
            DecisionLine(
                **dict(one),
                name=name_of(one.territory),
                ended_on=endings.get(one.territory),
                in_force=in_force(one.territory, on, endings) is not None,
            )
            for one in DECISIONS
        ),
    )
