"""The HTTP face of notifications."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from services.notifications.routes import (
    calendars,
    checks,
    feeds,
    inbox,
    papers,
    progress,
    reconciliations,
    subscriptions,
    unreached,
    webhook_deliveries,
    webhook_endpoints,
    wordings,
)
from services.notifications.routes.dossiers import list_client_evidence
from services.notifications.routes.evidence import (
    download_change_evidence,
    download_evidence,
    read_change_evidence,
    read_evidence,
)
from services.notifications.routes.holdings import read_notice_holdings
from services.notifications.routes.messages import post_message, post_view
from services.notifications.routes.notices import (
    list_deliveries,
    list_notices,
    settle,
)
from services.notifications.routes.previews import preview_notices
from services.notifications.settings import Settings
from shared.database import connect
from shared.http import Peer
from shared.identity import Signer
from shared.trail import enter_refusal
from shared.web import create_litestar, serve


@asynccontextmanager
async def _parts(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    signer = Signer("notifications", settings.signing_key)
    async with (
        connect(settings.database_url) as pool,
        httpx.AsyncClient(timeout=20) as client,
    ):
        app.state.pool = pool
        app.state.contracts = Peer("contracts", settings.contracts_url, signer, client)
        app.state.portal = Peer("portal", settings.portal_url, signer, client)
        yield


def create_app(settings: Settings) -> Litestar:
    handlers = [
        *(list_notices, list_deliveries, settle),
        *(read_change_evidence, download_change_evidence),
        *(read_evidence, download_evidence, post_message, post_view, preview_notices),
        read_notice_holdings,
        list_client_evidence,
        *reconciliations.HANDLERS,
        *webhook_endpoints.HANDLERS,
        *webhook_deliveries.HANDLERS,
        *feeds.HANDLERS,
        *calendars.HANDLERS,
        *inbox.HANDLERS,
        *checks.HANDLERS,
        *papers.HANDLERS,
        *progress.HANDLERS,
        *unreached.HANDLERS,
        *subscriptions.HANDLERS,
        *wordings.HANDLERS,
    ]
    return create_litestar(
        "notifications",
        settings,
        handlers,
        [_parts],
        {"kind": "Which kind of message."},
        after_exception=[enter_refusal],
    )


if __name__ == "__main__":
    settings = Settings.load()
    serve(create_app(settings), settings)
