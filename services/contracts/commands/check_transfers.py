"""The check of transfers: at every edit, every night, and whenever somebody asks."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.adequacy import OF, EndingDraft
from services.contracts.domain.finding_texts import Finding
from services.contracts.domain.found import found
from services.contracts.domain.link import Link, LinkDraft
from services.contracts.domain.transfer import (
    Law,
    Transfer,
    basis_finding,
    findings,
    resting_on,
)
from services.contracts.domain.transfer_finding import (
    CheckedLink,
    FindingPage,
    LinkFinding,
    TouchedPage,
    finding_id,
    parse_id,
)
from services.contracts.store import clock, transfers
from shared.database import Connection
from shared.errors import Invalid

BATCH = 500


async def refuse_bad_transfer(
    connection: Connection, draft: LinkDraft | Link, on: date, field: str = ""
) -> None:
    """``Invalid`` names the worst finding and what to do instead; ``field`` is a path prefix."""
    law = await transfers.law(connection, on)
    refused = [one for one in findings(await _transfer(connection, draft), law) if one.refused]
    if refused:
        worst = refused[0]
        raise Invalid(
            worst.code,
            f"{worst.finding.en} {worst.instead.en}",
            field=f"{field}{worst.field}",
            findings=[finding.model_dump(mode="json") for finding in refused],
        )


async def findings_of(
    connection: Connection, links: Sequence[Link], on: date
) -> tuple[Finding, ...]:
    """Of links that are proposed, all that a check on that day would say."""
    law = await transfers.law(connection, max(on, await clock.today(connection)))
    return tuple(
        [one for link in links for one in findings(await _transfer(connection, link), law)]
    )


async def _transfer(connection: Connection, draft: LinkDraft | Link) -> Transfer:
    transfer = Transfer.model_validate(draft, from_attributes=True)
    country = (
        draft.subprocessor.country
        if isinstance(draft, Link)
        else await transfers.established(connection, draft.subprocessor_id)
    )
    return transfer.model_copy(update={"established": country})


async def check_links(connection: Connection, links: Sequence[UUID]) -> None:
    """Keep what is wrong with links that were edited just now."""
    today = await clock.today(connection)
    law = await transfers.law(connection, today)
    held = await transfers.on_day(connection, today, only=links, limit=len(links))
    since = await transfers.last_round(connection)
    await transfers.record(connection, _found(held, law), since)


async def check_all(connection: Connection) -> int:
    """The nightly round of one provider, once a legal day; how many findings there are."""
    since = await transfers.begin_round(connection)
    return 0 if since is None else await _check_since(connection, since)


async def check_now(connection: Connection) -> None:
    """After an edit that may concern every link, such as another promise of the provider."""
    await _check_since(connection, await transfers.last_round(connection))


async def _check_since(connection: Connection, since: date | None) -> int:
    today = await clock.today(connection)
    law = await transfers.law(connection, today)
    basis = basis_finding(await transfers.basis(connection), today)
    await transfers.record(connection, [(None, basis)] if basis else [], since)
    count, after, full = int(basis is not None), None, True
    while full:
        held = await transfers.on_day(connection, today, after, BATCH)
        met = _found(held, law)
        await transfers.record(connection, met, since)
        count, full = count + len(met), len(held) == BATCH
        after = held[-1].link_id if held else None
    return count


def _found(held: Sequence[CheckedLink], law: Law) -> list[tuple[UUID | None, Finding]]:
    return [(link.link_id, one) for link in held for one in findings(link.transfer, law)]


async def list_findings(
    connection: Connection, on: date, code: str | None, after: UUID | None, limit: int
) -> FindingPage:
    """Link by link, so that a page ends with all that is wrong with its last link."""
    law = await transfers.law(connection, on)
    basis = None if after else basis_finding(await transfers.basis(connection), on)
    rows: list[tuple[CheckedLink | None, Finding]] = [(None, basis)] if basis else []
    rows = [row for row in rows if code in (None, row[1].code)]
    full = True
    while full and len(rows) < limit:
        held = await transfers.on_day(connection, on, after, BATCH)
        full = len(held) == BATCH
        for index, link in enumerate(held):
            after = link.link_id
            rows += [
                (link, one) for one in findings(link.transfer, law) if code in (None, one.code)
            ]
            if len(rows) >= limit:
                full = full or index + 1 < len(held)
                break
    return FindingPage(
        on=on,
        items=await _lines(connection, rows, on),
        next=str(after) if full and after else None,
    )


async def _lines(
    connection: Connection, rows: Sequence[tuple[CheckedLink | None, Finding]], on: date
) -> tuple[LinkFinding, ...]:
    ids = sorted({link.link_id for link, _ in rows if link})
    seen = await transfers.seen(connection, ids, on)
    touches = await transfers.count_touched(connection, ids, on)
    lines = []
    for link, finding in rows:
        link_id = link.link_id if link else None
        when = seen.get((link_id, finding.code))
        lines.append(
            LinkFinding(
                id=finding_id(link_id, finding.code),
                link_id=link_id,
                subprocessor=link.subprocessor if link else None,
                product=link.product if link else None,
                product_id=link.product_id if link else None,
                holds=link.holds if link else None,
                finding=finding,
                first_seen=when.first if when else None,
                last_seen=when.last if when else None,
                touches=touches.get(link_id, 0) if link_id else 0,
            )
        )
    return tuple(lines)


async def touched_by_finding(
    connection: Connection, text: str, on: date, after: UUID | None, limit: int
) -> TouchedPage:
    """``Missing`` when there is no such finding on that day."""
    link_id, code = parse_id(text)
    law = await transfers.law(connection, on)
    if link_id is None:
        basis = basis_finding(await transfers.basis(connection), on)
        found(basis if basis and basis.code == code else None, "transfer-finding")
        return TouchedPage(on=on, items=(), next=None)
    held = await transfers.on_day(connection, on, only=[link_id])
    codes = {one.code for link in held for one in findings(link.transfer, law)}
    found(code if code in codes else None, "transfer-finding")
    return await transfers.touched(connection, [link_id], on, after, limit)


async def touched_by_decision(
    connection: Connection, territory: str, on: date, after: UUID | None, limit: int
) -> TouchedPage:
    """Whose data rest on an adequacy decision, whether or not it still holds on that day."""
    found(OF.get(territory), "adequacy-decision")
    links: list[UUID] = []
    last, full = None, True
    while full:
        held = await transfers.on_day(connection, on, last, BATCH)
        full, last = len(held) == BATCH, held[-1].link_id if held else None
        links += [
            link.link_id
            for link in held
            if territory in resting_on(link.transfer, ("whole", "commercial", "dpf"))
        ]
    return await transfers.touched(connection, links, on, after, limit)


async def end_adequacy(connection: Connection, draft: EndingDraft, by: UUID | None) -> UUID:
    """What lapses by it is found at once, and listed with whom it touches."""
    if draft.territory not in OF:
        raise Invalid(
            "adequacy-decision-unknown",
            "There is no adequacy decision for this territory; the list names those that are.",
            field="territory",
        )
    made = await transfers.add_ending(connection, draft, by)
    await check_now(connection)
    return made
