"""What the steps of the demonstration share: who is signed in, what was made, where it is kept."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.mailbox import Mailbox
from deploy.demo.site import Api, Site
from deploy.demo.waiting import until


@dataclass
class Case:
    """One onboarded client."""

    external_id: str
    name: str
    client_id: str
    agreement_id: str
    version_id: str
    digest: str
    signatory: str
    told: str
    next_told: str


@dataclass
class Stage:
    """``tell`` prints a line under the running step."""

    site: Site
    out: Path
    tenant: str = ""
    token: str = ""
    cases: dict[str, Case] = field(default_factory=dict)
    change_id: str = ""

    @property
    def mailbox(self) -> Mailbox:
        return self.site.mailbox

    @property
    def contracts(self) -> Api:
        return Api(self.site.contracts, self.token)

    @property
    def documents(self) -> Api:
        return Api(self.site.documents, self.token)

    @property
    def notifications(self) -> Api:
        return Api(self.site.notifications, self.token)

    def keep(self, name: str, content: bytes) -> str:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return name

    async def papers(self, version_id: str, variant: str) -> dict[str, Any]:
        """The documents of a version by kind, once DOCX and PDF are there; where LibreOffice is
        missing, once the DOCX is."""

        async def all_of_them() -> dict[str, Any] | None:
            listed = await self.documents.get("/documents", version_id=version_id)
            found = {item["kind"]: item for item in listed if item["variant"] == variant}
            if "docx" in found and "pdf" not in found and await self._no_pdf(version_id):
                return found
            return found if {"docx", "pdf"} <= set(found) else None

        return await until(f"the {variant} documents of {version_id}", all_of_them, seconds=90)

    async def _no_pdf(self, version_id: str) -> bool:
        renderings = await self.documents.get("/renderings", version_id=version_id)
        return any(one["problem"] == "pdf-engine-missing" for one in renderings)

    async def download(self, version_id: str, variant: str, name: str) -> list[str]:
        """Fetch a version's documents through their presigned links; the names kept."""
        kept = []
        for kind, paper in sorted((await self.papers(version_id, variant)).items()):
            link = await self.documents.get(f"/documents/{paper['id']}/link")
            kept.append(self.keep(f"{name}.{kind}", await fetch(link["url"])))
        return kept


async def fetch(address: str) -> bytes:
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.get(address)
        answer.raise_for_status()
        return answer.content
