"""From an order to an agreement that can be signed, in one transaction."""

from uuid import UUID

from services.contracts.commands.freeze_versions import freeze_versions
from services.contracts.commands.keep_resellers import unknown_reseller
from services.contracts.commands.publish_change import join_running_changes
from services.contracts.domain.client import Onboarding, OnboardingDraft, Signatory
from services.contracts.domain.contact import Duty, missing_duty
from services.contracts.domain.found import found
from services.contracts.domain.product import processing_incomplete
from services.contracts.store import agreements, clients, links, products, resellers
from services.contracts.store.products import Readiness
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.events import ClientOnboarded
from shared.identity import Actor
from shared.outbox import append

WITHOUT: dict[Duty, str] = {
    "signatory": "Nobody among the contacts may sign; give one the duty signatory.",
    "notice": "Nobody among the contacts is told of changes; give one the duty notice.",
}


async def onboard_client(
    connection: Connection, actor: Actor, draft: OnboardingDraft
) -> Onboarding:
    if duty := missing_duty(contact.duties for contact in draft.contacts):
        raise Invalid(f"{duty}-missing", WITHOUT[duty], field="contacts")
    await links.hold(connection)
    ready = await products.readiness(connection, draft.products)
    for index, one in enumerate(ready):
        if refusal := unready(one, f"products.{index}"):
            raise refusal
    taken = [one.id for one in ready if one.id]
    if len(set(taken)) != len(taken):
        raise Invalid("product-twice", "A product is named twice.", field="products")
    served_by = draft.client.reseller_id
    if served_by is not None and await resellers.read(connection, served_by) is None:
        raise unknown_reseller("client.reseller_id")
    client_id = await clients.insert(connection, draft.client, draft.contacts, actor.id)
    if client_id is None:
        raise Conflict(
            "client-exists",
            "There is a client with this external_id already.",
            field="client.external_id",
        )
    agreement_id = await agreements.insert(connection, client_id, draft.terms, taken)
    await append(
        connection,
        ClientOnboarded(tenant_id=actor.tenant, client_id=client_id, agreement_id=agreement_id),
    )
    (version,) = await freeze_versions(connection, actor.tenant, [agreement_id], "onboarding")
    await join_running_changes(connection, actor.tenant, [agreement_id])
    return Onboarding(
        client_id=client_id,
        agreement_id=agreement_id,
        version_id=version.version_id,
        digest=version.digest,
        state="offered",
        sign_in=await _signatory(connection, client_id),
    )


async def _signatory(connection: Connection, client_id: UUID) -> Signatory:
    client = found(await clients.read(connection, client_id), "client")
    signing = next(contact for contact in client.contacts if "signatory" in contact.duties)
    return Signatory(contact_id=signing.id, language=signing.language)


def unready(product: Readiness, field: str) -> Invalid | None:
    """Why no agreement can be issued for a product; null when one can."""
    if product.id is None:
        return Invalid("product-unknown", f"There is no product {product.word}.", field=field)
    if not product.has_processing:
        return Invalid(
            "product-without-processing",
            f"Nothing says yet what is processed for {product.word}; add a processing first.",
            field=field,
        )
    if product.missing:
        return processing_incomplete(product.key or product.word, product.missing, field)
    if not product.has_links:
        return Invalid(
            "product-without-links",
            f"No sub-processor is linked to {product.word} today; add a link first.",
            field=field,
        )
    return None
