"""A calendar as iCalendar (RFC 5545), with the name and the rhythm of RFC 7986."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event

from services.notifications.channels.calendar.words import lapsed, name, summary
from services.notifications.domain.calendar import CalendarDraft, Due, DueKind, Known
from shared.text import Language

MEDIA_TYPE = "text/calendar"
_RHYTHM = timedelta(hours=12)


def write(draft: CalendarDraft, known: Sequence[Known]) -> bytes:
    """Days count as a whole and leave nobody busy."""
    calendar = Calendar()
    calendar.add("prodid", "-//Schakel//Termijnen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name(draft.provider, draft.language))
    calendar.add("x-wr-calname", name(draft.provider, draft.language))
    calendar.add("refresh-interval", _RHYTHM, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _RHYTHM)
    told: dict[tuple[DueKind, UUID], Due] = {(one.kind, one.id): one for one in draft.items}
    for one in known:
        calendar.add_component(_event(one, told, draft.language))
    return bytes(calendar.to_ical())


def _event(known: Known, told: Mapping[tuple[DueKind, UUID], Due], language: Language) -> Event:
    event = Event()
    event.add("uid", known.uid)
    event.add("dtstamp", known.changed_at)
    event.add("last-modified", known.changed_at)
    event.add("sequence", known.sequence)
    event.add("dtstart", known.day)
    event.add("transp", "TRANSPARENT")
    due = told.get((known.kind, known.subject_id))
    if due is None or known.cancelled:
        event.add("status", "CANCELLED")
        event.add("summary", lapsed(language))
        return event
    event.add("status", "CONFIRMED")
    event.add("summary", summary(due, language))
    if due.url:
        event.add("url", str(due.url))
    return event
