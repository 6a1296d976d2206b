"""A message as bytes: compiled once per notice and shape, then filled in per recipient.

The whole MIME skeleton (RFC 2045-2047, 5322) stands ready but for its holes; values stand between
soft breaks of quoted-printable lines. The boundary holds ``=_``, which quoted-printable never
produces, so that no value can end a part.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import Literal, TypeAlias

import msgspec

from services.notifications.channels.mail import bodies, quoting
from services.notifications.channels.mail.context import shape, values
from services.notifications.channels.mail.dressing import dressed
from services.notifications.channels.mail.wording import (
    Line,
    Piece,
    Slot,
    Wording,
    closed,
    one_line,
    stops,
)
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.facts import Kind, NoticeFacts, PublicFacts
from services.notifications.domain.wording import PLAIN, Dress

Form = Literal["header", "text", "html"]
Head: TypeAlias = tuple[bytes | Slot, ...]
# While a message is put together; neither quoted-printable nor a header ever holds it.
_HOLE = b"\0"
# One press and they are off (RFC 8058); never in what is told under an agreement.
_LEAVE: Head = (
    b"\r\nList-Unsubscribe: <",
    Slot("leave"),
    b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
)


class Compiled:
    """The pieces of a message that never differ, with a hole between each two for what does."""

    def __init__(self, pieces: Sequence[bytes], slots: Sequence[tuple[Form, str]]) -> None:
        self._whole: list[bytes] = [b""] * (2 * len(pieces) - 1)
        self._whole[::2] = pieces
        self._headers = list(dict.fromkeys(name for form, name in slots if form == "header"))
        self._values = list(dict.fromkeys(name for form, name in slots if form != "header"))
        # Whether a full stop follows, which goes with the value.
        self._texts = [(name.removesuffix("."), name.endswith(".")) for name in self._values]
        # Values stand in the bodies as they are, then with their marks escaped.
        ready = [("header", name) for name in self._headers]
        ready += [(form, name) for form in ("text", "html") for name in self._values]
        self._order = [ready.index(slot) for slot in slots]

    def build(self, headers: Mapping[str, bytes], body: Mapping[str, str]) -> bytes:
        """``headers`` are ready to stand in a header; ``body`` is plain text of any kind."""
        texts = [closed(one_line(body[name])) if stop else body[name] for name, stop in self._texts]
        plain = quoting.plain(texts)
        ready = [headers[name] for name in self._headers]
        if plain is None:
            lines = [one_line(text) for text in texts]
            ready += [quoting.value(line) for line in lines]
            ready += [quoting.value(escape(line)) for line in lines]
        else:
            ready += plain
            ready += plain
        whole = self._whole.copy()
        whole[1::2] = [ready[at] for at in self._order]
        return b"".join(whole)


@dataclass(frozen=True)
class Letterhead:
    """Who sends: ``address`` is ours, answers go to the tenant."""

    address: str
    domain: str


class Message(msgspec.Struct, frozen=True, gc=False):
    message_id: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Composer:
    """Keeps what it compiled for the notices that it met last."""

    def __init__(self, letterhead: Letterhead) -> None:
        self._letterhead = letterhead
        self._compiled: dict[tuple[object, ...], Compiled] = {}

    def compose(
        self,
        kind: Kind,
        facts: NoticeFacts,
        delivery: Delivery,
        link: str | None,
        address: str | None = None,
        dress: Dress = PLAIN,
    ) -> Message:
        """The same delivery makes the same bytes, whenever and wherever it is built. ``address``:
        as an envelope bears it, where that differs; ``dress``: the notice's own."""
        form = shape(delivery.terms)
        key = (delivery.notice_id, form)
        compiled = self._compiled.get(key)
        if compiled is None:
            if len(self._compiled) >= 64:
                self._compiled.clear()
            wording = dressed(kind, facts, form, dress)
            leave = _LEAVE if isinstance(facts, PublicFacts) and not dress.test else ()
            head = _head(self._letterhead, facts, wording, leave)
            html = bodies.html(wording, facts.provider.name, dress.brand)
            compiled = self._compiled[key] = compile_message(head, bodies.text(wording), html)
        identity = message_id(delivery, self._letterhead.domain)
        headers = {
            "to": mailbox(delivery.person.name, address or delivery.person.email),
            "date": date_header(delivery.created_at),
            "message_id": identity.encode(),
            "leave": (link or "").encode(),
        }
        return Message(identity, compiled.build(headers, values(delivery, link)))


def message_id(delivery: Delivery, domain: str) -> str:
    return f"<{delivery.id}@{domain}>"


@lru_cache(1024)
def date_header(moment: datetime) -> bytes:
    return format_datetime(moment).encode()


def mailbox(name: str, email: str) -> bytes:
    """``email`` is ASCII; ``name`` may be anything."""
    plain = one_line(name)
    if not plain:
        return email.encode()
    return quoting.phrase(plain) + b"\r\n <" + email.encode() + b">"


def _head(letterhead: Letterhead, facts: NoticeFacts, wording: Wording, leave: Head) -> Head:
    provider = facts.provider
    plain = "".join(piece for piece in wording.subject if isinstance(piece, str))
    answers = b"\r\nReply-To: " + mailbox(provider.name, provider.email) if provider.email else b""
    return (
        b"From: " + mailbox(provider.name, letterhead.address) + answers + b"\r\nTo: ",
        Slot("to"),
        b"\r\nSubject: " + quoting.words(plain) + b"\r\nDate: ",
        Slot("date"),
        b"\r\nMessage-ID: ",
        Slot("message_id"),
        b"\r\nAuto-Submitted: auto-generated\r\nContent-Language: " + wording.language.encode(),
        *leave,
        b"\r\nMIME-Version: 1.0",
    )


def compile_message(head: Head, text: Line, html: Line) -> Compiled:
    slots: list[tuple[Form, str]] = []
    top = b"".join(_header_piece(piece, slots) for piece in head)
    parts = [_part(text, "text", slots), _part(html, "html", slots)]
    boundary = b"=_" + hashlib.sha256(b"".join([top, *parts])).hexdigest()[:32].encode()
    opening = b'\r\nContent-Type: multipart/alternative;\r\n boundary="%s"\r\n\r\n' % boundary
    separator = b"--" + boundary + b"\r\n"
    whole = top + opening + b"".join(separator + part for part in parts)
    return Compiled((whole + b"--" + boundary + b"--\r\n").split(_HOLE), slots)


def _header_piece(piece: bytes | Slot, slots: list[tuple[Form, str]]) -> bytes:
    if isinstance(piece, bytes):
        return piece
    slots.append(("header", piece.name))
    return _HOLE


def _part(pieces: Line, form: Form, slots: list[tuple[Form, str]]) -> bytes:
    subtype = b"plain" if form == "text" else b"html"
    head = (
        b"Content-Type: text/" + subtype + b"; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    body, after_slot = b"", False
    for piece in _merged(pieces):
        at_start = not body or body.endswith(b"\r\n")
        if isinstance(piece, Slot):
            slots.append((form, piece.name))
            body += (b"" if at_start else b"=\r\n") + _HOLE + b"=\r\n"
        else:
            if after_slot and stops(piece):  # it goes with the value, which may have one
                slots[-1] = (form, f"{slots[-1][1]}.")
                piece = piece[1:]
            body += _static(piece, at_start)
        after_slot = isinstance(piece, Slot)
    return head + body + b"\r\n"


def _merged(pieces: Line) -> Iterator[Piece]:
    """Neighbouring text as one piece, which saves a soft break."""
    text = ""
    for piece in pieces:
        if isinstance(piece, Slot):
            yield text
            yield piece
            text = ""
        else:
            text += piece
    yield text


def _static(text: str, at_start: bool) -> bytes:
    first, *rest = text.split("\n")
    lines = [quoting.line(part) for part in (first, *rest)]
    glue = b"" if at_start or not first else b"=\r\n"
    return glue + b"\r\n".join(lines)
