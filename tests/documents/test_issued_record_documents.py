"""A record of processing or Data Pro Statement, in the hands of somebody who asks if it is one."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.commands.render_agreement import Workshop
from tests.documents.asking import Client
from tests.documents.record_documents import RECORD, STATEMENT, ask, erase, fetch, read, work
from tests.documents.registers import Record, controller
from tests.documents.stand import Stand
from tests.documents.test_verifications import VISITOR, check


@pytest.mark.parametrize("draft", [RECORD, STATEMENT])
async def test_it_is_known_by_its_file_and_by_the_fingerprint_that_it_prints(
    draft: dict[str, Any], client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    Record(stand, tenant_id, controller("Bakkerij"))
    document = await ask(client, tenant_id, **draft)
    await work(workshop, tenant_id, document)
    told = await read(client, tenant_id, document)
    for kind in ("docx", "pdf"):
        content = await fetch(client, tenant_id, document, kind)
        found = await check(client, content)
        assert found["outcome"] == "issued"
        issue = found["issue"]
        assert (issue["record"], issue["on"], issue["kind"]) == (draft["kind"], told["on"], kind)
        assert issue["provider"] == "Voorbeeldhost"
        assert issue["erased"] is False
        applies_not = ("reference", "version", "variant", "standing")
        assert [issue[name] for name in applies_not] == [None] * 4
        assert (found["seal"] is not None and found["seal"]["intact"]) == (kind == "pdf")
        assert (await check(client, content[:-1]))["outcome"] != "issued"
    by_text = (await client.get(f"/verifications/{told['digest']}", VISITOR)).json()
    assert (by_text["outcome"], by_text["issue"]["record"]) == ("text", draft["kind"])
    for hidden in (str(tenant_id), document["id"], "Bakkerij"):
        assert hidden not in str(by_text)


async def test_that_it_was_issued_stands_after_it_was_erased(
    client: Client, workshop: Workshop, stand: Stand, tenant_id: UUID
) -> None:
    client_id = uuid4()
    Record(stand, tenant_id, controller("Bakkerij", str(client_id)))
    document = await ask(client, tenant_id)
    await work(workshop, tenant_id, document)
    content = await fetch(client, tenant_id, document, "docx")
    await erase(workshop, tenant_id, client_id)
    found = await check(client, content)
    assert (found["outcome"], found["issue"]["erased"]) == ("issued", True)
