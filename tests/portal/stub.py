"""The other services as the portal meets them: real HTTP, answers written down beforehand."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from deploy.local.processes import free_port

Answer = tuple[int, Any]


@dataclass
class Asked:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any


@dataclass
class Stub:
    """``answers`` by method and path; ``asked`` keeps what came in; while ``held`` is not set, a
    POST about a change waits for its answer."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    tags: dict[tuple[str, str], str] = field(default_factory=dict)
    more: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    down: bool = False
    held: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        self.answers.clear()
        self.asked.clear()
        self.more.clear()
        self.down, self.held = False, None

    def say(
        self, method: str, path: str, body: Any, status: int = 200, etag: str = '"as-seen"'
    ) -> None:
        self.answers[method, path] = (status, body)
        self.tags[method, path] = etag

    def refuse(self, method: str, path: str, status: int, code: str, **more: Any) -> None:
        problem = {"type": f"urn:schakel:problem:{code}", "title": code, "status": status}
        self.say(method, path, {**problem, "detail": f"refused: {code}", **more}, status)

    def to(self, method: str, path: str) -> list[Asked]:
        return [one for one in self.asked if (one.method, one.path) == (method, path)]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {k.decode(): v.decode() for k, v in scope["headers"]}
        method, path = scope["method"], scope["path"]
        plain = body and "json" not in headers.get("content-type", "")
        told = body if plain else json.loads(body) if body else None
        self.asked.append(Asked(method, path, scope["query_string"].decode(), headers, told))
        if self.held and method == "POST" and path.startswith("/changes/"):
            await self.held.wait()
        status, answer = self._answer(method, path)
        kind = b"application/problem+json" if status >= 400 else b"application/json"
        fields = [(b"content-type", kind), (b"etag", self._tag(method, path))]
        more = self.more.get((method, path), {})
        fields += [(name.encode(), value.encode()) for name, value in more.items()]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": json.dumps(answer, default=str).encode()})

    def _tag(self, method: str, path: str) -> bytes:
        return self.tags.get((method, path), '"as-seen"').encode()

    def _answer(self, method: str, path: str) -> Answer:
        if self.down:
            return 503, {"type": "urn:schakel:problem:peer-unavailable", "detail": "down"}
        missing = {"type": "urn:schakel:problem:nothing-there", "detail": "nothing there"}
        return self.answers.get((method, path), (404, missing))


@asynccontextmanager
async def serving(app: Any, port: int) -> AsyncIterator[None]:
    """An ASGI application over real HTTP at a port of this machine."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="auto")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            await running
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await running
