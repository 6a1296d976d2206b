"""The mail channel: from a delivery to an envelope, and over the relay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.notifications.channels.mail.addresses import ReturnPath, writable
from services.notifications.channels.mail.compose import Composer
from services.notifications.channels.mail.relay import Ended, Relay
from services.notifications.channels.mail.session import Envelope
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.outcome import Outcome


@dataclass(frozen=True)
class Mail:
    """``envelope`` is None for an address that no mail server would take."""

    envelope: Envelope | None
    details: dict[str, Any]
    payload: dict[str, Any]


class MailChannel:
    def __init__(self, relay: Relay, composer: Composer, return_path: ReturnPath) -> None:
        self._relay, self._composer, self._return_path = relay, composer, return_path
        self._server = f"{relay.server.host}:{relay.server.port}"

    async def ready(self) -> bool:
        return await self._relay.ready()

    def prepare(self, kind: Kind, facts: NoticeFacts, delivery: Delivery, link: str | None) -> Mail:
        address = writable(delivery.person.email)
        if address is None:
            return Mail(None, {}, {})
        message = self._composer.compose(kind, facts, delivery, link, address)
        sender = self._return_path.of(delivery.id)
        return Mail(
            Envelope(sender, address, message.data, sender.partition("@")[0].partition("+")[2]),
            {"message_id": message.message_id, "server": self._server},
            {"digest": message.digest, "recipient": address},
        )

    async def send(
        self,
        prepared: Sequence[Mail],
        may_start: Callable[[], bool],
        ended: Ended,
        *,
        first: bool = False,
    ) -> None:
        numbers, envelopes = [], []
        for number, mail in enumerate(prepared):
            if mail.envelope is None:
                ended(number, Outcome("refused", {"reason": "address-invalid"}))
            else:
                numbers.append(number)
                envelopes.append(mail.envelope)
        await self._relay.send(
            envelopes, may_start, lambda at, outcome: ended(numbers[at], outcome), first=first
        )
