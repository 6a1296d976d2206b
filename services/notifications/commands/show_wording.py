"""What a message in certain words looks like, with invented data."""

from typing import Literal

from services.notifications.channels.mail.dressing import built_in
from services.notifications.channels.mail.examples import Example, examples
from services.notifications.channels.mail.mandatory import KINDS, WORDS, musts_of
from services.notifications.channels.mail.names import Name, names
from services.notifications.channels.mail.preview import Whole, whole
from services.notifications.channels.mail.proof import findings, unreadable
from services.notifications.commands.keep_wording import refuse_unwritable
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import (
    Dress,
    Finding,
    WordingDraft,
    WordingVersion,
    refuse_faulty,
)
from services.notifications.store import wordings
from shared.database import Connection
from shared.text import Language, Text

__all__ = ["KINDS"]

# With everything in it, to a client who must approve first, and with as little as there can be.
Situation = Literal["full", "approval", "least"]


def builtin_words(kind: Kind, language: Language) -> WordingDraft:
    refuse_unwritable(kind)
    return built_in(kind, language)


def known_names(kind: Kind) -> tuple[Name, ...]:
    return names(kind)


def mandatory_facts(kind: Kind) -> dict[str, Text]:
    """What no wording of this kind may leave out, wherever there is one."""
    return {fact: WORDS[fact] for fact in musts_of(kind)}


def faults(version: WordingVersion) -> list[Finding]:
    return findings(version.kind, version.language, version.draft)


async def show(
    connection: Connection, use: tuple[Kind, Language], draft: WordingDraft, situation: Situation
) -> Whole:
    """In the provider's own looks. ``Conflict`` for words that can't be rendered at all."""
    kind, language = use
    example = example_of(kind, language, situation)
    dress = await dress_of(connection, kind, language, draft)
    return whole(kind, example.facts, example.delivery, example.link, dress)


async def dress_of(
    connection: Connection, kind: Kind, language: Language, draft: WordingDraft
) -> Dress:
    refuse_faulty(unreadable(kind, draft))
    brands = await wordings.brands(connection, None, 1)
    return Dress(words={language: draft}, brand=brands[0] if brands else None)


def example_of(kind: Kind, language: Language, situation: Situation) -> Example:
    found = list(examples(kind, language))
    if situation == "approval":
        asked = (one for one in found if one.delivery.terms.authorisation == "specific")
        return next(asked, found[0])
    return found[0 if situation == "full" else -1]
