"""The way to one endpoint: looked up once, called at that very address under its own TLS name."""

import asyncio
import contextlib
import re
import ssl
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from services.notifications.channels.webhook.addresses import (
    Address,
    AddressRefused,
    Gate,
    NameUnknown,
)
from services.notifications.channels.webhook.signature import sign
from services.notifications.domain.webhook_delivery import Answer, Outcome

AT_ONCE = 8
"""Connections to one endpoint."""
_READ = 4096
_LISTEN_SECONDS = 1.0
_KEPT = 500
_ADDRESSES = 3
_SECRETS = re.compile(r"(whsec_|v1,|[Bb]earer\s+|[Bb]asic\s+)[A-Za-z0-9+/=._~-]+")
_REDIRECT = range(300, 400)


class Line:
    """To one endpoint, for as long as there is something to send."""

    def __init__(
        self, url: str, ways: Sequence[Address], client: httpx.AsyncClient, seconds: float
    ) -> None:
        self._url, self._ways, self._client, self._seconds = httpx.URL(url), ways, client, seconds

    async def post(self, message_id: str, body: bytes, secrets: Sequence[str]) -> Answer:
        """Never raises for what the other side does, and never takes longer than agreed."""
        now = int(time.time())
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(now),
            "webhook-signature": sign(secrets, message_id, now, body),
        }
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._try_each(headers, body, secrets)
        except TimeoutError:
            answer = Answer(outcome="timeout")
        return answer.model_copy(update={"seconds": round(time.monotonic() - begun, 3)})

    async def _try_each(
        self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]
    ) -> Answer:
        """A way on which no connection came about is followed by the next; nothing was sent yet."""
        answer = Answer(outcome="unreachable")
        for way in self._ways[:_ADDRESSES]:
            try:
                return await self._call(way, headers, body, secrets)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                answer = Answer(outcome="tls" if _is_tls(error) else "unreachable")
            except httpx.TimeoutException:
                return Answer(outcome="timeout")
            except (httpx.HTTPError, httpx.InvalidURL, ValueError):
                return Answer(outcome="broken_answer")
        return answer

    async def _call(
        self, way: Address, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]
    ) -> Answer:
        request = self._client.build_request(
            "POST",
            self._url.copy_with(host=str(way)),
            content=body,
            headers={"Host": self._url.netloc.decode("ascii"), **headers},
            extensions={"sni_hostname": self._url.raw_host.decode("ascii")},
        )
        response = await self._client.send(request, stream=True)
        try:
            said = await _beginning(response)
        finally:
            await response.aclose()
        return Answer(
            outcome=_outcome(response.status_code),
            status=response.status_code,
            response=_readable(said, secrets),
            retry_after=_retry_after(response.headers.get("retry-after")),
        )


class Poster:
    """Opens lines. ``context`` says whom to believe; ``seconds`` is what one attempt may take."""

    def __init__(self, gate: Gate, seconds: float, context: ssl.SSLContext | None = None) -> None:
        self._gate, self._seconds = gate, seconds
        self._context = context or httpx.create_ssl_context()

    @contextlib.asynccontextmanager
    async def line(self, url: str) -> AsyncIterator[Line | Answer]:
        """An answer instead of a line where there is no way to this endpoint."""
        address = httpx.URL(url)
        plain = address.scheme != "https"
        try:
            port = address.port or (80 if plain else 443)
            ways = await self._gate.way_to(address.raw_host.decode("ascii"), port, plain=plain)
        except NameUnknown:
            yield Answer(outcome="name_unknown")
            return
        except AddressRefused:
            yield Answer(outcome="address_refused")
            return
        # A client of its own: connections are known by their address, and two names may share one.
        client = httpx.AsyncClient(
            verify=self._context,
            trust_env=False,
            follow_redirects=False,
            timeout=self._seconds,
            limits=httpx.Limits(max_connections=AT_ONCE),
            headers={
                "Content-Type": "application/json",
                "User-Agent": "Schakel",
                "Accept-Encoding": "identity",
            },
        )
        async with client:
            yield Line(url, ways, client, self._seconds)


def _outcome(status: int) -> Outcome:
    if status // 100 == 2:
        return "delivered"
    if status in _REDIRECT:
        return "redirect"
    return "gone" if status == 410 else "status"


async def _beginning(response: httpx.Response) -> bytes:
    """Whatever more it says is not read, and not waited for: its status is its answer."""
    said = b""
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_LISTEN_SECONDS):
            async for piece in response.aiter_raw(_READ):
                said += piece
                if len(said) >= _READ:
                    break
    return said[:_READ]


def _readable(said: bytes, secrets: Sequence[str]) -> str:
    """Without our own secrets, should the receiver have written them down in its answer."""
    text = said.decode(errors="replace").replace("\0", "\ufffd")
    for secret in secrets:
        text = text.replace(secret, "…").replace(secret.removeprefix("whsec_"), "…")
    return _SECRETS.sub(r"\1…", text)[:_KEPT]


def _retry_after(told: str | None) -> timedelta | None:
    """Seconds or a moment (RFC 9110, 10.2.3); null for anything else."""
    if told is None:
        return None
    if told.strip().isascii() and told.strip().isdigit():
        return timedelta(seconds=min(int(told.strip()[:9]), 86_400))
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - datetime.now(UTC), timedelta(0))


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
