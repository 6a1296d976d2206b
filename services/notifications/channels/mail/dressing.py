"""The words of one notice in one language: the provider's own where it has them, and its footer."""

from functools import cache

from services.notifications.channels.mail.context import Shape, context
from services.notifications.channels.mail.wording import Prose, Template, Wording, builtin, word
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.wording import Dress, WordingDraft
from shared.text import Language, Text

_TEST = Text(
    nl="Dit is een proefbericht met verzonnen gegevens. Niemand anders heeft het ontvangen.",
    en="This is a test message with invented data. Nobody else received it.",
)


def dressed(kind: Kind, facts: NoticeFacts, form: Shape, dress: Dress) -> Wording:
    known = context(facts, form)
    own = dress.words.get(form.language)
    if own is None:
        wording = word(kind, form.language, known)
    else:
        wording = Template(own.source, forgiving=True).word(form.language, known)
    footer = dress.brand and dress.brand.footer(form.language)
    subject, blocks = wording.subject, wording.blocks
    if footer:
        blocks = (*blocks, Prose("small", (" · ".join(footer.split("\n")),)))
    if dress.test:
        subject = ("Test: ", *subject)
        blocks = (Prose("small", (_TEST.say(form.language),)), *blocks)
    return Wording(wording.language, subject, blocks)


@cache
def built_in(kind: Kind, language: Language) -> WordingDraft:
    subject, _, text = builtin(kind, language).partition("\n")
    return WordingDraft(subject=subject, text=text)
