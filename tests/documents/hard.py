"""The same data with the names that people really have, and with what somebody might try."""

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
    if value is None:
        return None
    if field.type == "record":
        return _record(field, value)
    if field.type == "list":
        if field.children:
            return [_record(field, one) for one in value]
        return value if field.name == "duties" else [next(_NAMES) for _ in value]
    if field.type != "text" or field.values or field.name in _FIXED:
        return value
    return next(_NAMES)


def _record(field: Field, value: dict[str, Any]) -> dict[str, Any]:
    return {one.name: hardened(one, value[one.name]) for one in field.children if one.name in value}
