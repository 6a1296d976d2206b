"""What staff would do with what is in doubt: look it up in the mail server's log, and say so."""

import re
from pathlib import Path

from services.notifications.commands.settle_delivery import Settle, settle_delivery
from shared.database import tenant_transaction
from tests.faults.scene import Scene

_ACTIVE = re.compile(r"postfix/qmgr\[\d+\]: [0-9A-Za-z]+: from=<b\+([0-9a-f]{32})\.[^>]*>")


def taken_by(log: Path) -> set[str]:
    """Deliveries, as hexadecimals, that entered the queue: a message refused at its dot has a line
    with its Message-ID too, and yet was not taken."""
    return set(_ACTIVE.findall(log.read_text())) if log.exists() else set()


async def reconcile(scene: Scene) -> tuple[int, int]:
    """How many were there, and how many were not and go out again."""
    there = gone = 0
    doubtful = await scene.in_doubt()
    taken = taken_by(scene.folder / "mail.log")
    for one in doubtful:
        found = one.id.hex in taken
        there, gone = there + found, gone + (not found)
        asked = Settle(outcome="accepted" if found else "resend", reason="mail.log")
        async with tenant_transaction(scene.pool, scene.tenant) as connection:
            await settle_delivery(connection, scene.tenant, one.id, None, asked)
    return there, gone
