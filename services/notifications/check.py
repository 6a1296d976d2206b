"""Check evidence: `python -m services.notifications.check [--change ID | --file REPORT.json]`.

Of every notice on the instance, of one change or notice, or of a report that somebody handed in:
that no row of its chain was changed, taken out or put in between, and that everybody whom it is for
was delivered to, is unreached, in doubt, still waiting, or stopped with the notice. An announcement
is held beside the list that was frozen with its change. A report is checked by the file alone.

The exit status is 0 when all is whole, 1 when something is not, 2 when it could not be seen.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx

from services.notifications.commands.check_evidence import Checked, check_evidence
from services.notifications.commands.check_report import check_report
from services.notifications.commands.prove_notice import Proven
from services.notifications.domain.report_file import Malformed
from services.notifications.settings import Settings
from services.notifications.store import proofs
from shared.database import Pool, connect, system_transaction
from shared.errors import Unavailable
from shared.http import Peer
from shared.identity import Signer

WHOLE, BROKEN, UNSEEN = range(3)
_PAGE = 500


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="schakel notifications check", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--change", type=UUID, help="one change or notice, by its identifier")
    what.add_argument("--file", type=Path, help="a report in JSON; nothing else is needed")
    return parser.parse_args()


def told(found: Proven) -> Iterator[str]:
    """What a person reads of one notice."""
    kind = f" {found.kind}" if isinstance(found, Checked) else ""
    verdict = "whole" if found.sound else "BROKEN"
    yield f"{found.notice_id}{kind}: {verdict}, {found.rows:,} rows, {found.erased:,} erased"
    held = found.account
    yield (
        f"  {held.recipients:,} recipients = {held.delivered:,} delivered + {held.unreached:,}"
        f" unreached + {held.in_doubt:,} in doubt + {held.waiting:,} waiting"
        f" + {held.stopped:,} stopped"
    )
    if isinstance(found, Checked) and found.list:
        yield f"  {found.list.recipients:,} on the list that was frozen with the change"
    yield from (f"  ! {fault}" for fault in found.faults)


def check_file(path: Path) -> int:
    try:
        with path.open(encoding="utf-8-sig") as file:
            found = check_report(file)
    except (OSError, UnicodeDecodeError, Malformed) as failure:
        print(f"{path}: {failure}", file=sys.stderr)
        return UNSEEN
    for one in found:
        print("\n".join(told(one)))
    return _verdict(found)


def _verdict(found: list[Proven] | list[Checked]) -> int:
    broken = sum(not one.sound for one in found)
    print(f"{len(found):,} notices checked, {broken:,} broken.")
    return BROKEN if broken else WHOLE


async def check_all(settings: Settings, wanted: UUID | None) -> int:
    found = []
    async with connect(settings.database_url, size=4) as pool, _contracts(settings) as contracts:
        try:
            async for one in _each(pool, wanted):
                checked = await check_evidence(pool, contracts, one.tenant_id, one.notice_id)
                print("\n".join(told(checked)), flush=True)
                found.append(checked)
        except Unavailable as failure:
            print(failure.detail, file=sys.stderr)
            return UNSEEN
    if wanted and not found:
        print(f"There is no notice of {wanted}, and none with that identifier.", file=sys.stderr)
        return UNSEEN
    return _verdict(found)


async def _each(pool: Pool, wanted: UUID | None) -> AsyncIterator[proofs.Provable]:
    after = None
    while True:
        async with system_transaction(pool) as connection:
            page = await proofs.provable(connection, wanted, after, _PAGE)
        for one in page:
            yield one
        if len(page) < _PAGE:
            return
        after = page[-1].notice_id


@asynccontextmanager
async def _contracts(settings: Settings) -> AsyncIterator[Peer]:
    signer = Signer("notifications", settings.signing_key)
    async with httpx.AsyncClient(timeout=60) as client:
        yield Peer("contracts", settings.contracts_url, signer, client)


def main() -> None:
    asked = _arguments()
    if asked.file:
        sys.exit(check_file(asked.file))
    sys.exit(asyncio.run(check_all(Settings.load(), asked.change)))


if __name__ == "__main__":
    main()
