"""Child processes that end with their parent, however the parent ends."""

import asyncio
import ctypes
import os
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class PortTaken(Exception):
    """A port is in use by somebody else; the message names it and the setting that changes it."""


class NotReady(Exception):
    """A part ended or stayed silent while it was starting; the message holds the end of its log."""


def check_port(port: int, part: str, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} ({part}) is in use. Stop what holds it,"
                f" or choose another: {setting}=<port> make run"
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One part of the installation, its log in a file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.command, self.log = name, list(command), log
        self.environment, self.user, self.stop_signal = environment, user, stop_signal
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        as_user = (
            {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        )
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=None if self.environment is None else dict(self.environment),
                # Ctrl-C goes to the parent alone, which stops the parts in order.
                start_new_session=True,
                preexec_fn=self._die_with_parent,
                **as_user,  # type: ignore[arg-type]
            )

    def _die_with_parent(self) -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(self.stop_signal))

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def wait(self) -> int:
        assert self._process is not None
        return await self._process.wait()

    async def ready_at(self, port: int, *, seconds: float = 60) -> None:
        """Until something listens at the port of this machine."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.alive:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
        raise NotReady(f"{self.name} did not start. The end of {self.log}:\n{self.tail()}")

    def tail(self, characters: int = 2000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    async def stop(self, *, seconds: float = 8) -> None:
        """Ask, wait so long for what is under way, then end it as a crash would."""
        if self.alive:
            os.kill(self.pid, self.stop_signal)
            try:
                await asyncio.wait_for(self.wait(), seconds)
            except TimeoutError:
                await self.kill()

    async def kill(self) -> None:
        """SIGKILL: what a crash looks like."""
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
            await self.wait()
