"""The words of a message for somebody who wants to read them before they are sent."""

from typing import NamedTuple

from services.notifications.channels.mail import bodies
from services.notifications.channels.mail.context import context, shape, values
from services.notifications.channels.mail.wording import Line, one_line, word
from services.notifications.domain.delivery import NewDelivery
from services.notifications.domain.facts import NoticeFacts
from shared.text import Text

# A real link is made when the message leaves; it is secret, and holds for one person.
_LINK = Text(nl="[persoonlijke link]", en="[personal link]")


class Words(NamedTuple):
    subject: str
    text: str


def preview(facts: NoticeFacts, delivery: NewDelivery) -> Words:
    """Subject and plain text exactly as this recipient would get them, but for the link."""
    form = shape(delivery.terms)
    wording = word(facts.kind, form.language, context(facts, form))
    filled = values(delivery, _LINK.say(form.language))
    ready = {name: one_line(value) for name, value in filled.items()}

    def fill(line: Line) -> str:
        return "".join(part if isinstance(part, str) else ready[part.name] for part in line)

    return Words(fill(wording.subject), fill(bodies.text(wording)).strip())
