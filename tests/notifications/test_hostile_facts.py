"""Whatever somebody typed into any field of a notice stays text: no header, no part, no mark-up."""

import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.domain.facts import Kind, NoticeFacts
from tests.notifications import samples

EVIL = (
    "\r\nBcc: evil@x.example\r\n\r\n<script>alert(1)</script> \u2028\x85\x0b\x00\u202e\"'> {{7*7}}"
)


def _spoilt(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Where a text stands, by the way that leads there."""
    if isinstance(value, Mapping):
        return [one for key, part in value.items() for one in _spoilt(part, (*path, key))]
    if isinstance(value, list):
        return [one for key, part in enumerate(value) for one in _spoilt(part, (*path, key))]
    return [path] if isinstance(value, str) else []


def _with(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return f"{value}{EVIL}"
    copied = dict(value) if isinstance(value, Mapping) else list(value)
    copied[path[0]] = _with(value[path[0]], path[1:])
    return copied


def hostile(facts: NoticeFacts) -> NoticeFacts:
    """Each field that takes any text has the worst in it; a code or a date takes none."""
    plain = facts.model_dump(mode="json")
    spoilt = 0
    for path in _spoilt(plain, ()):
        tried = _with(plain, path)
        try:
            type(facts).model_validate(tried)
        except ValidationError:
            continue
        # An address and the reader's own page are checked or made elsewhere, never typed here.
        if path[-1] in ("email", "home"):
            continue
        plain, spoilt = tried, spoilt + 1
    assert spoilt
    return type(facts).model_validate(plain)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_field_of_a_notice_becomes_a_header_a_part_or_mark_up(kind: Kind, language: str) -> None:
    composer = Composer(Letterhead("meldingen@schakel.example", "schakel.example"))
    more = {"language": language, "name": f"N{EVIL}", "client": f"C{EVIL}"}
    delivery = samples.delivery(kind, **more)
    plain = composer.compose(kind, samples.EVERY_KIND[kind], delivery, "https://x.example/t").data
    composer = Composer(Letterhead("meldingen@schakel.example", "schakel.example"))
    data = composer.compose(
        kind, hostile(samples.EVERY_KIND[kind]), delivery, "https://x.example/t"
    ).data
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.keys() == message_from_bytes(plain).keys()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not any(part.defects for part in message.walk())
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", data)
    assert "\u202e" not in str(message["Subject"])
    html, text = (message.get_body((one,)) for one in ("html", "plain"))
    assert html is not None
    assert text is not None
    assert "<script" not in html.get_content()
    assert "{{7*7}}" in text.get_content()
