"""Links that stand already; what is intended is a change, so that clients are told beforehand."""

from uuid import UUID

from services.contracts.commands.check_transfers import check_links, refuse_bad_transfer
from services.contracts.commands.keep_catalogue import refuse_unknown
from services.contracts.domain.found import found
from services.contracts.domain.link import Link, LinkEdit, OpenLinkDraft
from services.contracts.store import clock, links
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale


async def add_link(connection: Connection, draft: OpenLinkDraft, by: UUID | None) -> Link:
    """``Conflict`` link-needs-change where clients would get a sub-processor without a notice."""
    await links.lock(connection)
    await refuse_unknown(connection, draft)
    today = await clock.today(connection)
    begins = draft.valid_from or today
    if draft.valid_until and draft.valid_until <= begins:
        raise Invalid(
            "ends-before-it-begins", "It would end before it begins.", field="valid_until"
        )
    await refuse_bad_transfer(connection, draft, draft.judged_on(today))
    correction = await _correction(connection, draft)
    (made,) = await links.insert(connection, [draft])
    if correction:
        await links.correct(connection, made, correction, by)
    await check_links(connection, [made])
    return found(await links.read(connection, made), "link")


async def _correction(connection: Connection, draft: OpenLinkDraft) -> str | None:
    """The reason to keep, when only a mistake in the record can explain the link."""
    if draft.capacity != "subprocessor":
        return None
    bypass = await links.bypasses_notice(connection, draft)
    if not bypass.taken and not bypass.coming:
        return None
    if bypass.began and draft.correction:
        return draft.correction
    raise Conflict(
        "link-needs-change",
        "Clients must be told before this begins: draft a change with it. If it had begun already"
        " and the record lacked it, give the day in valid_from and say why in correction.",
        field="correction" if bypass.began else "valid_from",
    )


async def edit_link(
    connection: Connection, link_id: UUID, edit: LinkEdit, seen: str | None
) -> Link:
    """Days of verification move; countries may be filled in once, and then change by a change."""
    await links.lock(connection)
    await links.lock_one(connection, link_id)
    standing = found(await links.read(connection, link_id), "link")
    refuse_stale(seen, standing)
    if edit.countries is not None and standing.countries not in ((), edit.countries):
        raise Conflict(
            "link-needs-change",
            "Where the data are changes by a change, so that clients are told.",
            field="countries",
        )
    await links.update(connection, link_id, edit)
    await check_links(connection, [link_id])
    return found(await links.read(connection, link_id), "link")
