"""Takes what comes back to our return paths, over SMTP or LMTP, and nothing else: no mail is passed
on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal
from uuid import UUID

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.returned import Returned, read
from shared.logs import log

_LARGEST = 1_048_576
_IDLE_SECONDS = 60.0

# What became of it: written down, not to be taken yet, or of nothing that we sent.
Kept = Literal["kept", "later", "unknown"]
Protocol = Literal["smtp", "lmtp"]
Keep = Callable[[UUID, Returned], Awaitable[Kept]]

_ANSWERS: dict[Kept, str] = {
    "kept": "250 2.0.0 Noted",
    "later": "451 4.3.0 Come back later",
    "unknown": "550 5.1.1 Nothing was sent from this address",
}


class Door:
    """What aiosmtpd asks on each command."""

    def __init__(self, return_path: ReturnPath, keep: Keep) -> None:
        self._return_path, self._keep = return_path, keep

    async def handle_RCPT(  # noqa: N802  # the name is aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """One of ours with its MAC, one at a time."""
        if self._return_path.read(address) is None:
            return "550 5.1.1 This address takes what comes back to its own mails alone"
        if envelope.rcpt_tos:
            return "452 4.5.3 One at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  # the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """250 once it is written down, and never before."""
        address, content = envelope.rcpt_tos[0].lower(), envelope.content or b""
        delivery_id = self._return_path.read(address)
        assert delivery_id, "asked at RCPT"
        assert isinstance(content, bytes), "decoded only where that is asked for"
        identity = address.partition("@")[0].partition("+")[2]
        returned = await asyncio.to_thread(read, content, identity)
        try:
            kept = await self._keep(delivery_id, returned)
        except Exception as error:  # whatever it was, the mail server keeps it for us
            log.error("a mail that came back waits", error=type(error).__name__, exc_info=error)
            kept = "later"
        return _ANSWERS[kept]


@asynccontextmanager
async def listening(
    host: str, port: int, door: Door, protocol: Protocol = "smtp"
) -> AsyncIterator[None]:
    """Until the end of the block; what is under way then is cut off and comes again."""

    # One recipient per mail, so that LMTP (RFC 2033) too has one answer for each.
    speaks = LMTP if protocol == "lmtp" else SMTP

    def serve() -> SMTP:
        return speaks(
            door,
            data_size_limit=_LARGEST,
            enable_SMTPUTF8=False,
            hostname="schakel",
            ident="Schakel",
            timeout=_IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(serve, host, port)
    try:
        yield
    finally:
        server.close()
