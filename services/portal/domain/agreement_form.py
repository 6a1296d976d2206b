"""The forms about an agreement, as the requests that contracts takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.portal.domain.clients import Terms
from services.portal.domain.onboarding_form import TERMS
from services.portal.domain.onboarding_form import body as onboarding

Pairs = Iterable[tuple[str, str]]


def of_terms(terms: Terms) -> dict[str, Any]:
    return {"terms": terms.model_dump(mode="json"), "begins": [], "ends": []}


def read(pairs: Pairs) -> dict[str, Any]:
    """What was typed: terms, products that begin and end, and the fields beside them."""
    found: dict[str, Any] = {"terms": {}, "begins": [], "ends": []}
    for key, value in pairs:
        section, _, name = key.partition(".")
        if section == "terms":
            found["terms"][name] = value.strip()
        elif section in ("begins", "ends"):
            found[section].append(value.strip())
        else:
            found[key] = value.strip()
    found["terms"]["emergency_clause"] = found["terms"].get("emergency_clause") == "yes"
    return found


def terms_of(form: Mapping[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {"client": {}, "contacts": [], "products": []}
    told: dict[str, Any] = onboarding({**empty, "terms": form["terms"]})["terms"]
    return told


def amendment(form: Mapping[str, Any], standing: Terms) -> dict[str, Any]:
    """Terms only where they differ from those that hold."""
    terms = terms_of(form)
    same = terms == {name: standing.model_dump(mode="json")[name] for name in TERMS}
    return {
        "from_day": form.get("from_day") or None,
        "terms": None if same else terms,
        "begins": form["begins"],
        "ends": form["ends"],
        "reason": form.get("reason") or None,
    }


def number(text: str | None) -> Any:
    return int(text) if text and text.isdecimal() else text or 0


def period(form: Mapping[str, str]) -> dict[str, Any]:
    return {
        "runs_until": form.get("runs_until") or None,
        "notice_days": number(form.get("notice_days")),
        "review_on": form.get("review_on") or None,
        "note": form.get("note") or None,
    }


def termination(form: Mapping[str, str]) -> dict[str, Any]:
    return {
        "by": form.get("by"),
        "reason": form.get("reason", ""),
        "ends_on": form.get("ends_on") or None,
        "given_on": form.get("given_on") or None,
        "notice_days": number(form.get("days_of_notice")),
        "end_choice": form.get("end_choice") or None,
        "data_by": form.get("data_by") or None,
    }
