"""What comes back to a return path: a report of delivery (RFC 3464), an automatic answer (RFC
3834), or anything else. Whoever sends it may be hostile: nothing here trusts a header."""

import email
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Literal

Kind = Literal["delivered", "relayed", "delayed", "bounced", "answered", "automatic"]

_OF_ACTION: dict[str, Kind] = {
    "delivered": "delivered",
    "relayed": "relayed",
    "expanded": "relayed",
    "delayed": "delayed",
    "failed": "bounced",
}
# Of several recipients behind one address: whoever was reached was.
_BEST: tuple[Kind, ...] = ("delivered", "relayed", "delayed", "bounced")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)
_CODE = re.compile(r"\b([245]\d\d)\b", re.ASCII)
_MOST_BLOCKS = 20
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoresponder")
_BULK = ("auto_reply", "auto-reply", "bulk", "junk", "list")
_SERVERS = ("mailer-daemon", "postmaster")


@dataclass(frozen=True)
class Returned:
    """``details`` is free of personal data; ``payload`` quotes what the mail server said."""

    kind: Kind
    details: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)


def read(content: bytes, identity: str) -> Returned:
    """``identity``: the envelope id under which the message was sent (RFC 3461). Never raises."""
    try:
        message = email.message_from_bytes(content)
        return _report(message, identity) or _other(message)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return Returned("answered", {"reason": "unreadable"})


def _report(message: Message, identity: str) -> Returned | None:
    """None where it is none, or one of another message."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts: list[Message] = message.get_payload()  # type: ignore[assignment]  # it is multipart
    status = next(
        (part for part in parts if part.get_content_type() == "message/delivery-status"), None
    )
    if status is None or not status.is_multipart():
        return None
    blocks: list[Message] = status.get_payload()  # type: ignore[assignment]  # as above
    named = _clean(blocks[0]["Original-Envelope-Id"], 200)
    if named and named.lower() != identity.lower():
        return None
    return _best(blocks[:_MOST_BLOCKS])


def _best(blocks: Sequence[Message]) -> Returned | None:
    found: dict[Kind, Returned] = {}
    for block in blocks:
        action = _clean(block["Action"], 40).partition(" ")[0].lower()
        if kind := _OF_ACTION.get(action):
            found.setdefault(kind, _told(kind, action, block))
    return next((found[kind] for kind in _BEST if kind in found), None)


def _told(kind: Kind, action: str, block: Message) -> Returned:
    said = _clean(block["Diagnostic-Code"], 500)
    text = said.partition(";")[2].strip() or said
    details: dict[str, Any] = {"reason": kind, "action": action}
    if status := _STATUS.search(_clean(block["Status"], 100)):
        details["status"] = status[0]
    if kind != "delivered" and (code := _CODE.match(text)):
        details["code"] = int(code[1])
    return Returned(kind, details, {"reply": text} if text else {})


def _other(message: Message) -> Returned:
    submitted = _clean(message["Auto-Submitted"], 100).partition(";")[0].strip().lower()
    sender = _clean(message["From"], 500).lower()
    by_server = any(name in sender for name in _SERVERS)
    automatic = (
        submitted not in ("", "no")
        or any(name in message for name in _AUTOMATIC)
        or _clean(message["Precedence"], 40).strip().lower() in _BULK
    )
    if automatic and not by_server:
        return Returned("automatic")
    text = _clean(message["Subject"], 200) + " | " + _first_text(message)
    return Returned("answered", {"reason": "answered"}, {"reply": text[:500]})


def _first_text(message: Message) -> str:
    for number, part in enumerate(message.walk()):
        if number > _MOST_BLOCKS:
            break
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/plain" and isinstance(payload, bytes):
            return _clean(payload[:2000].decode("utf-8", "replace"), 500)
    return ""


def _clean(value: object, most: int) -> str:
    """One line that can be stored and shown, whatever it was."""
    text = str(value or "").encode("utf-8", "replace").decode()[: 4 * most]
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]
