"""The mail channel: from a delivery to an envelope, and over the relay."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from services.notifications.channels.mail.addresses import ReturnPath, writable
from services.notifications.channels.mail.compose import Composer
from services.notifications.channels.mail.relay import Ended, Relay
from services.notifications.channels.mail.session import Envelope
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.facts import Kind, NoticeFacts, PublicFacts, SubscriptionFacts
from services.notifications.domain.outcome import Outcome
from services.notifications.domain.subscription import Tickets
from services.notifications.domain.wording import PLAIN, Dress

_NO_ADDRESS = Outcome("refused", {"reason": "address-invalid"})


class Mail(msgspec.Struct, frozen=True, gc=False):
    """``envelope`` is None for an address that no mail server would take."""

    envelope: Envelope | None
    details: dict[str, Any]
    payload: dict[str, Any]


class MailChannel:
    def __init__(self, relay: Relay, composer: Composer, return_path: ReturnPath) -> None:
        self._relay, self._composer, self._return_path = relay, composer, return_path
        self._tickets = Tickets(return_path.secret)
        self._server = f"{relay.server.host}:{relay.server.port}"

    async def ready(self) -> bool:
        return await self._relay.ready()

    def prepare(
        self,
        kind: Kind,
        facts: NoticeFacts,
        delivery: Delivery,
        link: str | None,
        dress: Dress = PLAIN,
    ) -> Mail:
        address = writable(delivery.person.email)
        if address is None:
            return Mail(None, {}, {})
        # A class of pydantic is slow to say what is one of its own.
        if type(facts) is PublicFacts or type(facts) is SubscriptionFacts:
            link = self._tickets.link(facts, delivery.contact_id)
        message = self._composer.compose(kind, facts, delivery, link, address, dress)
        sender = self._return_path.of(delivery.id)
        identity = sender[sender.index("+") + 1 : sender.index("@")]
        return Mail(
            Envelope(sender, address, message.data, identity),
            {"message_id": message.message_id, "server": self._server},
            {"digest": message.digest, "recipient": address},
        )

    async def send(
        self,
        prepared: Sequence[Any],
        may_start: Callable[[], bool],
        ended: Ended,
        *,
        first: bool = False,
    ) -> None:
        await self._relay.send(_Envelopes(prepared), may_start, ended, first=first)


class _Envelopes(Sequence[Any]):
    """Of messages that are made when their turn comes."""

    def __init__(self, prepared: Sequence[Any]) -> None:
        self._prepared = prepared

    def __len__(self) -> int:
        return len(self._prepared)

    def __getitem__(self, at: Any) -> Any:
        made = self._prepared[at]
        return made if type(made) is Outcome else made.envelope or _NO_ADDRESS
