"""The whole installation on one machine: PostgreSQL, S3, a mail catcher, services, workers."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from deploy.local import secrets
from deploy.local.postgres import Postgres
from deploy.local.processes import NotReady, Process, check_port, free_port
from deploy.local.storage import Storage
from shared.migrate import SERVICES

ROOT = Path(__file__).resolve().parents[2]
PORTS = {
    "portal": 18080,
    "contracts": 18081,
    "documents": 18082,
    "notifications": 18083,
    "postgres": 18432,
    "storage": 18333,
    "smtp": 18025,
    "mail": 18026,
    "bounce": 18027,
}

Tell = Callable[[str], None]


def setting_of(part: str) -> str:
    return f"SCHAKEL_{part.upper()}_PORT"


def chosen_ports(environment: Mapping[str, str] = os.environ) -> dict[str, int]:
    return {part: int(environment.get(setting_of(part), port)) for part, port in PORTS.items()}


def free_ports() -> dict[str, int]:
    return {part: free_port() for part in PORTS}


class Instance:
    """``folder`` holds everything that lasts; nothing listens outside this machine."""

    def __init__(self, folder: Path, ports: dict[str, int], *, demo: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.ports, self.demo = folder, ports, demo
        self.secrets = secrets.keep(folder)
        self.postgres = Postgres(folder / "postgres", ports["postgres"], self.secrets.passwords)
        self.storage = Storage(
            folder / "storage",
            ports["storage"],
            self.secrets.s3_access_key,
            self.secrets.s3_secret_key,
        )
        self.catcher = self._process("catcher", "deploy.local.catcher", self._catcher_arguments())
        self.services = {
            f"{service} {part}": self._process(
                f"{service} {part}", f"services.{service}.{part}", [], self._environment(service)
            )
            for service in SERVICES
            for part in ("app", "worker")
        }

    @property
    def _temporary(self) -> Path:
        return self.folder / "tmp"

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.ports[service]}"

    async def start(self, tell: Tell = lambda _: None) -> None:
        """``PortTaken`` or ``NotReady`` with one clear message; nothing is left running then."""
        for part, port in self.ports.items():
            check_port(port, part, setting_of(part))
        # What a crash left there may be somebody's agreement.
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.mkdir(mode=0o700)
        try:
            await self._start(tell)
        except BaseException:
            await self.stop()
            raise

    async def _start(self, tell: Tell) -> None:
        tell("PostgreSQL, S3 and the mail catcher")
        await asyncio.gather(self.postgres.start(), self.storage.start(), self.catcher.start())
        for name in await self.postgres.furnish(demo=self.demo):
            tell(f"migration {name}")
        tell("services and workers")
        await asyncio.gather(*(process.start() for process in self.services.values()))
        await self.catcher.ready_at(self.ports["mail"])
        await asyncio.gather(*(self.healthy(service) for service in SERVICES))

    async def healthy(self, service: str, *, seconds: float = 60) -> None:
        """Until a service answers that it and its database are well."""
        process = self.services[f"{service} app"]
        await process.ready_at(self.ports[service], seconds=seconds)
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{self.url(service)}/health")
        if answer.status_code != 200:
            raise NotReady(f"{service} is not well: {answer.text}\n{process.tail()}")

    async def crash(self, name: str) -> None:
        """End a service or worker as a power cut would."""
        await self.services[name].kill()

    async def restart(self, name: str) -> None:
        """Start again what has ended, and wait until it answers when it is a service."""
        await self.services[name].start()
        service, _, part = name.partition(" ")
        if part == "app":
            await self.healthy(service)

    async def stop(self) -> None:
        await asyncio.gather(*(process.stop() for process in self.services.values()))
        await asyncio.gather(self.catcher.stop(), self.storage.stop())
        await self.postgres.stop()

    async def first_to_end(self) -> Process:
        """Wait until one of the parts ends by itself, and say which."""
        parts = (self.postgres.process, self.storage.process, self.catcher, *self.services.values())
        waiting = {asyncio.create_task(p.wait()): p for p in parts}
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return waiting[done.pop()]
        finally:
            for task in waiting:
                task.cancel()

    def _process(
        self,
        name: str,
        module: str,
        arguments: list[str],
        environment: Mapping[str, str] | None = None,
    ) -> Process:
        return Process(
            name,
            [sys.executable, "-m", module, *arguments],
            self.folder / "logs" / f"{name.replace(' ', '-')}.log",
            environment={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "LANG": "C.UTF-8",
                "TMPDIR": str(self._temporary),
                "HOME": os.environ.get("HOME", "/"),
                **(environment or {}),
            },
        )

    def _catcher_arguments(self) -> list[str]:
        smtp, page = str(self.ports["smtp"]), str(self.ports["mail"])
        folder = str(self.folder / "mail")
        return ["--smtp-port", smtp, "--web-port", page, "--folder", folder]

    def _environment(self, service: str) -> dict[str, str]:
        own = {
            "documents": self._storage_settings() | {"SEAL_KEY": self.secrets.seal_key},
            "notifications": self._mail_settings(),
            "portal": self._portal_settings(),
        }.get(service, {})
        peers = {f"{name.upper()}_URL": self.url(name) for name in SERVICES if name != service}
        shared = {
            "DATABASE_URL": self.postgres.url(service),
            "PORT": str(self.ports[service]),
            "SIGNING_KEY": self.secrets.signing_keys[service],
            "PUBLIC_KEYS": json.dumps(self.secrets.public_keys),
            "PUBLIC_URL": self.url("portal"),
            "DEMO": str(int(self.demo)),
        }
        return {f"SCHAKEL_{key}": value for key, value in {**shared, **peers, **own}.items()}

    def _portal_settings(self) -> dict[str, str]:
        token = {"SETUP_TOKEN": self.secrets.setup_token}
        # Each start mails sign-in links, to show them; in the demonstration nobody is bothered.
        return {**token, "SIGN_IN_REQUESTS_PER_HOUR": "1000"} if self.demo else token

    def _storage_settings(self) -> dict[str, str]:
        return {
            "S3_ENDPOINT": f"http://{self.storage.endpoint}",
            "S3_PUBLIC_ENDPOINT": f"http://{self.storage.endpoint}",
            "S3_REGION": "us-east-1",
            "S3_BUCKET": self.storage.bucket,
            "S3_ACCESS_KEY": self.storage.access_key,
            "S3_SECRET_KEY": self.storage.secret_key,
        }

    def _mail_settings(self) -> dict[str, str]:
        return {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.ports["smtp"]),
            "SMTP_TLS": "none",
            "MAIL_FROM": "bericht@schakel.example",
            "BOUNCE_PORT": str(self.ports["bounce"]),
            # Receivers on this machine or beside it have to be let in by whoever runs it.
            "WEBHOOK_NETWORKS": os.environ.get("SCHAKEL_WEBHOOK_NETWORKS", ""),
        }


@asynccontextmanager
async def running(folder: Path, *, demo: bool = True) -> AsyncIterator[Instance]:
    """A temporary instance at free ports, stopped at the end."""
    instance = Instance(folder, free_ports(), demo=demo)
    await instance.start()
    try:
        yield instance
    finally:
        await instance.stop()
