"""Read a statement, and make of each line what staff decide."""

import asyncio
from uuid import UUID

from pydantic import ValidationError

from services.contracts.commands import keep_catalogue, keep_links
from services.contracts.commands.draft_change import draft_change
from services.contracts.domain.change import ChangeDraft
from services.contracts.domain.found import found
from services.contracts.domain.link import OpenLinkDraft
from services.contracts.domain.scan import (
    AcceptanceDraft,
    LinkChoice,
    Scan,
    ScanDraft,
    ScanLine,
)
from services.contracts.domain.scanner.reading import Provider, read
from services.contracts.domain.subprocessor import SubprocessorDraft
from services.contracts.store import clock, links, scans, subprocessors, tenants
from services.contracts.store.scans import Accepted
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.text import Text

REASON = Text(nl="Genoemd in de eigen privacyverklaring.", en="Named in our own privacy statement.")


async def scan_statement(connection: Connection, draft: ScanDraft, by: UUID | None) -> Scan:
    """In a thread of its own, so that a long text keeps nobody waiting."""
    tenant = found(await tenants.read(connection), "tenant")
    provider = Provider(
        names=[name for name in (tenant.name, tenant.legal_name) if name],
        parties=await scans.parties(connection),
        reply_term=tenant.reply_term,
    )
    reading = await asyncio.to_thread(
        read,
        draft.text or draft.html or "",
        on=await clock.today(connection),
        html=draft.html is not None,
        provider=provider,
    )
    scan_id = await scans.insert(connection, draft.title, reading, by)
    return found(await scans.read(connection, scan_id), "scan")


async def accept_line(
    connection: Connection, scan_id: UUID, number: int, draft: AcceptanceDraft, by: UUID | None
) -> ScanLine:
    """Once: the same line accepted again answers what was made of it.

    Its party is recorded if it isn't yet. Its link holds from today, but where clients take the
    product it becomes a draft change, of which they are told first.
    """
    await links.lock(connection)
    line = found(await scans.line(connection, scan_id, number), "line")
    if line.acceptance:
        return line
    party = await _party(connection, line, draft)
    link_id, change_id = await _link(connection, line, party, draft, by)
    await scans.accept(connection, Accepted(scan_id, number, party, link_id, change_id, by))
    return found(await scans.line(connection, scan_id, number), "line")


async def dismiss_line(
    connection: Connection, scan_id: UUID, number: int, reason: str, by: UUID | None
) -> ScanLine:
    """``Conflict`` once it was accepted. A line that was dismissed can still be accepted."""
    await links.lock(connection)
    line = found(await scans.line(connection, scan_id, number), "line")
    if line.acceptance:
        raise Conflict(
            "line-accepted",
            "This line was accepted. End its link by a change if it should not stand.",
        )
    await scans.dismiss(connection, scan_id, number, reason, by)
    return found(await scans.line(connection, scan_id, number), "line")


async def _party(connection: Connection, line: ScanLine, draft: AcceptanceDraft) -> UUID:
    if draft.subprocessor_id:
        if not await subprocessors.all_known(connection, [draft.subprocessor_id]):
            raise Invalid(
                "subprocessor-unknown", "There is no such sub-processor.", field="subprocessor_id"
            )
        return draft.subprocessor_id
    if line.subprocessor_id and not draft.party:
        return line.subprocessor_id
    told = draft.party or SubprocessorDraft(
        name=line.name, **line.facts.model_dump(exclude={"source"})
    )
    if standing := await scans.named(connection, told.name):
        return standing
    return (await keep_catalogue.add_subprocessor(connection, told)).id


async def _link(
    connection: Connection,
    line: ScanLine,
    party: UUID,
    draft: AcceptanceDraft,
    by: UUID | None,
) -> tuple[UUID | None, UUID | None]:
    """The link, or the draft change with it; neither when only the party is accepted."""
    if draft.link is None:
        return None, None
    link = _proposed(draft.link, party)
    bypass = await links.bypasses_notice(connection, link)
    taken = link.capacity == "subprocessor" and (bypass.taken or bypass.coming)
    if not taken or link.correction:
        return (await keep_links.add_link(connection, link, by)).link_id, None
    if draft.effective_on is None:
        raise Invalid(
            "effective-on-needed",
            "Clients take this product and are told first: give the day on which it may begin.",
            field="effective_on",
        )
    change = ChangeDraft(
        title=Text(nl=f"Subverwerker erbij: {line.name}", en=f"New sub-processor: {line.name}"),
        reason=REASON,
        effective_on=draft.effective_on,
        begins=(link.model_dump(exclude={"valid_from", "valid_until", "correction"}),),
    )
    return None, await draft_change(connection, change, by)


def _proposed(choice: LinkChoice, party: UUID) -> OpenLinkDraft:
    """``Invalid`` at the field of the choice where the capacity asks for more."""
    try:
        return OpenLinkDraft(subprocessor_id=party, **dict(choice))
    except ValidationError as error:
        first = error.errors()[0]
        needed = first["type"] == "product-needed" or "product" in first["msg"]
        raise Invalid(
            "product-needed" if first["type"] == "product-needed" else "link-incomplete",
            first["msg"],
            field="link.product_id" if needed else "link.reason",
        ) from error
