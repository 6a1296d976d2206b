"""The register of breaches as a table for a spreadsheet, and who was told of one of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.contracts.domain.incident import ASKED, StageKind, State, Words
from services.contracts.domain.incident_outcome import Fared, RegisteredIncident, StageClient
from shared.text import Language, Text


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


HEADINGS: tuple[Text, ...] = (
    _t("gemeld op", "reported on"),
    _t("titel", "title"),
    _t("stand", "state"),
    _t("producten", "products"),
    _t("subverwerker", "sub-processor"),
    _t("server", "server"),
    _t("ontdekt op", "found on"),
    _t("begonnen op", "began on"),
    _t("geëindigd op", "ended on"),
    _t("aard van de inbreuk", "nature of the breach"),
    _t("categorieën betrokkenen", "categories of data subjects"),
    _t("aantal betrokkenen", "number of data subjects"),
    _t("soorten gegevens", "categories of records"),
    _t("aantal records", "number of records"),
    _t("contactpunt", "contact point"),
    _t("waarschijnlijke gevolgen", "likely consequences"),
    _t("maatregelen", "measures"),
    _t("bij de aantallen", "on the numbers"),
    _t("bericht aan klanten vrijgegeven op", "message to clients released on"),
    _t("minuten van ontdekking tot vrijgave", "minutes from found to released"),
    _t("berichten", "stages"),
    _t("klanten aangeschreven", "clients written to"),
    _t("door een ander gelezen", "read by somebody else"),
    _t("waarom niet ingelicht", "why not told"),
    _t("klanten ingelicht per mail", "clients told by mail"),
    _t("klanten ingelicht per brief", "clients told by letter"),
    _t("klanten niet bereikt", "clients not reached"),
    _t("klanten onzeker", "clients in doubt"),
    _t("klanten nog onderweg", "clients still under way"),
    _t("niet bereikt bij afsluiten", "not reached when closed"),
    _t("waarom toch afgesloten", "why closed all the same"),
)
STATES: dict[State, Text] = {
    "reported": _t("gemeld, niemand ingelicht", "reported, nobody told"),
    "told": _t("klanten aangeschreven", "clients written to"),
    "closed": _t("afgesloten", "closed"),
    "waived": _t("klanten niet ingelicht", "clients not told"),
}
KINDS: dict[StageKind, Text] = {
    "first": _t("eerste bericht", "first message"),
    "update": _t("aanvulling", "update"),
    "closing": _t("laatste bericht", "last message"),
}
STANDINGS: dict[Fared, Text] = {
    "told": _t("ingelicht", "told"),
    "by_letter": _t("per brief", "by letter"),
    "unreached": _t("niet bereikt", "not reached"),
    "in_doubt": _t("onzeker", "in doubt"),
    "pending": _t("nog onderweg", "still under way"),
}
TOLD_HEADINGS: tuple[Text, ...] = (
    _t("bericht", "message"),
    _t("soort", "kind"),
    _t("vrijgegeven op", "released on"),
    _t("klant", "client"),
    _t("nummer van de klant", "id of the client"),
    _t("aangeschreven mensen", "people written to"),
    _t("stand", "state"),
    _t("ingelicht sinds", "told since"),
    _t("niet bereikt sinds", "not reached since"),
    _t("brief gepost op", "letter posted on"),
    _t("afgeleverd gemeld op", "reported delivered on"),
)
FARED = ("told", "by_letter", "unreached", "in_doubt", "pending")
_YES, _NO = _t("ja", "yes"), _t("nee", "no")


def incident_lines(
    incidents: Iterable[RegisteredIncident], language: Language
) -> Iterable[Sequence[object]]:
    """A heading first. Moments are in UTC; what nobody knows yet is empty."""
    yield [heading.say(language) for heading in HEADINGS]
    for one in incidents:
        last = one.stages[-1] if one.stages else None
        read = all(stage.reviews for stage in one.stages)
        yield [
            _moment(one.reported_at),
            one.heading.say(language),
            STATES[one.state].say(language),
            ", ".join(name.say(language) for name in one.products),
            one.subprocessor,
            one.server,
            *map(_moment, (one.found_at, one.began_at, one.ended_at)),
            *(_plain(getattr(one, name), language) for name in ASKED),
            _plain(one.numbers_note, language),
            _moment(one.told_at),
            one.minutes_to_tell,
            len(one.stages),
            last.clients if last else 0,
            (_YES if read else _NO).say(language) if last else None,
            one.waived_because,
            *(getattr(one.outcomes, name) for name in FARED),
            *_shortfall(one),
        ]


def told_lines(clients: Iterable[StageClient], language: Language) -> Iterable[Sequence[object]]:
    """A line for each client of each message."""
    yield [heading.say(language) for heading in TOLD_HEADINGS]
    for one in clients:
        yield [
            one.number,
            KINDS[one.kind].say(language),
            _moment(one.released_at),
            one.client,
            one.client_id,
            one.people,
            STANDINGS[one.standing].say(language),
            _moment(one.told_at),
            _moment(one.unreached_at),
            one.posted_on,
            _moment(one.delivered_at),
        ]


def _shortfall(one: RegisteredIncident) -> tuple[object, object]:
    """Of the last closing that left somebody unreached."""
    kept = [stage.shortfall for stage in one.stages if stage.shortfall]
    return (kept[-1].clients, kept[-1].reason) if kept else (None, None)


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="minutes") if value else None


def _plain(value: object, language: Language) -> object:
    return value.say(language) if isinstance(value, Words) else value
