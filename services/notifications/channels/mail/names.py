"""Which names the words of a kind of message may use, and what each stands for."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from services.notifications.channels.mail.context import context, shape
from services.notifications.channels.mail.examples import NAMELESS, TO_STAFF, examples
from services.notifications.channels.mail.gate import Each, Model
from services.notifications.channels.mail.wording import Slot
from services.notifications.domain.facts import Kind
from services.notifications.domain.notice import link_to
from shared.text import Text

_OF_A_CHANGE = ("deadline", "earliest", "specific", "has_deadline", "later")
_SHOWN: dict[Kind, set[str]] = {
    "change_announced": set(_OF_A_CHANGE),
    "change_altered": {"deadline", "specific", "has_deadline"},
}
_OF_A_CLIENT = {"client", "reference", "stands_in"}

MEANINGS: dict[str, Text] = {
    "name": Text(nl="naam van de ontvanger", en="name of the recipient"),
    "client": Text(nl="naam van de klant", en="name of the client"),
    "reference": Text(nl="kenmerk van de overeenkomst", en="reference of the agreement"),
    "link": Text(nl="persoonlijke link", en="personal link"),
    "deadline": Text(nl="laatste dag voor bezwaar", en="last day to object"),
    "earliest": Text(
        nl="laatste dag voor bezwaar als het bericht vandaag aankomt",
        en="last day to object if the message arrives today",
    ),
    "provider": Text(nl="uw naam", en="your name"),
    "specific": Text(nl="of deze klant eerst moet goedkeuren", en="whether approval is needed"),
    "has_deadline": Text(nl="of de laatste dag vaststaat", en="whether the last day is fixed"),
    "later": Text(nl="vanaf welke dag de termijn telt", en="from which day the term is counted"),
    "emergency": Text(nl="waarom het spoed heeft, als dat zo is", en="why it is urgent, if so"),
    "title": Text(nl="titel", en="title"),
    "reason": Text(nl="reden of toelichting", en="reason or explanation"),
    "effective_on": Text(nl="ingangsdatum", en="day on which it takes effect"),
    "earlier_days": Text(nl="eerder genoemde ingangsdatum", en="day stated earlier"),
    "altered_because": Text(nl="reden van het uitstel", en="why it is put off"),
    "lines": Text(nl="lijst: wat er per dienst wijzigt", en="list: what changes, by service"),
    "lines.action": Text(nl="soort wijziging", en="kind of change"),
    "lines.product": Text(nl="dienst", en="service"),
    "lines.old": Text(nl="de partij van nu, als die er is", en="the present party, if any"),
    "lines.new": Text(nl="de nieuwe partij, als die er is", en="the new party, if any"),
    **{
        f"lines.{which}.{name}": meaning
        for which in ("old", "new")
        for name, meaning in {
            "party": Text(nl="naam, land en adres", en="name, address and country"),
            "purpose": Text(nl="doel", en="purpose"),
            "data_categories": Text(nl="soorten persoonsgegevens", en="kinds of personal data"),
            "location": Text(nl="plaats van verwerking", en="place of processing"),
            "mechanism": Text(nl="grondslag voor doorgifte", en="basis for transfer"),
        }.items()
    },
    "products": Text(nl="diensten", en="services"),
    "digest": Text(nl="controlegetal van het document", en="digest of the document"),
    "change_title": Text(nl="titel van de wijziging", en="title of the change"),
    "signed_at": Text(nl="wanneer is ondertekend", en="when it was signed"),
    "amendment": Text(nl="wat er wijzigt, als dat zo is", en="what is amended, if so"),
    "amendment.from_day": Text(nl="voorgestelde ingangsdatum", en="proposed first day"),
    "amendment.begins": Text(nl="diensten die erbij komen", en="services that are added"),
    "amendment.ends": Text(nl="diensten die vervallen", en="services that end"),
    "amendment.reason": Text(nl="toelichting", en="explanation"),
    "by_client": Text(nl="of de klant heeft opgezegd", en="whether the client ended it"),
    "given_on": Text(nl="dag van de opzegging", en="day on which it was ended"),
    "ends_on": Text(nl="einddatum", en="last day"),
    "returned": Text(nl="of de gegevens teruggaan", en="whether the data are returned"),
    "data_by": Text(
        nl="wanneer de gegevens terug of gewist zijn",
        en="by when the data are returned or deleted",
    ),
    "first": Text(nl="of dit het eerste bericht is", en="whether this is the first message"),
    "last": Text(nl="of dit het laatste bericht is", en="whether this is the last message"),
    "number": Text(nl="het hoeveelste bericht dit is", en="which message this is"),
    "hit": Text(nl="wat er is getroffen", en="what was hit"),
    "found_at": Text(nl="wanneer het is ontdekt", en="when it was found"),
    "began_at": Text(nl="wanneer het begon", en="when it began"),
    "ended_at": Text(nl="wanneer het eindigde", en="when it ended"),
    "unknown": Text(nl="wat nog niet bekend is", en="what is not known yet"),
    "note": Text(nl="toelichting op de aantallen", en="note on the numbers"),
    "nature": Text(nl="aard van het datalek", en="nature of the breach"),
    "subjects": Text(nl="om welke mensen het gaat", en="whose data these are"),
    "subjects_number": Text(nl="aantal mensen", en="number of people"),
    "records": Text(nl="om welke gegevens het gaat", en="which data these are"),
    "records_number": Text(nl="aantal gegevens", en="number of records"),
    "contact_point": Text(nl="contactpunt", en="contact point"),
    "consequences": Text(nl="waarschijnlijke gevolgen", en="likely consequences"),
    "measures": Text(nl="maatregelen", en="measures"),
    "stands_in": Text(
        nl="of de ontvanger invalt voor een ander",
        en="whether the recipient stands in for somebody else",
    ),
    "received_at": Text(nl="wanneer het bezwaar kwam", en="when the objection came"),
    "late_after": Text(nl="laatste dag, als het te laat was", en="last day, where it was late"),
    "in_effect": Text(nl="of de wijziging al gold", en="whether the change held already"),
    "decision": Text(nl="beslissing", en="decision"),
    "expires_at": Text(nl="tot wanneer de link werkt", en="until when the link works"),
    "page": Text(nl="adres van de pagina erover", en="address of the page about it"),
    "link_label": Text(
        nl="wat de link doet: bevestigen, of afmelden voor wie al was aangemeld",
        en="what the link does: confirm, or unsubscribe for who was subscribed already",
    ),
    "standing": Text(nl="of dit adres al was aangemeld", en="whether it was subscribed already"),
    "subprocessor": Text(nl="de partij", en="the party"),
    "endpoint": Text(nl="naam van de webhook", en="name of the webhook"),
    "failing_since": Text(nl="sinds wanneer er niets aankomt", en="since when nothing arrives"),
    "gone": Text(nl="of de ontvanger ermee ophield", en="whether the receiver gave up"),
}


class Name(NamedTuple):
    name: str
    meaning: Text
    personal: bool


@cache
def model(kind: Kind) -> Model:
    """Whatever any notice of this kind has."""
    known: dict[str, Any] = {}
    for example in examples(kind, "nl"):
        form = shape(example.delivery.terms)
        known = _merged(known, context(example.facts, form))
        if not _leads_on(kind, example.delivery.terms):
            known.pop("link", None)
    hidden = set(_OF_A_CHANGE) - _SHOWN.get(kind, set())
    if kind in (*NAMELESS, *TO_STAFF):
        hidden |= _OF_A_CLIENT
    if kind in NAMELESS:
        hidden.add("name")
    if kind == "public_announced":
        hidden.add("earlier_days")
    return {name: value for name, value in known.items() if name not in hidden}


def _leads_on(kind: Kind, terms: Any) -> bool:
    return kind in NAMELESS or link_to(kind, terms.agreement_id, terms) is not None


def _merged(known: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(known)
    for name, value in told.items():
        before = found.get(name)
        if isinstance(value, Mapping):
            found[name] = _merged(before if isinstance(before, Mapping) else {}, value)
        elif isinstance(value, list):
            parts = before.parts if isinstance(before, Each) else {}
            for one in value:
                parts = _merged(parts, one)
            found[name] = Each(parts)
        elif not isinstance(before, Mapping | Each):
            found[name] = value if isinstance(value, Slot) else None
    return found


def names(kind: Kind) -> tuple[Name, ...]:
    """Dotted, as they are written; of a list with the name of the list first."""
    return tuple(_named(model(kind), ""))


def _named(parts: Model, before: str) -> Iterator[Name]:
    for name, value in parts.items():
        dotted = f"{before}{name}"
        yield Name(dotted, MEANINGS[dotted], isinstance(value, Slot))
        if isinstance(value, Each):
            yield from _named(value.parts, f"{dotted}.")
        elif isinstance(value, Mapping):
            yield from _named(value, f"{dotted}.")
