"""New terms or products for an agreement: proposed, looked at beforehand, taken back."""

import json
from collections.abc import Sequence
from uuid import UUID

from services.contracts.commands.freeze_versions import (
    freeze_proposal,
    freeze_versions,
    imagine,
)
from services.contracts.commands.publish_change import join_running_changes
from services.contracts.commands.sign_agreement import (
    announce_amendment,
    refuse_ended,
    refuse_ending,
    refuse_open,
)
from services.contracts.domain.amendment import Amendment, AmendmentDraft, Preview
from services.contracts.domain.found import found
from services.contracts.domain.product import processing_incomplete
from services.contracts.store import agreements, amendments, clock, links, products, versions
from services.contracts.store.agreements import Told
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_other_tag
from shared.identity import Actor


async def amend_agreement(
    connection: Connection,
    actor: Actor,
    agreement_id: UUID,
    draft: AmendmentDraft,
    seen: str | None = None,
) -> Amendment:
    """With new terms: a version that waits for the client's yes. Without: products begin and end
    on the day, and what holds today is frozen at once."""
    await links.lock(connection)
    amendment = await _record(connection, actor, agreement_id, draft, seen)
    if amendment.terms:
        await freeze_proposal(connection, actor.tenant, amendment)
    else:
        await amendments.move_products(connection, amendment.id, amendment.from_day)
        await announce_amendment(connection, actor.tenant, amendment)
        await join_running_changes(connection, actor.tenant, [agreement_id])
        if amendment.from_day <= await clock.today(connection):
            await freeze_versions(connection, actor.tenant, [agreement_id], "drift")
    return found(await amendments.read(connection, amendment.id), "amendment")


async def preview_amendment(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: AmendmentDraft
) -> Preview:
    """What the new version would say, beside the last one; nothing stays."""
    trial = connection.transaction()
    await trial.start()
    try:
        amendment = await _record(connection, actor, agreement_id, draft, None)
        frozen = await imagine(connection, amendment)
    finally:
        await trial.rollback()
    day = await clock.today(connection)
    last = found(await versions.on_day(connection, agreement_id, day), "version")
    return Preview(
        needs_acceptance=draft.terms is not None,
        snapshot=json.loads(frozen.canonical),
        replaces=json.loads(last),
    )


async def withdraw_amendment(
    connection: Connection, actor: Actor, agreement_id: UUID, amendment_id: UUID
) -> Amendment:
    """``Conflict`` once somebody said yes to it."""
    await links.hold(connection)
    found(await agreements.lock(connection, agreement_id), "agreement")
    amendment = found(await amendments.read(connection, amendment_id), "amendment")
    if amendment.agreement_id != agreement_id:
        found(None, "amendment")
    if amendment.state != "proposed":
        raise Conflict(
            "amendment-settled",
            f"This amendment is {amendment.state}; what holds is changed by a new one.",
        )
    await amendments.withdraw(connection, amendment_id, actor.id)
    return found(await amendments.read(connection, amendment_id), "amendment")


async def _record(
    connection: Connection,
    actor: Actor,
    agreement_id: UUID,
    draft: AmendmentDraft,
    seen: str | None,
) -> Amendment:
    found(await agreements.lock(connection, agreement_id), "agreement")
    told: Told = found(await agreements.tell(connection, agreement_id), "agreement")
    if seen is not None:
        refuse_other_tag(seen, told.tag)
    await refuse_ended(connection, agreement_id)
    await refuse_open(connection, agreement_id)
    today = await clock.today(connection)
    if draft.from_day and draft.from_day < today:
        raise Invalid("date-in-past", "Nothing is agreed for days gone by.", field="from_day")
    if draft.terms and draft.terms.model_dump() == json.loads(told.body)["terms"]:
        raise Invalid("nothing-amended", "These are the terms that hold already.", field="terms")
    if draft.begins:
        await refuse_ending(connection, agreement_id)
    begins = await _products(connection, draft.begins, "begins")
    ends = await _products(connection, draft.ends, "ends")
    if len({*begins, *ends}) < len(begins) + len(ends):
        raise Invalid("product-twice", "A product is named twice.", field="begins")
    taken = await amendments.taken(
        connection, agreement_id, [*begins, *ends], draft.from_day or today
    )
    _refuse_unfit(begins, ends, taken)
    made = await amendments.insert(connection, agreement_id, draft, (begins, ends), actor.id)
    return found(await amendments.read(connection, made), "amendment")


async def _products(connection: Connection, words: Sequence[str], field: str) -> list[UUID]:
    ready = await products.readiness(connection, words)
    for index, one in enumerate(ready):
        at = f"{field}.{index}"
        if one.id is None:
            raise Invalid("product-unknown", f"There is no product {one.word}.", field=at)
        if field == "begins" and not one.has_processing:
            raise Invalid(
                "product-without-processing",
                f"Nothing says yet what is processed for {one.word}; add a processing first.",
                field=at,
            )
        if field == "begins" and one.missing:
            raise processing_incomplete(one.key or one.word, one.missing, at)
    return [one.id for one in ready if one.id]


def _refuse_unfit(begins: Sequence[UUID], ends: Sequence[UUID], taken: set[UUID]) -> None:
    for index, product in enumerate(begins):
        if product in taken:
            raise Conflict(
                "product-taken",
                "The client takes this product then, or later; let it begin once that has ended.",
                field=f"begins.{index}",
            )
    for index, product in enumerate(ends):
        if product not in taken:
            raise Conflict(
                "product-not-taken", "The client does not take this product.", field=f"ends.{index}"
            )
