"""Contracts and portal as notifications meets them: real HTTP, their routes, prepared answers.

Tokens are verified as the real ones do; what was asked is kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import uvicorn
from litestar import Litestar, Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from deploy.local.processes import free_port
from services.documents.domain.data_check import refuse_unlike
from services.notifications.domain.facts import NoticeFacts, Recipient
from shared.identity import Verifier

SPACE = UUID(int=4)
# How far documents is with a letter.
_PRESSED = {"state": "complete", "problem": None, "detail": None}


@dataclass
class Told:
    """What contracts knows about one subject."""

    facts: NoticeFacts
    recipients: list[Recipient]
    added: list[Recipient] = field(default_factory=list)


@dataclass
class Peers:
    public_keys: dict[str, str]
    port: int = field(default_factory=free_port)
    told: dict[UUID, Told] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False
    owners: list[dict[str, str]] = field(default_factory=list)
    officers: list[dict[str, str]] = field(default_factory=list)
    reminders: dict[UUID, Any] = field(default_factory=dict)
    colleagues: dict[str, dict[str, str]] = field(default_factory=dict)
    page: int = 500
    history: dict[str, Any] = field(default_factory=dict)
    addresses: dict[UUID, str] = field(default_factory=dict)
    letters: dict[str, Any] = field(default_factory=dict)
    pressed: dict[str, Any] = field(default_factory=lambda: dict(_PRESSED))
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> Litestar:
        noun_paths = [f"/{noun}/{{subject:uuid}}/recipients" for noun in _NOUNS]

        @get(noun_paths)
        async def recipients(
            request: Request[Any, Any, Any], subject: FromPath[UUID]
        ) -> Response[Any]:
            self._verify(request, "contracts")
            self.asked.append({"subject": subject, **request.query_params})
            if self.down:
                return Response({}, status_code=503)
            return self._answer(subject, dict(request.query_params))

        @post("/sign-in-links/batches")
        async def links(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "portal")
            if self.down:
                return Response({}, status_code=503)
            asked = (await request.json())["links"]
            self.links += asked
            items = [{"id": x["id"], "url": f"https://portal.example/in/{x['id']}"} for x in asked]
            return Response({"items": items}, status_code=201)

        @get("/public-history")
        async def history(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "contracts")
            if self.down:
                return Response({}, status_code=503)
            return self._page_of_history(request.query_params.get("after"))

        handlers = [recipients, links, history, self._record()]
        handlers += [*self._people(), *self._press()]
        return Litestar(handlers, openapi_config=None)

    def _people(self) -> list[Any]:
        @get(["/owners", "/public-page"])
        async def owners(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "portal")
            if self.down:
                return Response({}, status_code=503)
            if request.url.path == "/public-page":
                return Response({"url": "https://portal.example/p/voorbeeldhost"})
            return Response(
                {
                    "provider": "Voorbeeldhost B.V.",
                    "url": "https://portal.example",
                    "owners": self.owners,
                    "officers": self.officers,
                }
            )

        @get("/upstream-reminders/{reminder_id:uuid}")
        async def reminder(
            request: Request[Any, Any, Any], reminder_id: FromPath[UUID]
        ) -> Response[Any]:
            self._verify(request, "contracts")
            if self.down:
                return Response({}, status_code=503)
            return Response(self.reminders[reminder_id])

        @get("/colleagues/{staff_id:uuid}")
        async def colleague(
            request: Request[Any, Any, Any], staff_id: FromPath[UUID]
        ) -> Response[Any]:
            self._verify(request, "portal")
            if str(staff_id) not in self.colleagues:
                problem = {"type": "urn:schakel:problem:colleague-unknown", "detail": "Nobody."}
                return Response(problem, status_code=404)
            return Response(self.colleagues[str(staff_id)])

        return [owners, colleague, reminder]

    def _press(self) -> list[Any]:
        """What letters are made of, and where."""

        @get("/tenant")
        async def tenant(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "contracts")
            return Response({"name": "Voorbeeldhost", "legal_name": "Voorbeeldhost B.V."})

        @get("/clients/{client_id:uuid}")
        async def client(
            request: Request[Any, Any, Any], client_id: FromPath[UUID]
        ) -> Response[Any]:
            self._verify(request, "contracts")
            known = {"name": "Bakkerij Voorbeeld", "country": "NL"}
            return Response(known | {"address": self.addresses.get(client_id)})

        @post("/letters")
        async def letters(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "documents")
            asked = await request.json()
            refuse_unlike(asked["kind"], asked["data"])
            standing = self.letters.setdefault(asked["key"], asked)
            assert standing == asked, "the same under the same key"
            document = str(uuid5(SPACE, asked["key"]))
            told = {"id": document, "digest": "ab" * 32} | self.pressed
            return Response(told, status_code=202)

        return [tenant, client, letters]

    def _record(self) -> HTTPRouteHandler:
        @get([f"/changes/{{subject:uuid}}{part}" for part in _RECORD])
        async def record(request: Request[Any, Any, Any]) -> Response[Any]:
            self._verify(request, "contracts")
            return Response(self.record[request.url.path.rpartition("/")[2]])

        return record

    def _page_of_history(self, after: str | None) -> Response[Any]:
        """``after`` is where a page begins, as a number."""
        if after and not after.isdigit():
            problem = {"type": "urn:schakel:problem:page-unknown", "detail": "No such page."}
            return Response(problem, status_code=400)
        items, start = self.history["items"], int(after or 0)
        end = start + self.page
        following = str(end) if end < len(items) else None
        return Response({**self.history, "items": items[start:end], "next": following})

    def _verify(self, request: Request[Any, Any, Any], audience: str) -> None:
        token = request.headers["authorization"].removeprefix("Bearer ")
        actor = Verifier(audience, self.public_keys).verify(token)
        assert actor.service == "notifications"

    def _answer(self, subject: UUID, asked: dict[str, str]) -> Response[Any]:
        if asked.get("standing") == "true":
            return Response(self.record["listed"])
        told = self.told.get(subject)
        if told is None:
            problem = {"type": "urn:schakel:problem:missing", "detail": "There is no such thing."}
            return Response(problem, status_code=404)
        facts = told.facts.model_dump(mode="json")
        if "kind" in asked:
            assert asked["kind"] == facts["kind"]
        if wanted := asked.get("recipient_id"):
            known = [*told.recipients, *told.added]
            items = [r for r in known if str(r.recipient_id) == wanted]
            following = None
        else:
            start = int(asked.get("after", 0))
            items = told.recipients[start : start + self.page]
            end = start + self.page
            following = str(end) if end < len(told.recipients) else None
        return Response(
            {
                "notice": facts,
                "items": [item.model_dump(mode="json") for item in items],
                "next": following,
            }
        )


_RECORD = ("", "/gate", "/objections", "/standings")
_NOUNS = (
    *("changes", "versions", "objections", "terminations", "incident-stages", "waves"),
    "postponements",
)


@asynccontextmanager
async def serving(peers: Peers) -> AsyncIterator[Peers]:
    config = uvicorn.Config(
        peers.app(), port=peers.port, log_level="warning", access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[method-assign]
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield peers
    server.should_exit = True
    await task
