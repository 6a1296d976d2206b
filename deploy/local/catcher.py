"""A mail server that delivers nothing: it keeps what it gets and shows it in the browser.

python -m deploy.local.catcher --smtp-port 18025 --web-port 18026 --folder data/mail
"""

import argparse
import asyncio
import email
import email.policy
import logging
import os
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment, FileSystemLoader
from litestar import Litestar, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup, escape

UNDELIVERABLE = "onbestelbaar.example"
_HOST = "127.0.0.1"
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
# Nothing that stands in a message may run or fetch anything.
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Entry:
    """One message of the list; ``received_at`` is ISO 8601 in UTC."""

    id: str
    to: str
    sender: str
    subject: str
    received_at: str
    message_id: str

    def listed(self) -> dict[str, str]:
        """``sender`` is called ``from`` outside, which Python keeps for itself."""
        return {"from" if key == "sender" else key: value for key, value in asdict(self).items()}


class Folder:
    """Messages as ``.eml`` files whose names sort by time of arrival."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._entries = {
            file.stem: _entry(file.stem, file.read_bytes())
            for file in sorted(path.glob("*.eml"))
            if _ID.fullmatch(file.stem)
        }

    def newest_first(self) -> list[Entry]:
        return [self._entries[name] for name in sorted(self._entries, reverse=True)]

    def entry(self, name: str) -> Entry:
        if name not in self._entries:
            raise NotFoundException("Dit bericht is er niet. / There is no such message.")
        return self._entries[name]

    def raw(self, name: str) -> bytes:
        return (self._path / f"{self.entry(name).id}.eml").read_bytes()

    def keep(self, data: bytes) -> None:
        """On disk before the mail server answers 250."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
        with (self._path / f"{name}.part").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        (self._path / f"{name}.part").rename(self._path / f"{name}.eml")
        self._entries[name] = _entry(name, data)


class Handler:
    """What aiosmtpd asks on each command."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    async def handle_RCPT(  # noqa: N802  # the name is aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.lower().endswith("@" + UNDELIVERABLE):
            return f"550 5.1.1 <{address}>: Recipient address rejected: user unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  # the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        trace = f"Return-Path: <{envelope.mail_from}>\r\n" + "".join(
            f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos
        )
        content = envelope.content or b""
        self._folder.keep(trace.encode() + (content if isinstance(content, bytes) else b""))
        return "250 2.0.0 Message kept"


def _parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _entry(name: str, data: bytes) -> Entry:
    head, _, _ = data.partition(b"\r\n\r\n")
    message = _parsed(head + b"\r\n\r\n")
    moment = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return Entry(
        id=name,
        to=", ".join(message.get_all("Delivered-To", [])),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        received_at=moment.isoformat(),
        message_id=str(message["Message-ID"] or "").strip(),
    )


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()) if part else ""


def _linked(text: str) -> Markup:
    """Text with its addresses made clickable."""
    parts, end = [Markup("")], 0
    for found in _LINK.finditer(text):
        address = escape(found.group())
        parts += [escape(text[end : found.start()])]
        parts += [Markup('<a href="{0}" target="_blank" rel="noreferrer">{0}</a>').format(address)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _page(template: str, **values: object) -> Response[str]:
    html = _PAGES.get_template(template).render(values)
    return Response(html, media_type="text/html", headers=_SAFE)


def create_app(folder: Path, smtp_port: int) -> Litestar:
    """The pages, and the SMTP port for as long as they run."""
    kept = Folder(folder)

    @get("/", sync_to_thread=False)
    def messages() -> Response[str]:
        return _page("catcher_list.html", messages=kept.newest_first(), port=smtp_port)

    @get("/messages.json", sync_to_thread=False)
    def listed() -> list[dict[str, str]]:
        return [entry.listed() for entry in kept.newest_first()]

    @get("/messages/{name:str}", sync_to_thread=False)
    def message(name: FromPath[str]) -> Response[str] | Response[bytes]:
        if name.endswith(".eml"):
            return Response(
                kept.raw(name.removesuffix(".eml")),
                media_type="message/rfc822",
                headers=_SAFE | {"Content-Disposition": f'attachment; filename="{name}"'},
            )
        parsed = _parsed(kept.raw(name))
        return _page(
            "catcher_message.html",
            entry=kept.entry(name),
            headers=parsed.items(),
            html=Markup('<base target="_blank">') + Markup(_body(parsed, "html"))  # noqa: S704
            if _body(parsed, "html")
            else "",  # shown in a sandbox, as an attribute that the template escapes
            text=_linked(_body(parsed, "plain")),
        )

    @asynccontextmanager
    async def receiving(_: Litestar) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        handler = Handler(kept)
        server = await loop.create_server(
            lambda: SMTP(handler, hostname="catcher.example", ident="Schakel", loop=loop),
            _HOST,
            smtp_port,
        )
        async with server:
            yield

    return Litestar(
        [messages, listed, message], lifespan=[receiving], openapi_config=None, logging_config=None
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.catcher")
    parser.add_argument("--smtp-port", type=int, default=18025)
    parser.add_argument("--web-port", type=int, default=18026)
    parser.add_argument("--folder", type=Path, default=Path("data/mail"))
    chosen = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else every address is in the log
    app = create_app(chosen.folder, chosen.smtp_port)
    uvicorn.run(app, host=_HOST, port=chosen.web_port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
