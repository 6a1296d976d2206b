"""The same data with the names that people really have, and with what somebody might try."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

from services.documents.domain.field import Field

_NAMES = cycle(
    [
        "Wolk & Co <b>",
        "Nul \"&\" 'Eén' </w:t>",
        "{{ 7*7 }}",
        "{% raw %}Klem{% endraw %}",
        "خدمات الاستضافة & אבג",
        "regel een\nregel twee\tmet tab",
        "&lt;Dubbel&gt; &amp; Zn",
        "Þóra Ærøskøbing ✓ 🧁",
        "zeer " * 60,
    ]
)
# Of these the form is fixed, or a machine reads them.
_FIXED = {"digest", "head", "message_digest", "id", "link_id", "language", "country"}


def hardened(field: Field, value: Any) -> Any:
    """Every free text is replaced; what the model fixes stays."""
    return replaced(field, value, lambda _: next(_NAMES))


def replaced(field: Field, value: Any, by: Callable[[str], str]) -> Any:
    """Every free text as ``by`` makes it of what stood there."""
    if value is None:
        return None
    if field.type == "record":
        return _record(field, value, by)
    if field.type == "list":
        if field.children:
            return [_record(field, one, by) for one in value]
        return value if field.name == "duties" else [by(one) for one in value]
    if field.type != "text" or field.values or field.name in _FIXED:
        return value
    return by(value)


def _record(field: Field, value: dict[str, Any], by: Callable[[str], str]) -> dict[str, Any]:
    return {
        one.name: replaced(one, value[one.name], by) for one in field.children if one.name in value
    }
