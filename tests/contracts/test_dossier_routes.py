"""What the record tells documents of one client, for the file that it may take away."""

from typing import Any
from uuid import uuid4

import pytest

from tests.contracts.house import Json
from tests.contracts.running import Running

KINDS = ["client", "agreement", "version", "signature", "objection", "recipient", "register"]


async def _filled(running: Running) -> str:
    """A client that objected, and told something that stands in a register with a file."""
    client_id = str(running.clients["general"]["client_id"])
    contact = await running.contact("general", "notice")
    await running.reach_all()
    await contact.post(f"{running.path}/objections", {"grounds": "Wij willen dat niet."})
    facts = {
        "kind": "instruction",
        "client_id": client_id,
        "given_by": "Anna",
        "instruction": "Verwijder de back-ups.",
        "file": {"id": str(uuid4()), "digest": "0" * 64, "name": "opdracht.pdf"},
    }
    await running.house.owner.post("/register-entries", {"facts": facts})
    return client_id


async def _all(running: Running, client_id: str, limit: int) -> list[Json]:
    found: list[Json] = []
    params: dict[str, Any] = {"limit": limit}
    documents = running.house.service("documents")
    while True:
        page = await documents.get(f"/clients/{client_id}/dossier", params=params)
        found += page["items"]
        if page["next"] is None:
            return found
        params["after"] = page["next"]


async def test_every_row_of_a_client_comes_once_whatever_the_size_of_a_page(
    running: Running,
) -> None:
    client_id = await _filled(running)
    whole = await _all(running, client_id, 200)
    assert await _all(running, client_id, 1) == whole
    kinds = [row["kind"] for row in whole]
    assert set(kinds) >= set(KINDS) - {"signature"}
    assert len({(row["kind"], row["id"]) for row in whole}) == len(whole)
    by_kind = {row["kind"]: row for row in whole}
    assert by_kind["client"]["record"]["contacts"]
    assert by_kind["objection"]["record"]["grounds"] == "Wij willen dat niet."
    assert len(by_kind["register"]["files"]) == 1
    version = by_kind["version"]["record"]
    read = await running.house.owner.get(f"/versions/{version['id']}")
    assert (version["canonical"], version["digest"]) == (read["canonical"], read["digest"])
    assert "tenant_id" not in repr(whole)


async def test_nothing_of_another_client_is_in_it(running: Running) -> None:
    client_id = await _filled(running)
    other = str(running.clients["specific"]["client_id"])
    assert other not in repr(await _all(running, client_id, 200))
    assert "Wij willen dat niet." not in repr(await _all(running, other, 200))


async def test_only_documents_of_the_same_provider_is_told(running: Running) -> None:
    client_id, house = await _filled(running), running.house
    path = f"/clients/{client_id}/dossier"
    strangers = [house.owner, house.service("portal"), house.service("notifications")]
    for stranger in [*strangers, await running.contact("general", "notice")]:
        await stranger.get(path, expect=403)
    foreign = await house.service("documents", uuid4()).get(path, expect=404)
    absent = await house.service("documents").get(f"/clients/{uuid4()}/dossier", expect=404)
    assert foreign == absent


@pytest.mark.parametrize("after", ["x", "W10", "WyJhIiwgMV0", "WyItMSIsICIwMCJd"])
async def test_a_page_that_was_never_given_is_refused(running: Running, after: str) -> None:
    client_id = running.clients["general"]["client_id"]
    documents = running.house.service("documents")
    path = f"/clients/{client_id}/dossier"
    told = await documents.get(path, params={"after": after}, expect=400)
    assert told["type"].endswith(":page-unknown")
    await documents.get(path, params={"limit": 201}, expect=400)
