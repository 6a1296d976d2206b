"""What contracts freezes is what documents publishes as the data model of an agreement."""

import json
from typing import Any
from uuid import UUID

from services.contracts.commands.freeze_versions import freeze_versions
from services.documents.domain.data_model import data_model, paths
from services.documents.domain.rendering import Version, context
from shared.database import tenant_transaction
from tests.contracts.agreed import Agreed, agreed, terms
from tests.contracts.house import House, link
from tests.contracts.running import draft
from tests.contracts.test_acceptance_routes import paper
from tests.documents.test_data_model import mistakes

# A template gets the digest and the signatures from documents.
ADDED = ("digest", "signature", "earlier_signature")


async def _chained(standing: Agreed) -> None:
    """A link of a party that another one engaged."""
    owner = standing.house.owner
    party = {"name": "Onderwolk", "country": "NL", "parent_id": standing.goods.old_party}
    below = await owner.post("/subprocessors", party)
    begins = link(standing.goods.product, below["id"], valid_from="2025-01-01")
    await owner.post("/links", begins | {"correction": "vergeten"})


async def _version(standing: Agreed) -> Version:
    """The newest, as documents reads it."""
    newest = (await standing.read())["versions"][0]["id"]
    read = await standing.house.service("documents").get(f"/versions/{newest}")
    return Version.model_validate(read)


async def _freeze(standing: Agreed) -> None:
    """Anew, as if for a change that was announced."""
    change = await draft(standing.house, standing.goods)
    house, agreement = standing.house, UUID(standing.made["agreement_id"])
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        await freeze_versions(
            connection, house.tenant, [agreement], "change", (UUID(change["id"]), 1)
        )


def _seen(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        below = (_seen(one, f"{path}.{name}" if path else name) for name, one in value.items())
        return {path}.union(*below)
    if isinstance(value, list):
        return {path}.union(*(_seen(one, f"{path}[]") for one in value if isinstance(one, dict)))
    return {path}


async def test_every_key_of_a_frozen_snapshot_is_in_the_model_and_the_reverse(
    house: House,
) -> None:
    standing = await agreed(house)
    await _chained(standing)
    await _freeze(standing)
    versions = [await _version(standing)]
    await standing.propose(terms=terms(notice_days=60), reason="Langere termijn.")
    versions.append(await _version(standing))
    await standing.sign()
    await house.owner.post(f"{standing.path}/own-papers", await paper(standing))
    versions.append(await _version(standing))
    seen: set[str] = set()
    for version in versions:
        told = json.loads(json.dumps(context(version, "offered")))
        assert list(mistakes(data_model("agreement"), told)) == []
        seen |= _seen(version.snapshot)
    model = {path for path in paths("agreement") if not path.startswith(ADDED)}
    assert {path.removesuffix("[]") for path in seen} - {""} - model == set()
    assert model - seen == set()


async def test_every_key_of_a_signature_is_in_the_model_and_the_reverse(house: House) -> None:
    standing = await agreed(house)
    told = context(await _version(standing), "signed")
    assert list(mistakes(data_model("agreement"), told)) == []
    signature = data_model("agreement").child("signature")
    assert signature is not None
    assert {one.name for one in signature.children} == told["signature"].keys()
