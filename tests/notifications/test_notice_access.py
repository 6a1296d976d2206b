"""Who may use which route."""

from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import AsyncTestClient

from tests.notifications import samples
from tests.notifications.conftest import Stage

Client = AsyncTestClient[Any]
ID = uuid4()
STAFF = [
    ("GET", "/notices"),
    ("GET", f"/notices/{ID}/deliveries"),
    ("GET", f"/notices/{ID}/evidence"),
    ("GET", f"/notices/{ID}/evidence.csv"),
    ("GET", f"/notices/{ID}/check"),
    ("GET", f"/changes/{ID}/evidence"),
    ("GET", f"/changes/{ID}/evidence.csv"),
    ("GET", f"/progress/{ID}"),
    ("POST", "/previews"),
    ("GET", "/unreached"),
    ("GET", "/letters"),
    ("GET", "/letters.csv"),
    ("GET", "/wordings"),
    ("GET", "/wordings/sign_in/nl"),
    ("GET", "/wordings/sign_in/nl/preview"),
    ("GET", "/wordings/sign_in/nl/versions"),
    ("GET", f"/wording-versions/{ID}"),
    ("GET", f"/wording-versions/{ID}/preview"),
    ("GET", f"/notices/{ID}/wordings"),
    ("GET", "/brands"),
]
WRITE = [
    ("POST", f"/deliveries/{ID}/settlements"),
    ("POST", "/letters"),
    ("POST", "/postings"),
    ("POST", "/reconciliations"),
    ("POST", "/wordings/sign_in/nl/versions"),
    ("POST", f"/wording-versions/{ID}/publications"),
    ("POST", f"/wording-versions/{ID}/retirements"),
    ("POST", f"/wording-versions/{ID}/tests"),
    ("POST", "/brands"),
]
PORTAL = [("POST", "/messages"), ("POST", f"/deliveries/{ID}/views")]
READ = [("GET", f"/clients/{ID}/messages"), ("GET", f"/clients/{ID}/messages/{ID}")]
OWN = [("POST", f"/clients/{ID}/messages/{ID}/{noun}") for noun in ("views", "acknowledgements")]
PRESS = [("GET", f"/changes/{ID}/evidence-paper?language=nl")]
ALLOWED = {
    "owner": STAFF + READ + WRITE,
    "officer": STAFF + READ + WRITE,
    "viewer": STAFF + READ,
    "auditor": STAFF + READ,
    "portal": PORTAL,
    "contracts": [],
    "documents": PRESS,
    "contact": READ + OWN,
}


def actor(stage: Stage, name: str) -> dict[str, str]:
    if name in ("owner", "officer", "viewer", "auditor"):
        return stage.token(role=name)
    if name == "contact":
        return stage.token(kind="contact", role=None, client_id=uuid4())
    return stage.token(kind="service", service=name, role=None, id=None)


@pytest.mark.parametrize("name", ALLOWED)
async def test_each_route_is_open_to_its_own_readers_alone(
    name: str, stage: Stage, api: Client
) -> None:
    for method, path in STAFF + WRITE + PORTAL + READ + OWN + PRESS:
        body = {"outcome": "resend", "reason": "x"} if "settlements" in path else None
        answer = await api.request(method, path, json=body, headers=actor(stage, name))
        expected = (method, path) in ALLOWED[name]
        assert (answer.status_code != 403) == expected, (method, path, answer.text)
        assert answer.status_code != 500


async def test_without_a_token_nothing_opens(stage: Stage, api: Client) -> None:
    for method, path in STAFF + WRITE + PORTAL + READ + OWN + PRESS:
        assert (await api.request(method, path)).status_code == 401
        forged = {"Authorization": "Bearer x.y.z"}
        assert (await api.request(method, path, headers=forged)).status_code == 401
    assert (await api.get("/health")).json() == {"status": "ok"}


async def test_the_portal_can_not_send_for_another_tenant_than_its_token_says(
    stage: Stage, api: Client
) -> None:
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    answer = await api.post(
        "/messages",
        json={
            "id": str(ID),
            "tenant_id": str(samples.OTHER_TENANT),
            "address": "proef@bakkerij.example",
            "language": "nl",
            "kind": "sign_in",
            "facts": {
                "url": "https://x.example/in/t",
                "expires_at": samples.MOMENT.isoformat(),
                "provider": "Voorbeeldhost",
            },
        },
        headers=portal,
    )
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:schakel:problem:tenant-foreign"
