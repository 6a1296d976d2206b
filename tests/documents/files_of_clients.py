"""A client of whom contracts and notifications have something to tell, and its whole file."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.documents.commands.keep_file import record_file, store_file
from services.documents.commands.make_dossier import Archive
from services.documents.commands.work_on_dossier import work_on_dossier
from services.documents.domain.file import File, received
from services.documents.store import dossiers
from shared.database import tenant_transaction
from shared.identity import Actor
from tests.documents.asking import Client, staff
from tests.documents.stand import Stand

CANONICAL = '{"agreement":{"reference":"VO-1","version":1}}'


@dataclass
class Patron:
    """One client; ``versions`` are told by the identifier that documents knows them by."""

    stand: Stand
    archive: Archive
    tenant_id: UUID
    id: UUID = field(default_factory=uuid4)
    files: list[File] = field(default_factory=list)

    async def hand_in(self, name: str, content: bytes) -> File:
        told = received(name, "application/pdf", content)
        begun = await store_file(
            self.archive.pool, self.archive.objects, self.tenant_id, told, content
        )
        async with tenant_transaction(self.archive.pool, self.tenant_id) as connection:
            self.files.append(await record_file(connection, told, begun))
        return self.files[-1]

    def known(self, *more: dict[str, Any], version_id: UUID | None = None) -> None:
        """Contracts and notifications have this client, with two pages of rows."""
        named = [str(one.id) for one in self.files]
        version = {
            "id": str(version_id or uuid4()),
            "number": 1,
            "digest": hashlib.sha256(CANONICAL.encode()).hexdigest(),
            "canonical": CANONICAL,
        }
        first = [
            row("client", {"name": "Bakkerij Ölmez & Zn"}, self.id),
            row("agreement", {"reference": "VO-1"}),
            row("version", version, UUID(version["id"])),
            row("signature", {"typed_name": "Anna"}, files=named[:1]),
        ]
        second = [row("objection", {"grounds": "Nee."}), *more]
        second += [entry("instruction", {"instruction": "Wis."}, files=named[1:])]
        base, path = str(self.tenant_id), f"/clients/{self.id}"
        self.stand.told[base, path] = {"id": str(self.id)}
        self.stand.told[base, f"{path}/dossier"] = {"items": first, "next": "second"}
        self.stand.told[base, f"{path}/dossier?after=second"] = {"items": second, "next": None}
        proven = {"id": str(uuid4()), "kind": "agreement_ready", "rows": []}
        self.stand.told[base, f"{path}/evidence"] = {"items": [proven], "next": None}

    async def ask(self, client: Client, actor: Actor | None = None) -> Any:
        actor = actor or staff(self.tenant_id)
        path = f"/clients/{self.id}/dossiers"
        return await client.post(path, json.dumps({"language": "nl"}), "application/json", actor)

    async def made(self, client: Client, actor: Actor | None = None) -> Any:
        """Asked for, made at once, and told."""
        actor = actor or staff(self.tenant_id)
        asked = (await self.ask(client, actor)).json()
        await work_on_dossier(self.archive, self.tenant_id, UUID(asked["id"]))
        return (await client.get(f"/dossiers/{asked['id']}", actor)).json()

    async def under_way(self) -> dossiers.Dossier:
        async with tenant_transaction(self.archive.pool, self.tenant_id) as connection:
            (dossier,) = await dossiers.of_client(connection, self.id, None, 1, own=False)
        return dossier


def row(
    kind: str, record: dict[str, Any], row_id: UUID | None = None, files: list[str] | None = None
) -> dict[str, Any]:
    return {"kind": kind, "id": str(row_id or uuid4()), "record": record, "files": files or []}


def entry(kind: str, facts: dict[str, Any], files: list[str] | None = None) -> dict[str, Any]:
    told = {"kind": kind, "revisions": [{"number": 1, "facts": {"kind": kind, **facts}}]}
    return row("register", told, files=files)


async def fetched(client: Client, dossier_id: str, actor: Actor) -> httpx.Response:
    """As the browser gets it, straight from storage."""
    link = (await client.get(f"/dossiers/{dossier_id}/link", actor)).json()
    async with httpx.AsyncClient() as browser:
        return await browser.get(link["url"])


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}
