"""What is intended: which links end, which begin, and from when; edited until it is published."""

from uuid import UUID

from services.contracts.commands.check_transfers import refuse_bad_transfer
from services.contracts.commands.keep_catalogue import refuse_unknown
from services.contracts.domain.change import DRAFTS, AnnouncedChange, ChangeDraft, ChangeEdit
from services.contracts.domain.found import found
from services.contracts.domain.link import Link, LinkDraft
from services.contracts.store import changes, clock, links
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale
from shared.identity import Actor


async def draft_change(connection: Connection, draft: ChangeDraft, by: UUID | None) -> UUID:
    """A transfer that can't be is refused here, before anybody is told."""
    await _refuse_impossible(connection, draft)
    return await changes.insert(connection, draft, by)


async def edit_change(
    connection: Connection, actor: Actor, change_id: UUID, edit: ChangeEdit, seen: str | None
) -> None:
    """A review of what stood before counts no more. ``Conflict`` once it was published."""
    await links.hold(connection)
    await changes.lock_draft(connection, change_id)
    standing = await read_draft(connection, change_id)
    refuse_stale(seen, standing)
    fields = edit.model_fields_set
    if not fields:
        return
    kept = {
        "ends": [line.old.link_id for line in standing.lines if line.old],
        "begins": [_draft_of(line.new) for line in standing.lines if line.new],
    }
    for name in set(ChangeEdit.model_fields) - set(kept):
        kept[name] = getattr(standing, name)
    draft = ChangeDraft.model_validate(kept | {name: getattr(edit, name) for name in fields})
    await _refuse_impossible(connection, draft)
    await changes.edit(connection, change_id, draft, fields, actor.id)


async def discard_change(
    connection: Connection, actor: Actor, change_id: UUID, seen: str | None
) -> None:
    """A draft that nobody will publish; nobody was told, so nobody hears of it."""
    await links.lock(connection)
    standing = await read_draft(connection, change_id)
    if seen is not None:
        refuse_stale(seen, standing)
    await changes.discard(connection, change_id, actor.id)


async def read_draft(connection: Connection, change_id: UUID) -> AnnouncedChange:
    """With its lines. ``Conflict`` when it is a draft no more."""
    change = await read_content(connection, change_id)
    if change.state not in DRAFTS:
        raise Conflict(
            "change-not-draft", f"This change is {change.state}; only a draft can be altered."
        )
    return change


async def read_content(connection: Connection, change_id: UUID) -> AnnouncedChange:
    """What its ETag stands for: everything but the counts, which move by themselves."""
    change = found(await changes.read(connection, change_id), "change")
    return AnnouncedChange(**dict(change), lines=await changes.lines(connection, change_id))


def _draft_of(link: Link) -> LinkDraft:
    fields = link.model_dump(include=set(LinkDraft.model_fields))
    return LinkDraft.model_validate(fields | {"subprocessor_id": link.subprocessor.id})


async def _refuse_impossible(connection: Connection, draft: ChangeDraft) -> None:
    if draft.effective_on < await clock.today(connection):
        raise Invalid(
            "date-in-past", "The change would take effect in the past.", field="effective_on"
        )
    endable = await changes.endable(connection, draft.ends)
    for index, link_id in enumerate(draft.ends):
        if link_id not in endable:
            raise Invalid(
                "link-unknown", "There is no such link, or it ends already.", field=f"ends.{index}"
            )
    for index, begin in enumerate(draft.begins):
        await refuse_unknown(connection, begin, f"begins.{index}.")
        await refuse_bad_transfer(connection, begin, draft.effective_on, f"begins.{index}.")
