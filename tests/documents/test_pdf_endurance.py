"""Conversion after conversion: none fails, and nothing is left of any of them.

Some tens here; `make endurance` makes it a thousand.
"""

import asyncio
import os
import time
from pathlib import Path

from services.documents.engine.pdf import Press
from tests.documents.drafts import draft, with_logo, with_table
from tests.documents.test_pdf import text_of, workers

CONVERSIONS = int(os.environ.get("CONVERSIONS", "30"))
AT_ONCE = 2
# What the zygote may grow by, in megabytes, however many it has forked.
GROWTH = 10


def megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


async def test_conversions_leave_nothing_behind() -> None:
    made = draft("# Titel", "tekst " * 400, more=with_table)
    pictured = draft("# Titel", "tekst " * 400, more=with_logo)
    async with Press(None, 90, AT_ONCE, documents=CONVERSIONS + 1) as press:
        await press.convert(made)
        assert press.zygote is not None
        zygote, numbers = press.zygote, iter(range(CONVERSIONS))
        before, started = megabytes(zygote.process.pid), time.monotonic()

        async def work() -> None:
            for number in numbers:
                pdf = await press.convert(pictured if number % 2 else made)
                assert "Titel" in text_of(pdf)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        seconds, after = time.monotonic() - started, megabytes(zygote.process.pid)
        print(
            f"{CONVERSIONS} conversions, {AT_ONCE} at once, {seconds:.0f} s;"
            f" zygote {before:.0f} MB before, {after:.0f} MB after"
        )
        assert press.zygote is zygote
        assert zygote.served == CONVERSIONS + 1
        assert workers(press) == {zygote.process.pid}
        assert [path.name for path in press.folder.iterdir() if path.name[:2] == "do"] == []
        folder = press.folder
    assert after - before < GROWTH
    assert not folder.exists()
    assert workers_of(folder) == []


def workers_of(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found
