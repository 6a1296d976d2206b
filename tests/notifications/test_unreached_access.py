"""Who may see that mail to a client came back."""

from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.samples import OTHER_TENANT
from tests.notifications.test_inbox import reseller
from tests.notifications.test_notice_routes import Client
from tests.notifications.test_unreached import TWO, refused


async def test_another_provider_sees_nobody_and_a_contact_its_own_organisation_alone(
    stage: Stage, api: Client
) -> None:
    await refused(stage, api)
    theirs = await api.get("/unreached", headers=stage.token(tenant_id=OTHER_TENANT))
    assert theirs.json()["items"] == []
    contact = stage.token(kind="contact", role=None, client_id=TWO.client_id)
    own = await api.get(f"/clients/{TWO.client_id}/unreached", headers=contact)
    assert [row["client"] for row in own.json()["items"]] == [TWO.client]
    other = await api.get(f"/clients/{samples.recipient(1).client_id}/unreached", headers=contact)
    assert other.status_code == 404


async def test_a_reseller_sees_what_did_not_reach_the_client_for_which_it_comes(
    stage: Stage, api: Client
) -> None:
    await refused(stage, api)
    path = f"/clients/{TWO.client_id}/unreached"
    seen = await api.get(path, headers=reseller(stage, TWO.client_id))
    assert [row["client"] for row in seen.json()["items"]] == [TWO.client]
    for client_id, status in ((samples.recipient(1).client_id, 404), (None, 403)):
        refusal = await api.get(path, headers=reseller(stage, client_id))
        assert refusal.status_code == status
