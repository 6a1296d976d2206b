"""The portal: the only wiring of its pages and its own small API.

python -m services.portal.app
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from services.portal.commands.outlast import LongSteps
from services.portal.domain.application import OAuthRefusal
from services.portal.pages import (
    access,
    agreement_steps,
    agreements,
    answers,
    any_day,
    audit,
    calendar,
    changes,
    client_people,
    clients,
    data_model,
    documents,
    dossiers,
    drafts,
    drift,
    erasures,
    evidence,
    failures,
    feeds,
    former_contacts,
    gate,
    home,
    imports,
    incident_outcomes,
    incidents,
    integrations,
    links,
    long_steps,
    mail_log,
    messages,
    objections,
    onboarding,
    parties,
    postponements,
    processing_record,
    products,
    provider,
    public,
    record_documents,
    register_entries,
    registers,
    renderings,
    resellers,
    scans,
    seal,
    setup,
    sign_in,
    staff,
    statements,
    storage,
    subprocessors,
    subscriptions,
    templates,
    transfers,
    unreached,
    upstream_agreements,
    verify,
    webhooks,
    wordings,
)
from services.portal.pages import settings as settings_page
from services.portal.peers.call import Peers
from services.portal.rendering import engine
from services.portal.routes import oauth, onboardings, owners, public_page, tokens
from services.portal.session import SessionMiddleware
from services.portal.settings import PortalSettings
from shared.database import connect
from shared.errors import TooMany
from shared.limits import Limits
from shared.problems import HANDLERS as PROBLEMS
from shared.problems import from_domain
from shared.trail import enter_refusal
from shared.web import (
    Authentication,
    document_config,
    documentation_files,
    read_health,
    serve,
    token_checks,
)

FOLDER = Path(__file__).parent
PAGES = (
    public, feeds, subscriptions, calendar, sign_in, setup,
    clients, client_people, resellers, imports,
    onboarding,
    agreements, agreement_steps, drift, documents, incidents, incident_outcomes,
    subprocessors, changes, postponements, drafts, gate, long_steps, evidence,
    objections, home, answers, registers, register_entries, statements, upstream_agreements,
    settings_page, parties, products, links, provider,
    staff, integrations, audit, erasures, former_contacts,
    any_day, processing_record, record_documents, transfers,
    scans, webhooks, templates, data_model, renderings,
    seal, verify, dossiers, storage, wordings, messages, unreached, mail_log,
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        " img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PRIVATE = {"Cache-Control": "no-store"}


def create_app(settings: PortalSettings) -> Litestar:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with (
            connect(app.state.settings.database_url) as pool,
            httpx.AsyncClient(timeout=20) as client,
        ):
            app.state.pool, app.state.peers = pool, Peers(app.state.settings, client)
            app.state.steps = LongSteps(pool)
            yield
            await app.state.steps.close()

    told = document_config("portal")
    app = Litestar(
        route_handlers=[_pages(settings), _api(settings), _static(), documentation_files()],
        lifespan=[lifespan],
        state=State({"settings": settings, **token_checks("portal", settings)}),
        csrf_config=CSRFConfig(
            secret=settings.derived_key("forms").hex(),
            cookie_name="schakel_form",
            cookie_httponly=True,
            cookie_secure=settings.https,
            exclude_from_csrf_key="exclude_from_csrf",
        ),
        template_config=TemplateConfig(instance=engine()),
        compression_config=CompressionConfig(backend="gzip", exclude=["\\.woff2$"]),
        exception_handlers=failures.HANDLERS,
        after_exception=[enter_refusal, failures.enter_refusal],
        # The default writes every call to a peer with its query, and that may hold an address.
        logging_config=None,
        openapi_config=told,
    )
    told.app = app
    return app


def _pages(settings: PortalSettings) -> Router:
    headers = HEADERS | PRIVATE
    if settings.https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return Router(
        path="/",
        route_handlers=[handler for module in PAGES for handler in module.HANDLERS],
        middleware=[SessionMiddleware(), Limits(settings.rate_per_minute)],
        dependencies={
            name: Provide(getattr(access, name))
            for name in (
                "pool",
                "peers",
                "steps",
                "settings",
                "staff",
                "editor",
                "owner",
                "auditor",
                "server",
                "onboarder",
                "contact",
                "reader",
            )
        },
        response_headers=headers,
        include_in_schema=False,
    )


def _api(settings: PortalSettings) -> Router:
    return Router(
        path="/",
        route_handlers=[
            *(read_health, *tokens.HANDLERS, *oauth.HANDLERS, *onboardings.HANDLERS),
            *(*owners.HANDLERS, *public_page.HANDLERS),
        ],
        middleware=[DefineMiddleware(Authentication), Limits(settings.rate_per_minute)],
        exception_handlers=PROBLEMS | {TooMany: from_domain, OAuthRefusal: oauth.refused},
    )


def _static() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[FOLDER / "static"],
        cache_control=CacheControlHeader(max_age=31_536_000, public=True, immutable=True),
        include_in_schema=False,
    )


if __name__ == "__main__":
    told = PortalSettings.load()
    serve(create_app(told), told)
