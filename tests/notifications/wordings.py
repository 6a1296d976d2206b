"""A desk at which words and looks of messages are written, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx

from services.notifications.app import create_app
from services.notifications.channels.mail.dressing import built_in
from shared.events import ChangePublished
from shared.http import Peer
from shared.identity import Signer
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_message import parse

PROBLEM = "urn:schakel:problem:"
CHANGE = "/wordings/change_announced/nl"


def own(extra: str = "Wij schrijven u in onze eigen woorden.") -> dict[str, str]:
    """The built-in words of a change, with a paragraph of one's own in front."""
    draft = built_in("change_announced", "nl")
    return {"subject": "Ander bedrijf bij {{ provider }}", "text": f"{extra}\n\n{draft.text}"}


class Desk:
    def __init__(self, stage: Stage, client: httpx.AsyncClient, tenant: UUID = TENANT) -> None:
        self.stage, self.client, self.tenant = stage, client, tenant

    async def ask(
        self, method: str, path: str, body: Any = None, expect: int | None = None, **actor: Any
    ) -> Any:
        headers = self.stage.token(tenant_id=self.tenant, **actor)
        answer = await self.client.request(method, path, json=body, headers=headers)
        wanted = expect or (201 if method == "POST" else 200)
        assert answer.status_code == wanted, answer.text
        return answer.json() if answer.content else None

    async def write(self, draft: dict[str, str] | None = None, path: str = CHANGE) -> Any:
        return await self.ask("POST", f"{path}/versions", draft or own())

    async def publish(self, version: Any, expect: int = 201) -> Any:
        path = f"/wording-versions/{version['id']}/publications"
        return await self.ask("POST", path, {}, expect)

    async def in_force(self, path: str = CHANGE) -> Any:
        return (await self.ask("GET", path))["in_force"]


@asynccontextmanager
async def desk_of(stage: Stage) -> AsyncIterator[Desk]:
    """In this very loop, for the app asks the portal, which answers in it."""
    settings = stage.settings()
    served: Any = create_app(settings)
    signer = Signer("notifications", settings.signing_key)
    transport = httpx.ASGITransport(served)
    async with (
        httpx.AsyncClient() as peers,
        httpx.AsyncClient(transport=transport, base_url="http://notifications") as client,
    ):
        served.state.pool = stage.pool
        served.state.portal = Peer("portal", settings.portal_url, signer, peers)
        yield Desk(stage, client)


async def told(stage: Stage, number: int, *, change: Any = None, **more: Any) -> Any:
    """The message that somebody gets of a change that is announced now."""
    subject = change.subject_id if change else SUBJECT
    stage.peers.told[subject] = Told(change or samples.change(), [samples.recipient(**more)])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=subject))
    if not stage.workers:
        await stage.start_worker()
    await stage.reach(accepted=number)
    return parse(stage.sink.taken[-1].data)
