"""The words of a message for somebody who wants to read them before they are sent."""

from html import escape
from typing import NamedTuple

from services.notifications.channels.mail import bodies
from services.notifications.channels.mail.context import shape, values
from services.notifications.channels.mail.dressing import dressed
from services.notifications.channels.mail.wording import filled, one_line
from services.notifications.domain.delivery import NewDelivery, Terms
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.wording import PLAIN, Dress
from shared.text import Text

# A real link is made when the message leaves; it is secret, and holds for one person.
_LINK = Text(nl="[persoonlijke link]", en="[personal link]")

_BLANKS = {
    "name": Text(nl="naam", en="name"),
    "client": Text(nl="verwerkingsverantwoordelijke", en="controller"),
    "reference": Text(nl="nummer van de overeenkomst", en="number of the agreement"),
    "deadline": Text(nl="laatste dag van deze overeenkomst", en="last day of this agreement"),
    "earliest": Text(nl="laatste dag van deze overeenkomst", en="last day of this agreement"),
}


class Words(NamedTuple):
    subject: str
    text: str


class Whole(NamedTuple):
    subject: str
    text: str
    html: str


def preview(facts: NoticeFacts, delivery: NewDelivery, dress: Dress = PLAIN) -> Words:
    """Subject and plain text exactly as this recipient would get them, but for the link."""
    shown = whole(facts.kind, facts, delivery, _LINK.say(delivery.terms.language), dress)
    return Words(shown.subject, shown.text)


def whole(
    kind: Kind, facts: NoticeFacts, delivery: NewDelivery, link: str, dress: Dress = PLAIN
) -> Whole:
    """Subject and both bodies as this recipient would get them with that link."""
    form = shape(delivery.terms)
    wording = dressed(kind, facts, form, dress)
    ready = {name: one_line(value) for name, value in values(delivery, link).items()}
    marked = {name: escape(value) for name, value in ready.items()}
    page = bodies.html(wording, facts.provider.name, dress.brand)
    text = filled(bodies.text(wording), ready).strip()
    return Whole(filled(wording.subject, ready), text, filled(page, marked))


def blank(kind: Kind, facts: NoticeFacts, terms: Terms, dress: Dress = PLAIN) -> Words:
    """What everybody was told in this form, with the names of what differs from one to another."""
    form = shape(terms)
    wording = dressed(kind, facts, form, dress)
    names = {name: f"[{said.say(form.language)}]" for name, said in _BLANKS.items()}
    names["link"] = _LINK.say(form.language)
    return Words(filled(wording.subject, names), filled(bodies.text(wording), names).strip())
