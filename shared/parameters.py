"""What the parameters of an API mean, told once: a name means the same wherever it stands."""

from collections.abc import Mapping
from typing import Any

EVERYWHERE = {
    "after": "The `next` of the page before; leave it out for the first page.",
    "limit": "How many at most on this page.",
    "on": "The answer for this day, past or future; today if left out.",
    "q": "A part of the name, in capitals or not.",
    "language": "In which language it is told.",
    "state": "Only those in this state.",
    "Idempotency-Key": "The same call sent again under the same key is told what it was told.",
}


def meaning_of(parameter: Mapping[str, Any], operation: str, words: Mapping[str, str]) -> str:
    """``words`` are the service's own, by the name or by ``operation.name``; empty when nobody says
    what it means.
    """
    name = parameter["name"]
    told = words.get(f"{operation}.{name}") or words.get(name) or EVERYWHERE.get(name, "")
    if told or not name.endswith("_id"):
        return told
    noun = name.removesuffix("_id").replace("_", " ")
    return f"Which {noun}." if parameter["in"] == "path" else f"Only of this {noun}."
