"""Which facts a message may not leave out, whoever wrote its words: the values that must be read.

Of a change: EDPB Opinion 22/2024 and art. 28(2) AVG (who, for what, where, from when, and time to
object); of a breach: art. 33(3) AVG.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.notifications.channels.mail import bodies
from services.notifications.channels.mail.wording import Action, Slot, Wording, one_line
from services.notifications.domain.facts import Kind
from shared.text import Text

Must = tuple[str, str | Slot]

_BREACH = (
    *("nature", "subjects", "subjects_number", "records", "records_number"),
    *("contact_point", "consequences", "measures", "title", "found_at"),
)
# By kind: names of values, each wherever there is one, and what differs per person.
_NAMED: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sign_in": (("expires_at",), ("link",)),
    "agreement_ready": (("products", "digest"), ("link", "client")),
    "amendment_ready": (("digest",), ("link", "reference")),
    "agreement_reminder": (("products", "digest"), ("link", "reference")),
    "agreement_signed": (("signed_at", "digest"), ("link", "client")),
    "agreement_countersigned": (("signed_at", "digest"), ("link", "client")),
    "annex_renewed": (("products", "change_title", "effective_on"), ("link", "reference")),
    "agreement_ending": (("ends_on", "data_by", "reason"), ("client", "reference")),
    "ending_withdrawn": (("ends_on", "reason"), ("client", "reference")),
    "change_announced": (("effective_on", "emergency"), ("link", "client", "reference")),
    "change_effective": (("title", "effective_on"), ("link", "client", "reference")),
    "change_altered": (
        ("title", "effective_on", "earlier_days", "altered_because"),
        ("link", "client", "reference"),
    ),
    "change_withdrawn": (("title",), ("client", "reference")),
    "objection_received": (("change_title", "received_at", "late_after"), ("client",)),
    "objection_decided": (("change_title", "decision", "reason"), ("client", "reference")),
    "incident_notified": (_BREACH, ("client", "reference")),
    "subscription_asked": (("link_label",), ("link",)),
    "public_announced": (("title", "effective_on", "page"), ("link",)),
    "public_altered": (("title", "effective_on", "earlier_days", "page"), ("link",)),
    "public_withdrawn": (("title", "page"), ("link",)),
    "upstream_expiring": (("subprocessor", "title", "ends_on", "page"), ()),
    "webhook_halted": (("endpoint", "page"), ()),
}
# What the link of a message is for, where that is more than to go on.
_LINK_FOR: dict[Kind, str] = {
    "change_announced": "how_to_object",
    "public_announced": "leave",
    "public_altered": "leave",
    "public_withdrawn": "leave",
}
_AMENDED = ("from_day", "begins", "ends", "reason")
_OF_LINES = (
    *("change_announced", "change_effective", "change_altered"),
    *("public_announced", "public_altered"),
)
_PARTY = ("party", "purpose", "location", "mechanism")

WORDS: dict[str, Text] = {
    "provider": Text(nl="de naam van de aanbieder", en="the name of the provider"),
    "client": Text(nl="de klant", en="the client"),
    "reference": Text(nl="het kenmerk van de overeenkomst", en="the agreement’s reference"),
    "link": Text(
        nl="de link waarmee de lezer verder kan", en="the link by which the reader goes on"
    ),
    "how_to_object": Text(
        nl="de link om bezwaar te maken of goed te keuren", en="the link to object or approve"
    ),
    "leave": Text(nl="de link om zich af te melden", en="the link to unsubscribe"),
    "link_label": Text(nl="wat de link doet", en="what the link does"),
    "page": Text(nl="het adres van de pagina erover", en="the address of the page about it"),
    "subprocessor": Text(nl="de partij", en="the party"),
    "endpoint": Text(nl="de naam van de webhook", en="the name of the webhook"),
    "expires_at": Text(nl="tot wanneer de link werkt", en="until when the link works"),
    "products": Text(nl="de diensten", en="the services"),
    "digest": Text(nl="het controlegetal", en="the digest"),
    "signed_at": Text(nl="wanneer is ondertekend", en="when it was signed"),
    "title": Text(nl="de titel", en="the title"),
    "change_title": Text(nl="om welke wijziging het gaat", en="which change it is about"),
    "effective_on": Text(nl="de ingangsdatum", en="the day on which it takes effect"),
    "earlier_days": Text(nl="de eerder genoemde ingangsdatum", en="the day stated earlier"),
    "altered_because": Text(nl="waarom het is uitgesteld", en="why it is put off"),
    "deadline": Text(nl="tot wanneer bezwaar kan", en="until when to object"),
    "later": Text(nl="vanaf wanneer de termijn telt", en="from when the term is counted"),
    "emergency": Text(nl="waarom het spoed heeft", en="why it is urgent"),
    "product": Text(nl="om welke dienst het gaat", en="which service it is about"),
    "old_party": Text(nl="de huidige partij", en="the present party"),
    "new_party": Text(nl="de nieuwe partij", en="the new party"),
    "purpose": Text(nl="het doel van de verwerking", en="the purpose of the processing"),
    "location": Text(nl="de plaats van verwerking", en="the place of processing"),
    "mechanism": Text(nl="de grondslag voor doorgifte", en="the basis for transfer"),
    "from_day": Text(nl="de voorgestelde ingangsdatum", en="the proposed first day"),
    "begins": Text(nl="welke diensten erbij komen", en="which services are added"),
    "ends": Text(nl="welke diensten vervallen", en="which services end"),
    "ends_on": Text(nl="wanneer de overeenkomst eindigt", en="when the agreement ends"),
    "data_by": Text(
        nl="wanneer de gegevens zijn teruggegeven of gewist",
        en="by when the data are returned or deleted",
    ),
    "reason": Text(nl="de reden of toelichting", en="the reason or explanation"),
    "received_at": Text(nl="wanneer het bezwaar is ontvangen", en="when the objection came"),
    "late_after": Text(nl="tot wanneer bezwaar kon", en="until when one could object"),
    "decision": Text(nl="de beslissing", en="the decision"),
    "nature": Text(nl="de aard van het datalek", en="the nature of the breach"),
    "subjects": Text(nl="om welke mensen het gaat", en="whose data these are"),
    "subjects_number": Text(nl="om hoeveel mensen het gaat", en="how many people it concerns"),
    "records": Text(nl="om welke gegevens het gaat", en="which data these are"),
    "records_number": Text(nl="om hoeveel gegevens het gaat", en="how many records it concerns"),
    "contact_point": Text(nl="het contactpunt", en="the contact point"),
    "consequences": Text(nl="de waarschijnlijke gevolgen", en="the likely consequences"),
    "measures": Text(nl="de maatregelen", en="the measures"),
    "found_at": Text(nl="wanneer het is ontdekt", en="when it was found"),
}
KINDS: tuple[Kind, ...] = tuple(_NAMED)


def musts(kind: Kind, known: Mapping[str, Any]) -> Iterator[Must]:
    """Each fact with the value that a reader has to find; ``known`` is what the template gets."""
    names, slots = _NAMED[kind]
    yield "provider", known["provider"]
    for name in slots:
        yield _fact(kind, name), Slot(name)
    yield from _of(known, names)
    if kind == "change_announced":
        yield from _of_term(known)
    if kind == "change_altered" and known["has_deadline"]:
        yield "deadline", Slot("deadline")
    if kind in _OF_LINES:
        yield from _of_lines(known)
    if kind == "amendment_ready":
        yield from _of(known["amendment"], _AMENDED)
    if kind == "agreement_reminder" and known["amendment"]:
        yield "from_day", known["amendment"]["from_day"]


def _fact(kind: Kind, name: str) -> str:
    return _LINK_FOR.get(kind, name) if name == "link" else name


def _of(known: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Must]:
    for name in names:
        if known[name]:
            yield name, known[name]


def _of_term(known: Mapping[str, Any]) -> Iterator[Must]:
    yield "deadline", Slot("deadline" if known["has_deadline"] else "earliest")
    if not known["has_deadline"]:
        yield "later", known["later"]


def _of_lines(known: Mapping[str, Any]) -> Iterator[Must]:
    for line in known["lines"]:
        yield "product", line["product"]
        if line["old"]:
            yield "old_party", line["old"]["party"]
        for name, value in _of(line["new"] or dict.fromkeys(_PARTY), _PARTY):
            yield "new_party" if name == "party" else name, value


def lacking(
    wording: Wording, wanted: Iterator[Must], filled: Mapping[str, str] | None = None
) -> list[str]:
    """The facts whose values nobody would read in the text. ``filled``: what the slots hold;
    without it a slot is looked for as such."""

    def say(piece: str | Slot) -> str:
        if isinstance(piece, str):
            return one_line(piece) if piece.strip() else piece
        return one_line(filled[piece.name]) if filled is not None else f"\ue000{piece.name}\ue001"

    def read(line: Iterable[str | Slot]) -> str:
        return "".join(map(say, line)).casefold()

    places = {"link_label": read(_labels_of_link(wording))}
    text = read(bodies.text(wording))
    return [fact for fact, value in wanted if say(value).casefold() not in places.get(fact, text)]


def _labels_of_link(wording: Wording) -> Iterator[str | Slot]:
    """What a link does stands on that link: by chance anything may stand elsewhere."""
    for block in wording.blocks:
        if isinstance(block, Action) and Slot("link") in block.link:
            yield from (*block.label, "\n")


def musts_of(kind: Kind) -> list[str]:
    """Every fact that any notice of this kind may not leave out."""
    names, slots = _NAMED[kind]
    facts = ["provider", *(_fact(kind, name) for name in slots), *names]
    if kind == "change_announced":
        facts += ["deadline", "later"]
    if kind == "change_altered":
        facts.append("deadline")
    if kind in _OF_LINES:
        facts += ["product", "old_party", "new_party", *_PARTY[1:]]
    if kind == "amendment_ready":
        facts += _AMENDED
    if kind == "agreement_reminder":
        facts.append("from_day")
    return facts
