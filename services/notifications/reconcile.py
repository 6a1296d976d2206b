"""Settle what is in doubt by the log of the mail server, for every provider on this machine.

schakel reconcile [--zone Europe/Amsterdam] [--server-waits SECONDS] < /var/log/mail.log

Exit status 0: nothing is in doubt any more. 1: something still is, and the numbers say why.
2: the log can't be read.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.notifications.channels.mail.addresses import return_path
from services.notifications.commands.reconcile import Given, Reconciled, reconcile_all
from services.notifications.settings import Settings
from shared.database import connect
from shared.errors import Invalid

_SAID = {
    "confirmed": "taken by the mail server",
    "released": "not taken: sent again",
    "stopped": "not taken, and withdrawn since: not sent",
    "unfinished": "still in doubt: the log has a trace of it and no end",
    "uncovered": "still in doubt: the log doesn't show the whole time of the attempt",
    "incomplete": "still in doubt: lines are missing from the log",
    "gone": "still in doubt: the link to sign in was kept once only",
}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise argparse.ArgumentTypeError("no such time zone") from error


def parse(arguments: Sequence[str] | None = None) -> Given:
    parser = argparse.ArgumentParser(prog="schakel reconcile", description=__doc__)
    parser.add_argument("--zone", type=_zone, help="of lines that name none")
    parser.add_argument("--server-waits", type=int, default=600, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]  # it is a real file here
    return Given(sys.stdin, asked.zone, timedelta(seconds=asked.server_waits))


async def run(settings: Settings, given: Given) -> Reconciled:
    async with connect(settings.database_url, size=2) as pool:
        return await reconcile_all(pool, return_path(settings), given)


def main() -> int:
    try:
        came = asyncio.run(run(Settings.load(), parse())).model_dump()
    except Invalid as error:
        print(error.detail, file=sys.stderr)
        return 2
    for name, said in _SAID.items():
        print(f"{came[name]:>9}  {said}")
    return 1 if sum(came.values()) - came["confirmed"] - came["released"] - came["stopped"] else 0


if __name__ == "__main__":
    sys.exit(main())
