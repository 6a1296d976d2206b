"""How a document writes a day, a moment and a digest, in Dutch and English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.text import Language

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def day(value: str, language: Language) -> str:
    """'2026-11-22' → '22 november 2026'; ValueError when it is no ISO date."""
    return _written(date.fromisoformat(value), language)


def moment(value: str, language: Language) -> str:
    """An ISO time with offset → Amsterdam time with its zone, so 02:30 CEST and CET differ.

    ValueError when it is no ISO time or says nothing of its offset.
    """
    time = datetime.fromisoformat(value)
    if time.tzinfo is None:
        raise ValueError("a moment needs an offset")
    local = time.astimezone(_AMSTERDAM)
    at = "om {} uur" if language == "nl" else "at {}"
    return f"{_written(local.date(), language)} {at.format(f'{local:%H:%M}')} ({local.tzname()})"


def hex_groups(value: str) -> str:
    """A digest in groups of eight, so that it can be read aloud and may break over lines."""
    return " ".join(value[at : at + 8] for at in range(0, len(value), 8))


def _written(value: date, language: Language) -> str:
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
