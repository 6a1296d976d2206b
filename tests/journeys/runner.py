"""``make run`` as somebody at a terminal has it: what it says, and what it starts."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.local.instance import ROOT, free_ports, setting_of

READY = "Every mail stays on this machine"


class Home:
    """A data folder and ports of its own; starts the runner there whenever it does not run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ports = folder / "data", free_ports()
        self.settings = settings_for(self.folder, self.ports)
        self._runner: Runner | None = None

    async def running(self) -> "Runner":
        if self._runner is None or self._runner.ended:
            self._runner = await self.start("deploy.local.run")
            seconds = await self._runner.says(READY)
            print(f"make run: {seconds:.1f} s until the addresses were there")
        return self._runner

    async def start(self, module: str, *arguments: str, **settings: str) -> "Runner":
        return await command(module, *arguments, **(self.settings | settings))

    async def said(self, module: str, *arguments: str, **settings: str) -> tuple[int, str]:
        """Exit status and words of a command that ends by itself."""
        runner = await self.start(module, *arguments, **settings)
        return await runner.end(), runner.text

    async def stop(self) -> None:
        if self._runner and not self._runner.ended:
            self._runner.send(signal.SIGINT)
            await self._runner.end()


async def command(module: str, *arguments: str, **settings: str) -> "Runner":
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | settings,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    return Runner(process)


def settings_for(folder: Path, ports: Mapping[str, int]) -> dict[str, str]:
    """As an administrator would give them."""
    chosen = {setting_of(part): str(port) for part, port in ports.items()}
    return {"SCHAKEL_DATA": str(folder), **chosen}


class Runner:
    """One running command; ``text`` is all that it has said."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process, self.text = process, ""
        self.began = time.monotonic()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.text += line.decode()

    @property
    def ended(self) -> bool:
        return self._process.returncode is not None

    async def says(self, words: str, *, seconds: float = 180) -> float:
        """Until it has said so; the seconds since it was started."""
        while words not in self.text:
            assert not self.ended, self.text
            assert time.monotonic() - self.began < seconds, self.text
            await asyncio.sleep(0.1)
        return time.monotonic() - self.began

    def line(self, what: str) -> str:
        """The address that stands behind a name in the table."""
        found = re.search(rf"^  {re.escape(what)} +(\S+)$", self.text, re.MULTILINE)
        assert found, self.text
        return found[1]

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def end(self) -> int:
        status = await self._process.wait()
        await self._reading
        return status

    def family(self) -> "set[Kin]":
        """Every process that comes from this one, itself included."""
        parents = dict(processes())
        found = {kin for kin in parents if kin.pid == self._process.pid}
        while more := {k for k, p in parents.items() if p in {f.pid for f in found}} - found:
            found |= more
        return found


class Kin(tuple[int, int]):
    """Number and moment of birth, for numbers are given out again."""

    @property
    def pid(self) -> int:
        return self[0]

    @property
    def alive(self) -> bool:
        return self in {kin for kin, _ in processes()}

    @property
    def command(self) -> str:
        try:
            return Path(f"/proc/{self.pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except FileNotFoundError:
            return ""

    def listens_at(self) -> set[tuple[str, int]]:
        """Addresses as the kernel writes them (hexadecimal), with the port; none once it ended."""
        folder = Path(f"/proc/{self.pid}")
        try:
            files = {str(entry.readlink()) for entry in (folder / "fd").iterdir()}
            tables = [(folder / "net" / name).read_text() for name in ("tcp", "tcp6")]
        except FileNotFoundError:
            return set()
        rows = [row.split() for table in tables for row in table.splitlines()[1:]]
        local = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in files]
        return {(at.partition(":")[0], int(at.partition(":")[2], 16)) for at in local}

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


def processes() -> list[tuple[Kin, int]]:
    """Everything that runs, with its parent's number; not what ended and waits to be noticed."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            found.append((Kin((int(folder.name), int(fields[19]))), int(fields[1])))
    return found
