"""Whether a file of a stranger is what was issued here, and whether that still holds.

The file is read and forgotten. What is told of an issue is what its holder can read in it.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from uuid import UUID

from services.documents.domain.reading import Kind, kind_of
from services.documents.domain.verification import (
    Issue,
    SealVerdict,
    Standing,
    Verdict,
    number_of,
    printed_digests,
    standing_of,
)
from services.documents.engine.reading import Desk
from services.documents.engine.seal_check import Finding
from services.documents.peers.contracts import read_agreement, read_in_force, read_name
from services.documents.store import issues
from services.documents.store.issues import Found, Issued, IssuedRecord
from shared.database import Pool, system_transaction
from shared.errors import DomainError, Invalid
from shared.http import Peer


@dataclass(frozen=True)
class Counter:
    """What it takes to check a file."""

    pool: Pool
    contracts: Peer
    desk: Desk

    async def check_digest(self, digest: bytes) -> Verdict:
        found = await issues.find(self.pool, digest)
        if found is None:
            return Verdict(outcome="unknown", digest=digest.hex(), issue=None, seal=None)
        outcome = "issued" if found.issued.digest == digest else "text"
        issue = await self._told(found)
        return Verdict(outcome=outcome, digest=digest.hex(), issue=issue, seal=None)

    async def check_file(self, content: bytes) -> Verdict:
        """``Invalid`` for what is neither PDF nor DOCX: nothing else is issued here."""
        kind = _kind(content)
        digest = hashlib.sha256(content).digest()
        seal, owner = await self._seal(content) if kind == "pdf" else (None, None)
        found = await issues.find(self.pool, digest)
        if found is not None and found.issued.digest == digest:
            issue = await self._told(found)
            return Verdict(outcome="issued", digest=digest.hex(), issue=issue, seal=seal)
        printed = await self._printed(kind, content)
        if seal is not None and seal.ours and seal.intact:
            named = await self._told(printed) if printed and printed.tenant_id == owner else None
            return Verdict(outcome="sealed", digest=digest.hex(), issue=named, seal=seal)
        altered = printed is not None or (seal is not None and seal.ours)
        return Verdict(
            outcome="altered" if altered else "unknown",
            digest=digest.hex(),
            issue=printed and await self._told(printed),
            seal=seal,
        )

    async def _seal(self, pdf: bytes) -> tuple[SealVerdict | None, UUID | None]:
        """With the tenant whose seal it is; null for a stranger's."""
        try:
            finding = await self.desk.inspect(pdf)
        except Invalid:
            finding = None
        if finding is None:
            return None, None
        owner = await self._owner(bytes.fromhex(finding.fingerprint))
        ours = {"ours": owner is not None}
        return SealVerdict.model_validate(_facts(finding) | ours), owner

    async def _owner(self, fingerprint: bytes) -> UUID | None:
        async with system_transaction(self.pool) as connection:
            return await issues.owner_of(connection, fingerprint)

    async def _printed(self, kind: Kind, content: bytes) -> Found | None:
        """What it says to be, by the fingerprint that it prints."""
        try:
            text = await self.desk.read(kind, content)
        except Invalid:
            return None
        for digest in printed_digests(text):
            found = await issues.find(self.pool, digest)
            if found is not None:
                return found
        return None

    async def _told(self, found: Found) -> Issue:
        issued = found.issued
        told = issued.model_dump(include=set(Issue.model_fields))
        if isinstance(issued, IssuedRecord):
            return Issue(**told, provider=await self._name(found.tenant_id))
        name, (reference, number, standing) = await asyncio.gather(
            self._name(found.tenant_id), self._standing(found.tenant_id, issued)
        )
        return Issue(**told, provider=name, reference=reference, version=number, standing=standing)

    async def _name(self, tenant_id: UUID) -> str | None:
        try:
            return await read_name(self.contracts, tenant_id)
        except DomainError:
            return None

    async def _standing(
        self, tenant_id: UUID, issued: Issued
    ) -> tuple[str | None, int | None, Standing]:
        """That something was issued here stands without the record that it came from."""
        try:
            agreement, today = await asyncio.gather(
                read_agreement(self.contracts, tenant_id, issued.agreement_id),
                read_in_force(self.contracts, tenant_id, issued.client_id),
            )
        except DomainError:
            return None, None, "unknown"
        standing = standing_of(issued.version_id, agreement, today)
        return agreement["reference"], number_of(issued.version_id, agreement), standing


def _kind(content: bytes) -> Kind:
    try:
        kind = kind_of("", content)
    except Invalid:
        kind = "text"
    if kind not in ("pdf", "docx"):
        raise Invalid(
            "document-kind-unknown",
            "Choose the PDF or the Word document (.docx) as you received it.",
            field="file",
        )
    return kind


def _facts(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in SealVerdict.model_fields if name != "ours"}
