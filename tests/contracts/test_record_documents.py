"""What contracts tells of the record is what documents prints of it."""

from datetime import date
from typing import Any, cast
from uuid import UUID

import pytest

from services.documents.domain.data_model import data_model
from services.documents.domain.record_content import RecordTold, printed
from services.documents.domain.record_document import RecordKind, Told, content_of
from services.documents.engine.compiled import Compiled
from services.documents.peers.registers import read_record
from services.documents.store.templates import builtin
from shared.http import Peer
from tests.contracts.agreed import agreed
from tests.contracts.house import House, found_provider, link, order, say
from tests.documents.test_data_model import mistakes

KINDS: tuple[RecordKind, ...] = ("processing-record", "data-pro-statement")


class _Asks:
    """As documents asks: a token of that service, page by page."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def ask(self, method: str, path: str, *, tenant_id: UUID, params: Any = None) -> Any:
        asked = self._house.service("documents", tenant_id)
        return await asked.ask(method, path, params=params)


async def _told(house: House, kind: RecordKind, day: date) -> RecordTold:
    return await read_record(cast("Peer", _Asks(house)), house.tenant, kind, day)


async def _furnish(house: House) -> None:
    """Two clients, a transfer to a third country, a party in a chain, and a bare product."""
    standing = await agreed(house)
    owner = house.owner
    above = await owner.post("/subprocessors", {"name": "Bovenwolk", "country": "US"})
    party = {"name": "Verre Wolk", "country": "US", "parent_id": above["id"]}
    far = await owner.post("/subprocessors", party)
    where = {"zone": "third", "mechanism": "scc", "countries": ["US"], "valid_from": "2025-01-01"}
    begins = link(standing.goods.product, far["id"], correction="vergeten") | where
    await owner.post("/links", begins)
    await owner.post("/onboardings", order("Sportclub"))
    await owner.post("/products", {"key": "bare-2.0".replace(".", "-"), "name": say("kaal 2.0")})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_what_is_printed_of_a_real_record_is_in_the_data_model(
    kind: RecordKind, language: Any, house: House
) -> None:
    await _furnish(house)
    day = await house.today()
    told = await _told(house, kind, day)
    content = content_of(printed(kind, language, day, Told(), told), told.client_ids)
    data = content.printed()
    assert list(mistakes(data_model(kind), data)) == []
    assert [one["party"] for one in data["transfers"]] == ["Verre Wolk"]
    assert {"what": "processings", "of": say("kaal 2.0")[language]} in data["missing"]
    assert {"what": "address", "of": None} in data["missing"]
    if kind == "processing-record":
        assert [one["name"] for one in data["controllers"]] == ["Bakkerij", "Sportclub"]
        assert data["controllers"][0]["transfers"] == ["Verre Wolk"]
        assert len(told.client_ids) == 2
    else:
        (hosting,) = (one for one in data["products"] if one["subprocessors"])
        chains = {one["name"]: one["chain"] for one in hosting["subprocessors"]}
        assert [one["name"] for one in chains["Verre Wolk"]] == ["Bovenwolk"]
        assert told.client_ids == []
    assert Compiled(builtin(kind, language), language).render(data)


async def test_documents_reads_the_record_of_its_own_tenant_alone(house: House) -> None:
    await _furnish(house)
    other = House(house.app, house.client, house.database)
    await found_provider(other, "anderhost")
    told = await _told(other, "processing-record", await house.today())
    assert (told.controllers, told.head["transfers"]) == ((), [])


@pytest.mark.parametrize("path", ["/record-of-processing", "/links", "/products"])
async def test_documents_alone_of_the_services_reads_the_record(path: str, house: House) -> None:
    await house.service("documents").get(path)
    for name in ("notifications", "portal"):
        await house.service(name).get(path, expect=403)
