"""The client's signature under exactly the version that it read."""

from uuid import UUID

from services.contracts.domain.agreement import Agreement
from services.contracts.domain.found import found
from services.contracts.domain.signature import Signature, SignatureDraft
from services.contracts.store import agreements, contacts, links, signatures
from shared.database import Connection
from shared.errors import Conflict, Forbidden
from shared.events import AgreementSigned
from shared.identity import Actor
from shared.outbox import append


async def sign_agreement(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: SignatureDraft
) -> Signature:
    """``Conflict`` when what would be signed is not what stands now."""
    # Nobody makes a newer annex between the look at the last version and the signature under it.
    await links.hold(connection)
    contact = found(await contacts.read(connection, actor.id), "contact")
    agreement = found(await agreements.read(connection, agreement_id), "agreement")
    if agreement.client_id != contact.client_id:
        found(None, "agreement")
    if "signatory" not in contact.duties:
        raise Forbidden(
            "not-signatory", "Only a contact with the duty signatory may sign for this client."
        )
    _check(agreement, draft)
    signature = await signatures.insert(connection, agreement_id, contact.id, draft)
    if signature is None:
        raise _signed_before()
    await append(
        connection,
        AgreementSigned(
            tenant_id=actor.tenant,
            agreement_id=agreement_id,
            version_id=signature.version_id,
            client_id=agreement.client_id,
            signature_id=signature.id,
        ),
    )
    return signature


def _check(agreement: Agreement, draft: SignatureDraft) -> None:
    if agreement.signature is not None:
        raise _signed_before()
    if agreement.state == "ended":
        raise Conflict("agreement-ended", "This agreement has ended; there is nothing to sign.")
    known = {version.id: version for version in agreement.versions}
    version = found(known.get(draft.version_id), "version")
    latest = agreement.versions[0]
    if version.id != latest.id:
        raise Conflict(
            "newer-version",
            f"Version {latest.number} has replaced version {version.number}; read and sign that.",
            field="version_id",
            version_id=str(latest.id),
        )
    if draft.digest != version.digest:
        raise Conflict(
            "digest-differs",
            "The digest is not that of this version; what was read is not what would be signed.",
            field="digest",
        )


def _signed_before() -> Conflict:
    return Conflict("already-signed", "This agreement was signed before; nothing was changed.")
