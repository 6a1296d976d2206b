"""The HTTP face that every service shares: health, documentation, identity, problems."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import uvicorn
from litestar import Litestar, Request, Router, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.middleware import (
    AbstractAuthenticationMiddleware,
    AuthenticationResult,
    DefineMiddleware,
)
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import License
from litestar.static_files import create_static_files_router

from shared.endings import Endings
from shared.errors import Forbidden, Unauthenticated
from shared.identity import Actor, Verifier
from shared.limits import Buckets, Limits
from shared.openapi import DocumentConfig, operation_id
from shared.problems import HANDLERS
from shared.settings import Settings

Connection = ASGIConnection[Any, Any, Any, Any]
DESCRIPTION = (
    "Errors are problems (RFC 9457) with a stable code at the end of `type`. Lists are pages: ask"
    " again with `after` set to `next` until that is null. To change a record, send the ETag of the"
    " state that you saw in `If-Match`. A POST sent again under its `Idempotency-Key` does nothing"
    " more. Days are those of Europe/Amsterdam."
)
ActorRequest = Request[Actor, str, State]


class Authentication(AbstractAuthenticationMiddleware):
    """Every route needs a token, but those with ``exclude_from_auth=True``."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated(
                "token-missing", "Send a token in the header Authorization: Bearer …."
            )
        state = connection.app.state
        actor: Actor = state.verifier.verify(token)
        await state.endings.refuse_ended(state.pool, actor.grant)
        return AuthenticationResult(user=actor, auth=token)


class Only:
    """Lets those pass who have one of these capacities; the API document tells which they are."""

    def __init__(self, capacities: Sequence[str]) -> None:
        self.capacities = tuple(capacities)

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        if connection.user.capacities.isdisjoint(self.capacities):
            raise Forbidden("role-forbids", f"This needs one of: {', '.join(self.capacities)}.")


def only(*capacities: str) -> Only:
    """A guard: staff roles, ``contact``, names of services and what a scope grants (see
    ``Actor.capacities``)."""
    return Only(capacities)


def documentation() -> SwaggerRenderPlugin:
    # From the package: by default the page would fetch its scripts from another's server.
    return SwaggerRenderPlugin(
        js_url="/docs/files/swagger-ui-bundle.js",
        css_url="/docs/files/swagger-ui.css",
        standalone_preset_js_url="/docs/files/swagger-ui-standalone-preset.js",
        path="/",
    )


def documentation_files() -> Router:
    spec = find_spec("swagger_ui")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package swagger-ui-py is missing; run `uv sync`.")
    folder = Path(spec.origin).parent / "static"
    return create_static_files_router(path="/docs/files", directories=[folder])


@get("/health", exclude_from_auth=True)
async def read_health(state: State) -> dict[str, str]:
    """Whether this service and its database answer."""
    await state.pool.execute("SELECT 1")
    return {"status": "ok"}


def create_litestar(
    service: str,
    settings: Settings,
    route_handlers: Sequence[Any],
    lifespan: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]],
    words: Mapping[str, str] = MappingProxyType({}),
    **more: Any,
) -> Litestar:
    """``lifespan`` must put ``pool`` on the app's state; ``words`` say what parameters mean."""
    told = document_config(service, words)
    app = Litestar(
        route_handlers=[read_health, documentation_files(), *route_handlers],
        middleware=[
            DefineMiddleware(Authentication, exclude=["^/docs"]),
            Limits(settings.rate_per_minute),
        ],
        exception_handlers=HANDLERS,
        logging_config=None,
        lifespan=list(lifespan),
        state=State({"settings": settings, **token_checks(service, settings)}),
        openapi_config=told,
        **more,
    )
    told.app = app
    return app


def token_checks(service: str, settings: Settings) -> dict[str, Any]:
    """What ``Authentication`` and ``Limits`` find on the app's state, beside its pool."""
    return {
        "verifier": Verifier(service, settings.public_keys),
        "endings": Endings(),
        "buckets": Buckets(),
    }


def document_config(
    service: str, words: Mapping[str, str] = MappingProxyType({})
) -> DocumentConfig:
    """The API document of a service, at /docs/openapi.json; its page at /docs."""
    return DocumentConfig(
        title=f"Schakel {service}",
        version="0.1.0",
        description=DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        use_handler_docstrings=True,
        operation_id_creator=operation_id,
        path="/docs",
        render_plugins=[documentation()],
        words=words,
    )


def serve(app: Litestar, settings: Settings) -> None:
    """Until a signal says stop."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        # Told nothing, uvicorn would believe whoever connects from this machine.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
    )
