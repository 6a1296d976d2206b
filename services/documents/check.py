"""Compare the database with storage: `python -m services.documents.check`.

Says of every provider what is recorded and missing, recorded and different, stored and unknown. The
exit status is 0 when nothing differs, 1 when something does, 2 when it could not be seen.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable

from services.documents.commands.check_storage import Comparison, Difference
from services.documents.domain.storage_check import Lock, Tally
from services.documents.settings import DocumentsSettings
from services.documents.store.objects import Objects
from shared.database import connect
from shared.errors import Unavailable

_COLUMNS = ("objects", "bytes", "missing", "altered", "unknown", "removed")
_PACE_SECONDS = 5
_LOCKS: dict[Lock, str] = {
    "none": "Settings say of no object lock; it was not tried.",
    "shown": "Object lock: storage refused to remove what was under one.",
    "not-shown": "Object lock: NOT SHOWN. Settings say that there is one, and storage removed"
    " what was under it.",
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="schakel documents check", description=__doc__)
    parser.add_argument("--digests", action="store_true", help="read every byte")
    parser.add_argument(
        "--remove-orphans", action="store_true", help="remove what nobody recorded for a day"
    )
    return parser.parse_args()


def _pace() -> Callable[[int], None]:
    said = time.monotonic()

    def tell(compared: int) -> None:
        nonlocal said
        if time.monotonic() - said > _PACE_SECONDS:
            said = time.monotonic()
            print(f"{compared:,} compared …", file=sys.stderr, flush=True)

    return tell


def _tell(difference: Difference) -> None:
    since = f"  since {difference.since:%Y-%m-%d %H:%M}" if difference.since else ""
    print(f"{difference.what:10} {difference.key}{since}")


def _line(name: str, cells: tuple[object, ...]) -> str:
    return f"{name:36}" + "".join(f"{cell:>14}" for cell in cells)


def _table(comparison: Comparison) -> str:
    def cells(tally: Tally) -> tuple[str, ...]:
        return tuple(f"{getattr(tally, name):,}" for name in _COLUMNS)

    lines = [_line(str(tenant_id), cells(tally)) for tenant_id, tally in comparison.tallies.items()]
    return "\n".join([_line("provider", _COLUMNS), *lines])


async def check(settings: DocumentsSettings, *, digests: bool, remove: bool) -> int:
    async with connect(settings.database_url, size=20) as pool:
        comparison = Comparison(pool, Objects(settings), digests, remove, _tell, _pace())
        try:
            lock = await comparison.run()
        except Unavailable as failure:
            print(failure.detail, file=sys.stderr)
            return 2
    print(_table(comparison))
    print(_LOCKS[lock])
    if comparison.foreign:
        print(f"{comparison.foreign:,} objects in this bucket are not of Schakel; left alone.")
    return 0 if comparison.sound and lock != "not-shown" else 1


def main() -> None:
    told = _arguments()
    settings = DocumentsSettings.load()
    sys.exit(asyncio.run(check(settings, digests=told.digests, remove=told.remove_orphans)))


if __name__ == "__main__":
    main()
