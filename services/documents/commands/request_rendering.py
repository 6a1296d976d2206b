"""A version was frozen or signed: what is to be made of it stands in the same transaction."""

from services.documents.domain.rendering import Variant
from services.documents.store import renderings, work
from shared.database import Connection
from shared.events import AgreementSigned, AgreementVersionFrozen, Event


async def on_frozen(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementVersionFrozen)
    await _request(connection, event, "offered")


async def on_signed(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementSigned)
    await _request(connection, event, "signed")


async def _request(
    connection: Connection, event: AgreementVersionFrozen | AgreementSigned, variant: Variant
) -> None:
    made = await renderings.request(
        connection, event.agreement_id, event.version_id, event.client_id, variant
    )
    if made is not None:
        await work.enqueue(connection, event.tenant_id, made)
