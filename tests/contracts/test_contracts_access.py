"""Which role may ask for what, walked from the service's own description of itself."""

import pytest

from tests.contracts.house import House, order, stock

OPEN = {"/health", "/public", "/public/{slug}", "/clock"}


async def test_no_operation_answers_without_a_token_but_the_public_ones(house: House) -> None:
    refused = 0
    for path, operations in house.app.openapi_schema.to_schema()["paths"].items():
        for method in operations:
            if path in OPEN and method == "get":
                continue
            answer = await house.client.request(
                method.upper(), path.replace("{", "").replace("}", "")
            )
            concrete = await house.client.request(
                method.upper(), _with_ids(path), headers={"Authorization": "Bearer nonsense"}
            )
            assert answer.status_code in (401, 404)
            assert concrete.status_code == 401, (method, path)
            refused += 1
    assert refused > 30


A_UUID = "00000000-0000-0000-0000-000000000001"
SAMPLES = {"{line}": "1"}


def _with_ids(path: str) -> str:
    numbered = path.replace("{number}", "1")
    return "/".join(
        SAMPLES.get(part, A_UUID) if part.startswith("{") else part for part in numbered.split("/")
    )


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_viewers_and_auditors_read_and_change_nothing(house: House, role: str) -> None:
    await stock(house)
    person = house.staff(role)
    for path, operations in house.app.openapi_schema.to_schema()["paths"].items():
        for method in operations.keys() & {"post", "patch", "put", "delete"}:
            answer = await house.client.request(
                method,
                _with_ids(path),
                json={},
                headers={"Authorization": f"Bearer {person.token}"},
            )
            assert answer.status_code == 403, (path, answer.text)
    for path in ("/clients", "/products", "/links", "/changes", "/drift", "/transfer-findings"):
        await person.get(path)


async def test_a_contact_reaches_no_page_of_staff(house: House) -> None:
    await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    client = await house.owner.get(f"/clients/{made['client_id']}")
    contact = house.contact(client["contacts"][0]["id"], made["client_id"])
    for path in ("/clients", "/products", "/links", "/subprocessors", "/drift"):
        await contact.get(path, expect=403)
    await contact.post("/onboardings", order("X"), expect=403)
    await contact.get(f"/clients/{made['client_id']}")


async def test_other_services_read_only_what_they_need(house: House) -> None:
    await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    for name in ("documents", "notifications"):
        service = house.service(name)
        await service.get(f"/versions/{made['version_id']}")
        await service.get("/clients", expect=403)
        await service.post("/onboardings", order("X"), expect=403)
    path = f"/versions/{made['version_id']}/recipients?kind=agreement_ready"
    await house.service("documents").get(path, expect=403)
    await house.service("notifications").get(path)


async def test_a_token_of_nobody_in_particular_signs_nothing(house: House) -> None:
    await house.service("documents").post("/tenants", {"slug": "x", "name": "X"}, expect=403)
    await house.owner.post("/tenants", {"slug": "x", "name": "X"}, expect=403)
