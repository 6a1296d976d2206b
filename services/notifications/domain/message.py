"""What a notice is about, in a few words, for a list."""

from services.notifications.domain.facts import (
    ChangeFacts,
    IncidentFacts,
    NoticeFacts,
    ObjectionFacts,
)
from shared.text import Text


def about(facts: NoticeFacts) -> Text | None:
    """The change or the breach that it tells of; None where the kind of notice says enough."""
    if isinstance(facts, ChangeFacts):
        return facts.title
    if isinstance(facts, ObjectionFacts):
        return facts.change_title
    if isinstance(facts, IncidentFacts):
        return facts.told.heading
    return None
