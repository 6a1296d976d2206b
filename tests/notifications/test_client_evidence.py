"""What proves that one client was told, for its whole file."""

from uuid import uuid4

from services.notifications.domain.evidence import commit
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.test_notice_routes import Client, told

ONE, OTHER = samples.recipient(1), samples.recipient(2)


def _documents(stage: Stage) -> dict[str, str]:
    return stage.token(kind="service", service="documents", role=None, id=None)


async def test_documents_reads_the_rows_of_one_client_and_of_no_other(
    stage: Stage, api: Client
) -> None:
    await told(stage)
    await stage.reach(accepted=3)
    path = f"/clients/{ONE.client_id}/evidence"
    page = (await api.get(path, headers=_documents(stage))).json()
    (delivery,) = page["items"]
    assert page["next"] is None
    assert {row["kind"] for row in delivery["rows"]} >= {"queued", "accepted"}
    assert ONE.email in str(page)
    assert OTHER.email not in str(page)
    for row in delivery["rows"]:
        opened = commit(bytes.fromhex(row["salt"]), row["payload"])
        assert opened.hex() == row["commitment"]
    assert (await api.get(f"{path}?limit=1", headers=_documents(stage))).json()["next"]


async def test_nobody_else_reads_it_and_an_unknown_client_has_none(
    stage: Stage, api: Client
) -> None:
    path = f"/clients/{uuid4()}/evidence"
    assert (await api.get(path, headers=_documents(stage))).json() == {"items": [], "next": None}
    for stranger in (
        stage.token(role="owner"),
        stage.token(kind="service", service="portal", role=None, id=None),
        stage.token(kind="contact", role=None, client_id=uuid4()),
    ):
        assert (await api.get(path, headers=stranger)).status_code == 403
