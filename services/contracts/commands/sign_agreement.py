"""The client's yes to exactly the version that it read, however it is given."""

from datetime import date
from uuid import UUID

from services.contracts.commands.freeze_versions import imagine_terms, keep
from services.contracts.commands.publish_change import join_running_changes
from services.contracts.domain.agreement import digest_of
from services.contracts.domain.amendment import Amendment
from services.contracts.domain.found import found
from services.contracts.domain.signature import (
    CheckoutClick,
    OwnPaperDraft,
    Signature,
    SignatureDraft,
    UploadedCopy,
)
from services.contracts.store import (
    agreements,
    amendments,
    clock,
    contacts,
    links,
    signatures,
    tenants,
    terminations,
    versions,
)
from services.contracts.store.versions import Origin, ToAccept
from shared.database import Connection
from shared.errors import Conflict, Forbidden, Invalid
from shared.events import AgreementAmended, AgreementSigned
from shared.identity import Actor
from shared.outbox import append


async def sign_agreement(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: SignatureDraft
) -> Signature:
    """By somebody at the client who came through a link. ``Conflict`` when what would be signed is
    not what stands now."""
    # Nobody makes a newer annex between the look at the last version and the signature under it.
    await links.hold(connection)
    contact = found(await contacts.read(connection, actor.id), "contact")
    if await agreements.lock(connection, agreement_id) != contact.client_id:
        found(None, "agreement")
    if "signatory" not in contact.duties:
        raise Forbidden(
            "not-signatory", "Only a contact with the duty signatory may sign for this client."
        )
    version = await _asked(connection, agreement_id, draft.version_id, draft.digest)
    signature = await signatures.insert(connection, agreement_id, contact.id, draft)
    await _agree(connection, actor.tenant, agreement_id, version, signature)
    await _tell(connection, actor, agreement_id, contact.client_id, signature)
    return signature


async def record_click(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: CheckoutClick
) -> Signature:
    """Told by the shop that saw it, on the day itself or later."""
    await links.hold(connection)
    client_id = found(await agreements.lock(connection, agreement_id), "agreement")
    version = await _asked(connection, agreement_id, draft.version_id, draft.digest)
    now = (await clock.read(connection)).now
    if not version.frozen_at <= draft.accepted_at <= now:
        raise Invalid(
            "acceptance-misdated",
            "Give the moment of the click: after the version was frozen, and not later than now.",
            field="accepted_at",
        )
    evidence = draft.model_dump(mode="json") | {"method": "checkout_click"}
    signature = await signatures.record(connection, agreement_id, evidence, actor.id)
    await _agree(connection, actor.tenant, agreement_id, version, signature)
    await _tell(connection, actor, agreement_id, client_id, signature)
    return signature


async def record_copy(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: UploadedCopy
) -> Signature:
    """Seen by staff, who keep the copy."""
    await links.hold(connection)
    client_id = found(await agreements.lock(connection, agreement_id), "agreement")
    version = await _asked(connection, agreement_id, draft.version_id, draft.digest)
    await _refuse_misdated(connection, draft.signed_on, version.day)
    evidence = draft.model_dump(mode="json") | {"method": "uploaded_copy"}
    signature = await signatures.record(connection, agreement_id, evidence, actor.id)
    await _agree(connection, actor.tenant, agreement_id, version, signature)
    await _tell(connection, actor, agreement_id, client_id, signature)
    return signature


async def record_own_paper(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: OwnPaperDraft
) -> Signature:
    """The client's own text takes the place of ours; the annexes are generated as ever."""
    await links.hold(connection)
    client_id = found(await agreements.lock(connection, agreement_id), "agreement")
    await refuse_ended(connection, agreement_id)
    await refuse_open(connection, agreement_id)
    await _refuse_misdated(connection, draft.signed_on)
    paper = draft.file.model_dump(mode="json") | {"signed_on": draft.signed_on.isoformat()}
    told = {"own_paper": paper}
    frozen = await imagine_terms(connection, agreement_id, draft.terms, told)
    terms_id = await tenants.new_id(connection)
    origin = Origin("own_paper", terms_id=terms_id)
    (made,) = await keep(connection, actor.tenant, [frozen], origin)
    evidence = draft.model_dump(mode="json") | {
        "method": "own_paper",
        "version_id": str(made.version_id),
        "digest": digest_of(frozen.canonical).hex(),
    }
    signature = await signatures.record(connection, agreement_id, evidence, actor.id)
    holds_from = max(draft.signed_on, draft.from_day or draft.signed_on)
    await amendments.agree(connection, agreement_id, terms_id, holds_from, draft.terms)
    await _tell(connection, actor, agreement_id, client_id, signature)
    return signature


async def announce_amendment(connection: Connection, tenant_id: UUID, amendment: Amendment) -> None:
    """It is agreed, or needed nobody's yes."""
    client_id = found(await agreements.lock(connection, amendment.agreement_id), "agreement")
    await append(
        connection,
        AgreementAmended(
            tenant_id=tenant_id,
            agreement_id=amendment.agreement_id,
            client_id=client_id,
            amendment_id=amendment.id,
        ),
    )


async def refuse_ended(connection: Connection, agreement_id: UUID) -> None:
    ends_on = await terminations.standing(connection, agreement_id)
    if ends_on and ends_on <= await clock.today(connection):
        raise Conflict("agreement-ended", "This agreement has ended; there is nothing to accept.")


async def refuse_ending(connection: Connection, agreement_id: UUID) -> None:
    """Nothing new begins under an agreement that has an end."""
    if ends_on := await terminations.standing(connection, agreement_id):
        raise Conflict(
            "agreement-ending",
            f"This agreement ends on {ends_on}; take that end back before a product begins.",
            ends_on=str(ends_on),
        )


async def refuse_open(connection: Connection, agreement_id: UUID) -> None:
    if amendment_id := await amendments.open_id(connection, agreement_id):
        raise Conflict(
            "amendment-open",
            "An amendment waits for the client already; withdraw that one first.",
            amendment_id=str(amendment_id),
        )


async def _refuse_misdated(
    connection: Connection, day: date, frozen_on: date | None = None
) -> None:
    """Nobody signs what was not there yet, and nobody signed tomorrow."""
    if day > await clock.today(connection) or (frozen_on and day < frozen_on):
        raise Invalid(
            "acceptance-misdated",
            "Give the day on the paper: not before the version was frozen, and not later than"
            " today.",
            field="signed_on",
        )


async def _asked(
    connection: Connection, agreement_id: UUID, version_id: UUID, digest: str
) -> ToAccept:
    """The version that awaits a yes, when it is this one with this digest."""
    number = found(await versions.number_of(connection, agreement_id, version_id), "version")
    await refuse_ended(connection, agreement_id)
    version = await versions.to_accept(connection, agreement_id)
    if version is None:
        raise Conflict("already-signed", "This agreement was signed before; nothing was changed.")
    if version.id != version_id:
        raise Conflict(
            "newer-version",
            f"Version {version.number} has replaced version {number}; read and sign that.",
            field="version_id",
            version_id=str(version.id),
        )
    if version.digest != digest:
        raise Conflict(
            "digest-differs",
            "The digest is not that of this version; what was read is not what would be signed.",
            field="digest",
        )
    return version


async def _agree(
    connection: Connection,
    tenant_id: UUID,
    agreement_id: UUID,
    version: ToAccept,
    signature: Signature,
) -> None:
    """Proposed terms hold from the later of their day and the yes, and their products with them."""
    if version.amendment_id is None:
        return
    amendment = found(await amendments.read(connection, version.amendment_id), "amendment")
    terms = found(amendment.terms, "amendment")
    if amendment.begins:
        await refuse_ending(connection, agreement_id)
    holds_from = max(amendment.from_day, signature.signed_on)
    await amendments.agree(connection, agreement_id, amendment.id, holds_from, terms)
    await amendments.move_products(connection, amendment.id, holds_from)
    await announce_amendment(connection, tenant_id, amendment)
    await join_running_changes(connection, tenant_id, [agreement_id])


async def _tell(
    connection: Connection, actor: Actor, agreement_id: UUID, client_id: UUID, signature: Signature
) -> None:
    await append(
        connection,
        AgreementSigned(
            tenant_id=actor.tenant,
            agreement_id=agreement_id,
            version_id=signature.version_id,
            client_id=client_id,
            signature_id=signature.id,
        ),
    )
