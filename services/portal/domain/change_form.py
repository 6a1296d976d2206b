"""The form with which staff describe a change of sub-processors, as contracts takes it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.portal.domain.changes import Change
from services.portal.domain.clients import Link

TEXTS = ("purpose", "location", "condition")
LISTS = ("data_categories", "data_subjects")
PLAIN = (
    "product_id", "subprocessor_id", "zone", "mechanism", "mechanism_verified_on", "verified_on",
)  # fmt: skip
_BEGIN = re.compile(r"^begins\.(\d{1,3})\.([\w.]+)$")


def read(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was typed; a row that names no sub-processor is no row."""
    found: dict[str, Any] = {"ends": []}
    rows: dict[int, dict[str, str]] = {}
    for key, value in pairs:
        if match := _BEGIN.match(key):
            rows.setdefault(int(match[1]), {})[match[2]] = value.strip()
        elif key == "ends":
            found["ends"].append(value)
        else:
            found[key] = value.strip()
    named = [rows[index] for index in sorted(rows) if rows[index].get("subprocessor_id")]
    return {**found, "begins": named}


def body(form: Mapping[str, Any]) -> dict[str, Any]:
    """The request: empty fields left out, so that contracts says which it misses."""
    return {name: value for name, value in edit(form).items() if value is not None}


def edit(form: Mapping[str, Any]) -> dict[str, Any]:
    """The request that puts the form in the place of what stands: an empty field empties it."""
    return {
        "title": _text(form, "title"),
        "reason": _text(form, "reason"),
        "effective_on": form.get("effective_on") or None,
        "supplier_date": form.get("supplier_date") or None,
        "emergency": _text(form, "emergency"),
        "at_once": form.get("at_once") == "yes",
        "ends": form["ends"],
        "begins": [_link(row) for row in form["begins"]],
    }


def altered(form: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The request without links that stand as they were: what the form doesn't show stays."""
    wanted, before = edit(form), edit(standing(change))
    same = [name for name in ("ends", "begins") if wanted[name] == before[name]]
    return {name: value for name, value in wanted.items() if name not in same}


def standing(change: Change) -> dict[str, Any]:
    """The form as a draft fills it."""
    found: dict[str, Any] = {
        "effective_on": change.effective_on.isoformat(),
        "supplier_date": change.supplier_date.isoformat() if change.supplier_date else "",
        "at_once": "yes" if change.at_once else "",
        "ends": [str(line.old.link_id) for line in change.lines if line.old],
        "begins": [_row(line.new) for line in change.lines if line.new],
    }
    for name in ("title", "reason", "emergency"):
        for language in ("nl", "en"):
            found[f"{name}.{language}"] = _in(getattr(change, name), language)
    return found


def _row(link: Link) -> dict[str, str]:
    row = {
        "subprocessor_id": str(link.subprocessor.id or ""),
        "product_id": str(link.product_id or ""),
        "countries": ", ".join(link.countries),
        "zone": link.zone or "",
        "mechanism": link.mechanism or "",
        "mechanism_verified_on": _day(link.mechanism_verified_on),
        "verified_on": _day(link.verified_on),
    }
    for language in ("nl", "en"):
        for text in TEXTS:
            row[f"{text}.{language}"] = _in(getattr(link, text), language)
        for name in LISTS:
            row[f"{name}.{language}"] = "\n".join(
                _in(word, language) for word in getattr(link, name)
            )
    return row


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _link(row: Mapping[str, str]) -> dict[str, Any]:
    plain: dict[str, Any] = {name: row[name] for name in PLAIN if row.get(name)}
    if countries := re.findall(r"\w+", row.get("countries", "").upper()):
        plain["countries"] = countries
    texts = {name: text for name in TEXTS if (text := _text(row, name))}
    lists = {name: _lines(row, name) for name in LISTS}
    return {"capacity": "subprocessor", **plain, **texts, **lists}


def _text(values: Mapping[str, Any], name: str) -> dict[str, str] | None:
    """Dutch and English; what is left empty in one language is said in the other's words."""
    nl, en = values.get(f"{name}.nl", ""), values.get(f"{name}.en", "")
    return {"nl": nl or en, "en": en or nl} if nl or en else None


def _lines(row: Mapping[str, str], name: str) -> list[dict[str, str]]:
    dutch = _split(row.get(f"{name}.nl", ""))
    english = _split(row.get(f"{name}.en", ""))
    count = max(len(dutch), len(english))
    return [
        {
            "nl": dutch[i] if i < len(dutch) else english[i],
            "en": english[i] if i < len(english) else dutch[i],
        }
        for i in range(count)
    ]


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def replacing(link: Link) -> dict[str, Any]:
    """A form that ends this link and begins one with the same task for somebody else."""
    row: dict[str, str] = {"product_id": str(link.product_id or "")}
    for language in ("nl", "en"):
        row[f"purpose.{language}"] = _in(link.purpose, language)
        for name in LISTS:
            words = (_in(word, language) for word in getattr(link, name))
            row[f"{name}.{language}"] = "\n".join(words)
    return {"ends": [str(link.link_id)], "begins": [row]}


def _in(words: Any, language: str) -> str:
    if isinstance(words, Mapping):
        return str(words.get(language) or "")
    return str(words or "")
