"""The form with which staff bring in a client, as the request that contracts takes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

DUTIES = ("signatory", "notice", "privacy", "breach")
CLIENT_FIELDS = (
    "name", "external_id", "registration", "address", "country", "language", "representative",
    "dpo",
)  # fmt: skip
CONTACT_FIELDS = ("name", "email", "job_title", "language")
TERMS: dict[str, Any] = {
    "language": "nl",
    "authorisation": "general",
    "notice_days": 30,
    "objection_days": 30,
    "day_kind": "calendar",
    "counted_from": "sent",
    "on_objection": "block",
    "end_choice": "delete",
    "emergency_clause": False,
}
FEWEST_ROWS = 2
_CONTACT = re.compile(r"^contacts\.(\d{1,3})\.(\w+)$")

Pairs = Iterable[tuple[str, str]]


def blank() -> dict[str, Any]:
    """A new form: the first contact signs and is told, which fits most clients."""
    return {
        "client": {"country": "NL", "language": "nl"},
        "contacts": [{"language": "nl", "duties": ["signatory", "notice"]}],
        "products": [],
        "terms": dict(TERMS),
    }


def read(pairs: Pairs) -> dict[str, Any]:
    """What was typed, rows without a name and an address left out."""
    found: dict[str, Any] = {"client": {}, "products": [], "terms": {}}
    rows: dict[int, dict[str, Any]] = {}
    for key, value in pairs:
        section, _, name = key.partition(".")
        text = value.strip()
        if match := _CONTACT.match(key):
            row = rows.setdefault(int(match[1]), {"duties": []})
            if match[2] == "duties":
                row["duties"].append(text)
            else:
                row[match[2]] = text
        elif section == "products":
            found["products"].append(text)
        elif section in ("client", "terms"):
            found[section][name] = text
    found["terms"]["emergency_clause"] = found["terms"].get("emergency_clause") == "yes"
    filled = [rows[index] for index in sorted(rows) if _filled(rows[index])]
    return {**found, "contacts": filled}


def _filled(row: Mapping[str, Any]) -> bool:
    return any(row.get(name) for name in ("name", "email", "job_title"))


def body(form: Mapping[str, Any]) -> dict[str, Any]:
    """The request: empty fields left out, so that contracts says which it misses."""
    return {
        "client": _given(form["client"], CLIENT_FIELDS),
        "contacts": [
            {**_given(row, CONTACT_FIELDS), "duties": row["duties"]} for row in form["contacts"]
        ],
        "products": form["products"],
        "terms": {
            **_given(form["terms"], TERMS),
            **{
                name: _number(form["terms"].get(name)) for name in ("notice_days", "objection_days")
            },
        },
    }


def _given(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name) not in (None, "")}


def _number(text: Any) -> Any:
    return int(text) if str(text or "").isdecimal() else text
