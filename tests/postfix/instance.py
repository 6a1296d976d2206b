"""A Postfix of our own on this machine: its own folders and port, nothing of the machine's."""

import asyncio
import os
import pwd
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.processes import free_port

# For how long this one waits for the rest of a message.
WAITS = 30
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
_MAIN = """\
compatibility_level = 3.6
import_environment = MAIL_CONFIG TZ=UTC
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
maillog_file_permissions = 0644
myhostname = mail.voorbeeldhost.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
relay_domains =
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_timeout = {waits}s
enable_long_queue_ids = yes
relayhost = [127.0.0.1]:{onward}
transport_maps = regexp:{folder}/transport
"""


@dataclass
class Postfix:
    """``onward``: the port that it delivers to. ``returns``: where what comes back goes."""

    folder: Path
    onward: int
    returns: int
    port: int = field(default_factory=free_port)

    @property
    def log(self) -> Path:
        return self.folder / "mail.log"

    async def start(self) -> None:
        if shutil.which("postfix", path=_path()) is None:
            raise RuntimeError("Postfix is missing: deploy/local/setup.sh postfix installs it")
        if os.geteuid() != 0:
            raise RuntimeError("Postfix starts as root alone: sudo make postfix")
        self._write()
        await self._tell("start")

    async def stop(self) -> None:
        await self._tell("stop")

    def lines(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines()

    def _write(self) -> None:
        for name in ("queue", "data", "config"):
            (self.folder / name).mkdir(parents=True)
        for place in (self.folder, *self.folder.parents):
            if place.stat().st_mode & 0o005 != 0o005:
                place.chmod(place.stat().st_mode | 0o055)
        owner = pwd.getpwnam("postfix")
        os.chown(self.folder / "data", owner.pw_uid, owner.pw_gid)
        config = self.folder / "config"
        known = {"folder": self.folder, "onward": self.onward, "waits": WAITS}
        (config / "main.cf").write_text(_MAIN.format(**known))
        (config / "master.cf").write_text(_MASTER.format(port=self.port))
        returns = f"/^b\\+[0-9a-f]+\\.[0-9a-f]+@/ smtp:[127.0.0.1]:{self.returns}\n"
        (self.folder / "transport").write_text(returns)

    async def _tell(self, what: str) -> None:
        process = await asyncio.create_subprocess_exec(
            "postfix",
            *("-c", str(self.folder / "config"), what),
            env={"PATH": _path()},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), 60)
        if process.returncode != 0:
            raise RuntimeError(f"postfix {what}: {said.decode(errors='replace')}")


@asynccontextmanager
async def running(folder: Path, onward: int, returns: int) -> AsyncIterator[Postfix]:
    postfix = Postfix(folder, onward, returns)
    await postfix.start()
    try:
        yield postfix
    finally:
        await postfix.stop()


def _path() -> str:
    return f"/usr/sbin:/usr/bin:/sbin:/bin:{os.environ.get('PATH', '')}"
