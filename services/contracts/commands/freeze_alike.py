"""Freeze the first version of many new agreements, of which most are alike.

Products and language decide what an agreement says of processings and parties. That part is built
once for each kind; what is a client's own is put in. The outcome is, byte for byte, what
``freeze_versions`` makes of each (RFC 8785: members in the order of their names).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.contracts.domain.agreement import Frozen, canonical, digest_of
from services.contracts.store import versions
from shared.database import Connection
from shared.events import AgreementVersionFrozen, ClientOnboarded
from shared.outbox import append_many

OWN = ("agreement", "client", "contacts", "terms")


@dataclass(frozen=True, slots=True)
class New:
    """A new agreement; ``own`` is what its snapshot says of this client alone."""

    agreement_id: UUID
    client_id: UUID
    kind: Any
    own: dict[str, Any]


class Mould:
    """What agreements of one kind have in common, ready to be filled in."""

    def __init__(self, example: Frozen) -> None:
        self._example = example
        whole = json.loads(example.canonical)
        self._own = {name: whole[name] for name in OWN}
        self._same = {name: canonical(value) for name, value in whole.items() if name not in OWN}
        self._names = sorted(whole)

    def fill(self, new: New) -> Frozen:
        parts = self._same | {
            "agreement": canonical(self._own["agreement"] | new.own["agreement"]),
            "terms": canonical(self._own["terms"] | new.own["terms"]),
            "client": canonical(self._own["client"] | new.own["client"]),
            "contacts": canonical(new.own["contacts"]),
        }
        text = "{" + ",".join(f'"{name}":{parts[name]}' for name in self._names) + "}"
        return self._example.model_copy(
            update={
                "agreement_id": new.agreement_id,
                "client_id": new.client_id,
                "canonical": text,
                "digest": digest_of(text),
            }
        )


async def moulds(connection: Connection, news: Sequence[New]) -> dict[Any, Mould]:
    """One for each kind, from the first agreement of that kind; all of them stand already."""
    first: dict[Any, New] = {}
    for new in news:
        first.setdefault(new.kind, new)
    examples = await versions.snapshots(
        connection, [new.agreement_id for new in first.values()], None
    )
    by_agreement = {example.agreement_id: Mould(example) for example in examples}
    return {kind: by_agreement[new.agreement_id] for kind, new in first.items()}


async def freeze_alike(
    connection: Connection, tenant_id: UUID, news: Sequence[New], cast: dict[Any, Mould]
) -> None:
    """Store the versions of some of them and announce each, and its client."""
    frozen = [cast[new.kind].fill(new) for new in news]
    made = await versions.insert(connection, frozen, versions.Origin("onboarding"))
    await append_many(
        connection,
        [
            ClientOnboarded(
                tenant_id=tenant_id, client_id=one.client_id, agreement_id=one.agreement_id
            )
            for one in made
        ],
    )
    await append_many(
        connection,
        [
            AgreementVersionFrozen(
                tenant_id=tenant_id,
                agreement_id=one.agreement_id,
                version_id=one.version_id,
                client_id=one.client_id,
                cause="onboarding",
            )
            for one in made
        ],
    )
