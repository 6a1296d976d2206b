"""PDF by the real LibreOffice, kept warm and started anew, read back with poppler and pikepdf."""

import asyncio
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.engine import warm
from services.documents.engine.compiled import Compiled
from services.documents.engine.pdf import Press
from services.documents.engine.scratch import Scratch, sweep
from tests.documents import samples
from tests.documents.drafts import draft, with_logo, with_table

BOTH = pytest.mark.parametrize("kept", [True, False], ids=["warm", "cold"])
# What LibreOffice needs many seconds for.
ENDLESS = draft(*["tekst " * 200] * 6000)


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    """Kept warm."""
    async with Press(None, 90, at_once=2) as opened:
        assert opened.present, "LibreOffice is needed: apt-get install libreoffice-writer-nogui"
        yield opened


@pytest.fixture
async def either(*, kept: bool) -> AsyncIterator[Press]:
    """Warm and cold by turns."""
    async with pressing(90, kept=kept) as opened:
        yield opened


@asynccontextmanager
async def pressing(seconds: int, *, kept: bool) -> AsyncIterator[Press]:
    press = Press(None, seconds, at_once=2)
    if kept:
        async with press:
            yield press
    else:
        yield press


def text_of(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def workers(press: Press) -> set[int]:
    """Processes of LibreOffice that work for this press: all of them name its folder."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(press.folder).encode() in (process / "cmdline").read_bytes():
                found.add(int(process.name))
    return found


@BOTH
async def test_the_pdf_holds_the_values_of_the_snapshot(either: Press) -> None:
    template = draft("# {{ client.name }}", "{{ agreement.frozen_on|day }}", more=with_table)
    made = Compiled(template, "nl").render(samples.context(samples.general_nl()))
    text = text_of(await either.convert(made))
    for value in ("Bakkerij Het Verzonnen Brood V.O.F.", "22 november 2026", "Fjordbackup"):
        assert value in text


@BOTH
async def test_the_pdf_says_that_it_is_pdf_a_2b_and_pdf_ua_1_and_has_tags(either: Press) -> None:
    pdf = await either.convert(draft("# Titel", "tekst", more=with_logo))
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["pdfuaid:part"] == "1"
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert len(opened.Root.OutputIntents) == 1


async def test_warm_and_cold_make_the_same_pages() -> None:
    made = Compiled(draft("# {{ client.name }}", "tekst " * 900, more=with_table), "nl").render(
        samples.context(samples.general_nl())
    )
    fresh = Press(None, 90, 1)
    async with Press(None, 90, 1) as ready:
        first, second = await ready.convert(made), await fresh.convert(made)
        assert (ready.zygote is None, fresh.zygote is None) == (False, True)
    assert text_of(first) == text_of(second)
    with pikepdf.open(BytesIO(first)) as one, pikepdf.open(BytesIO(second)) as other:
        assert len(one.pages) == len(other.pages) > 1


@BOTH
async def test_documents_convert_side_by_side(either: Press) -> None:
    drafts = [draft(f"Document nummer {number}") for number in range(3)]
    made = await asyncio.gather(*(either.convert(each) for each in drafts))
    assert [f"Document nummer {n}" in text_of(pdf) for n, pdf in enumerate(made)] == [True] * 3


@BOTH
async def test_a_conversion_that_takes_too_long_is_ended_with_all_its_processes(
    *, kept: bool
) -> None:
    async with pressing(1, kept=kept) as press:
        if kept:
            await press.convert(draft("tekst"))
        before = workers(press)
        started = time.monotonic()
        with pytest.raises(PdfFailed, match="longer than 1 s"):
            await press.convert(ENDLESS)
        assert time.monotonic() - started < 10
        assert workers(press) == before


async def test_a_document_that_hangs_holds_up_no_other(press: Press) -> None:
    await press.convert(draft("tekst"))
    hanging = asyncio.create_task(press.convert(ENDLESS))
    while len(workers(press)) < 2:
        await asyncio.sleep(0.01)
    assert "Een ander" in text_of(await press.convert(draft("Een ander")))
    assert not hanging.done()
    hanging.cancel()


async def test_a_conversion_that_nobody_waits_for_any_more_is_ended(press: Press) -> None:
    await press.convert(draft("tekst"))
    given_up = asyncio.create_task(press.convert(ENDLESS))
    while len(workers(press)) < 2:
        await asyncio.sleep(0.01)
    given_up.cancel()
    async with asyncio.timeout(5):
        while len(workers(press)) > 1:
            await asyncio.sleep(0.01)


async def test_a_document_that_crashes_its_process_touches_no_other(press: Press) -> None:
    await press.convert(draft("tekst"))
    (zygote,) = workers(press)
    crashing = asyncio.create_task(press.convert(draft(*["tekst " * 200] * 100)))
    other = asyncio.create_task(press.convert(draft(*["anders " * 200] * 100)))
    while len(children := workers(press) - {zygote}) < 2:
        await asyncio.sleep(0.001)
    os.kill(min(children), signal.SIGSEGV)
    # The one that crashed is made all the same, by a LibreOffice of its own.
    assert "tekst" in text_of(await crashing)
    assert "anders" in text_of(await other)
    assert workers(press) == {zygote}


async def test_the_memory_that_a_document_may_have_is_a_limit_for_it_alone() -> None:
    async with Press(None, 60, at_once=1, megabytes=300) as press:
        with pytest.raises(PdfFailed):
            await press.convert(draft("tekst"))
        assert press.zygote is not None
        assert press.zygote.alive


async def test_when_the_zygote_is_killed_the_next_document_has_another(press: Press) -> None:
    await press.convert(draft("tekst"))
    (first,) = workers(press)
    os.kill(first, signal.SIGKILL)
    for text in ("Daarna", "En daarna"):
        assert text in text_of(await press.convert(draft(text)))
    assert press.zygote is not None
    assert press.zygote.process.pid != first


async def test_what_the_zygote_worked_on_when_it_was_killed_is_made_all_the_same(
    press: Press,
) -> None:
    await press.convert(draft("tekst"))
    (zygote,) = workers(press)
    working = asyncio.create_task(press.convert(draft(*["tekst " * 200] * 100)))
    while len(workers(press)) < 2:
        await asyncio.sleep(0.001)
    os.kill(zygote, signal.SIGKILL)
    assert "tekst" in text_of(await working)


async def test_the_zygote_is_replaced_after_so_many_documents() -> None:
    async with Press(None, 90, at_once=2, documents=2) as press:
        seen = []
        for _ in range(5):
            await press.convert(draft("tekst"))
            assert press.zygote is not None
            seen.append(press.zygote.process.pid)
        assert [seen[0] == seen[1], seen[1] == seen[2], seen[2] == seen[3]] == [True, False, True]
        assert len(set(seen)) == 3
        assert workers(press) == {seen[-1]}


async def test_without_its_library_every_document_starts_a_libreoffice_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm.Office, "library", None)
    async with Press(None, 90, at_once=1) as press:
        assert "tekst" in text_of(await press.convert(draft("tekst")))
        assert press.zygote is None


async def test_a_libreoffice_that_ends_as_it_starts_is_not_kept_warm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm, "_PROGRAM", "raise SystemExit(1)")
    async with Press(None, 90, at_once=1) as press:
        assert "tekst" in text_of(await press.convert(draft("tekst")))
        assert press.zygote is None


@BOTH
async def test_what_is_no_document_gives_a_failure_and_no_pdf(either: Press) -> None:
    with pytest.raises(PdfFailed):
        await either.convert(b"PK\3\4 niets")


async def test_without_libreoffice_the_failure_says_so() -> None:
    press = Press(Path("/nowhere/soffice"), 60, at_once=1)
    assert not press.present
    with pytest.raises(PdfEngineMissing, match="not installed"):
        await press.convert(draft("tekst"))


async def test_nothing_is_left_of_a_press_that_was_closed(press: Press) -> None:
    await press.convert(draft("tekst"))
    folder, working = press.folder, workers(press)
    assert working
    await press.close()
    assert not folder.exists()
    assert not any(Path(f"/proc/{process}").exists() for process in working)


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_is_not() -> None:
    used = Scratch()
    leave = "import os; from services.documents.engine.scratch import Scratch\n"
    leave += "held = Scratch(); print(held.folder, flush=True); os.kill(os.getpid(), 9)"
    died = subprocess.run([sys.executable, "-c", leave], capture_output=True, check=False)
    left = Path(died.stdout.decode().strip())
    assert left.is_dir()
    assert sweep() >= 1
    assert not left.exists()
    assert used.folder.is_dir()
    used.close()
    assert not used.folder.exists()


def test_who_sweeps_while_a_folder_is_being_made_leaves_it_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = fcntl.flock

    def swept_first(file: int, how: int) -> None:
        if how == fcntl.LOCK_EX:
            sweep()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    made = Scratch()
    assert made.folder.is_dir()
    made.close()
