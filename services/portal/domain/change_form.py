"""The form with which staff describe a change of sub-processors, as contracts takes it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services.portal.domain.clients import Link

TEXTS = ("purpose", "location", "condition")
LISTS = ("data_categories", "data_subjects")
PLAIN = ("product_id", "subprocessor_id", "zone", "mechanism", "mechanism_verified_on")
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
    given = {
        "title": _text(form, "title"),
        "reason": _text(form, "reason"),
        "effective_on": form.get("effective_on"),
    }
    return {
        **{name: value for name, value in given.items() if value},
        "at_once": form.get("at_once") == "yes",
        "ends": form["ends"],
        "begins": [_link(row) for row in form["begins"]],
    }


def _link(row: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: row[name] for name in PLAIN if row.get(name)}
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
