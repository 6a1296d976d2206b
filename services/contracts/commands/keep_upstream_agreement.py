from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.upstream_agreement import (
    UpstreamAgreement,
    UpstreamAgreementDraft,
    UpstreamPatch,
    UpstreamStateDraft,
    patched,
)
from services.contracts.store import subprocessors, upstream_agreements
from shared.database import Connection
from shared.errors import Invalid
from shared.etag import refuse_stale
from shared.events import UpstreamAgreementExpiring
from shared.outbox import append

NOUN = "upstream-agreement"


async def add_upstream_agreement(
    connection: Connection, draft: UpstreamAgreementDraft, by: UUID | None
) -> UpstreamAgreement:
    if not await subprocessors.all_known(connection, [draft.subprocessor_id]):
        raise Invalid(
            "subprocessor-unknown", "There is no such sub-processor.", field="subprocessor_id"
        )
    made = await upstream_agreements.insert(connection, draft, by)
    await upstream_agreements.add_state(connection, made, draft.standing, by)
    return found(await upstream_agreements.read(connection, made), NOUN)


async def edit_upstream_agreement(
    connection: Connection, upstream_id: UUID, seen: str | None, patch: UpstreamPatch
) -> UpstreamAgreement:
    await upstream_agreements.lock(connection, upstream_id)
    standing = found(await upstream_agreements.read(connection, upstream_id), NOUN)
    refuse_stale(seen, standing)
    await upstream_agreements.update(connection, upstream_id, patched(standing, patch))
    return found(await upstream_agreements.read(connection, upstream_id), NOUN)


async def advance_upstream_agreement(
    connection: Connection, upstream_id: UUID, draft: UpstreamStateDraft, by: UUID | None
) -> UpstreamAgreement:
    """Another state, from its own day on; what was recorded before stays."""
    await upstream_agreements.lock(connection, upstream_id)
    found(await upstream_agreements.read(connection, upstream_id), NOUN)
    await upstream_agreements.add_state(connection, upstream_id, draft, by)
    return found(await upstream_agreements.read(connection, upstream_id), NOUN)


async def remind_of_end(connection: Connection, tenant_id: UUID, upstream_id: UUID) -> None:
    """Once for each end of an agreement, however often this is run."""
    await upstream_agreements.lock(connection, upstream_id)
    reminder_id = await upstream_agreements.remind(connection, upstream_id)
    if reminder_id is None:
        return
    standing = found(await upstream_agreements.read(connection, upstream_id), NOUN)
    await append(
        connection,
        UpstreamAgreementExpiring(
            tenant_id=tenant_id,
            upstream_agreement_id=upstream_id,
            subprocessor_id=standing.subprocessor_id,
            reminder_id=reminder_id,
        ),
    )
