"""Templates and what they may call."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine

from services.portal import labels, language, operations
from services.portal.domain.clients import ERASED

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


class Typed(dict[str, Any]):
    """What somebody typed into a form; a field that was not sent is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def typed(values: Any) -> Any:
    """The same, through and through."""
    if isinstance(values, Mapping):
        return Typed({key: typed(value) for key, value in values.items()})
    return [typed(value) for value in values] if isinstance(values, list) else values


def environment() -> Environment:
    """Strict: a name that a page forgot to give is a mistake, not a gap."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        language.gettext, language.ngettext, newstyle=True
    )
    found.globals["current_language"] = language.current
    found.globals["typed"] = Typed
    found.globals["static_version"] = static_version()
    found.filters.update(
        say=_to_each(language.say),
        day=_to_each(language.say_date),
        moment=_to_each(language.say_time),
        number=_to_each(language.say_number),
        label=_to_each(labels.label),
        size=_to_each(_size),
        known_as=_to_each(_known_as),
        operation=_to_each(operations.operation),
        tone=labels.tone,
        with_query=with_query,
        mail_query=mail_query,
        iso_day=_iso_day,
    )
    return found


def _to_each(said: Callable[..., str]) -> Callable[..., str]:
    """The filter, never worked out while a template is compiled: what it makes of a constant would
    keep the language of whoever opened that page first."""

    @pass_context
    def asked(_: Context, *values: Any, **more: Any) -> str:
        return said(*values, **more)

    return asked


def engine() -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(environment())


def with_query(path: str, query: Mapping[str, Any] | None = None, **values: Any) -> str:
    """The path with these values in its query, empty ones left out."""
    merged = {**(query or {}), **values}
    text = urlencode({key: value for key, value in merged.items() if value not in (None, "")})
    return f"{path}?{text}" if text else path


def mail_query(fields: Mapping[str, str]) -> str:
    """What a mail begins with, for a ``mailto:`` address: there a plus is a plus (RFC 6068)."""
    return "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items())


def _iso_day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _known_as(name: str) -> str:
    """What a client is called, of which the name may have been erased."""
    return language.gettext("Erased client") if name == ERASED else name


def _size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1024 * 1024:
        return f"{language.say_number(max(1, round(count / 1024)))} kB"
    return f"{language.say_number(round(count / 1024 / 1024))} MB"


def static_version() -> str:
    """Changes when a stylesheet or a script does, so that browsers keep each for ever."""
    files = sorted(path for path in STATIC.rglob("*") if path.suffix in (".css", ".js"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
