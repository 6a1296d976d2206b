"""A version was frozen or signed: what is to be made of it stands in the same transaction."""

from services.documents.domain.rendering import Variant
from services.documents.store import renderings, runs, work
from services.documents.store.work import Urgency
from shared.database import Connection
from shared.events import AgreementSigned, AgreementVersionFrozen, Event


async def on_frozen(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementVersionFrozen)
    # A change makes thousands of versions at once; who onboards a client waits for its agreement.
    if event.cause == "change" or event.cause == "drift":
        run_id = await runs.join(connection, event.cause, event.change_id)
        await renderings.request(
            connection, event.agreement_id, event.version_id, event.client_id, "offered", run_id
        )
        return
    awaited = event.cause == "onboarding"
    await _request(connection, event, "offered", Urgency.AWAITED if awaited else Urgency.BULK)


async def on_signed(connection: Connection, event: Event) -> None:
    assert isinstance(event, AgreementSigned)
    await _request(connection, event, "signed", Urgency.AWAITED)


async def _request(
    connection: Connection,
    event: AgreementVersionFrozen | AgreementSigned,
    variant: Variant,
    urgency: Urgency,
) -> None:
    made = await renderings.request(
        connection, event.agreement_id, event.version_id, event.client_id, variant
    )
    if made is not None:
        await work.enqueue(connection, event.tenant_id, made, urgency)
