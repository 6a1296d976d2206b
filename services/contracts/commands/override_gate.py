"""A named person answers for letting a change hold although something still protects a client."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.gate import Concern
from services.contracts.domain.override import OverrideDraft, OverrideMade
from services.contracts.store import changes, gate, links, overrides
from shared.database import Connection
from shared.errors import Conflict
from shared.identity import Actor


async def override_gate(
    connection: Connection, actor: Actor, change_id: UUID, draft: OverrideDraft
) -> OverrideMade:
    """``Conflict`` where no override can help: what the law or the agreement leaves to the client
    stays with the client."""
    await links.lock(connection)
    change = found(await changes.read(connection, change_id), "change")
    if change.state not in ("published", "partly_effective"):
        raise Conflict("change-not-running", f"This change is {change.state}; nothing is held.")
    if draft.agreement_id:
        found(await changes.affects(connection, change_id, draft.agreement_id), "agreement")
    before = (await gate.counts(connection, change_id)).held
    made = await overrides.insert(connection, change_id, draft, found(actor.id, "change"))
    held = (await gate.counts(connection, change_id)).held
    if draft.agreement_id:
        _refuse_without_effect(
            found(await gate.concern_of(connection, change_id, draft.agreement_id), "agreement")
        )
    return OverrideMade(**dict(made), freed=max(before - held, 0), held=held)


def _refuse_without_effect(concern: Concern) -> None:
    """For one agreement it must let that one go; then nobody believes that it did."""
    if concern.standing == "approval_missing":
        raise Conflict(
            "approval-needed",
            "Under specific authorisation nothing replaces the client's own approval (Art. 28(2)"
            " AVG); ask for it.",
        )
    if concern.standing in ("objection_open", "objection_upheld"):
        raise Conflict(
            "objection-blocks",
            "This client objected, and that blocks the change under its agreement; decide on the"
            " objection instead.",
        )
    if concern.standing in ("effective", "ended"):
        raise Conflict(
            "nothing-held", "Nothing holds this agreement any more.", field="agreement_id"
        )
