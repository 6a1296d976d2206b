"""The service of record: clients, products, links, agreements, changes and objections.

python -m services.contracts.app
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router

from services.contracts.parameters import WORDS
from services.contracts.routes import (
    acceptances,
    agenda,
    agreements,
    amendments,
    answers,
    audit,
    catalogue,
    changes,
    clients,
    clock,
    contacts,
    dossiers,
    drift,
    erasures,
    former_contacts,
    imports,
    incidents,
    legal_holds,
    links,
    postponements,
    processing_record,
    processors,
    register_entries,
    resellers,
    scans,
    statements,
    tenants,
    terminations,
    transfers,
    upstream_agreements,
)
from services.contracts.routes.repeats import SaidBefore, say_again
from services.contracts.settings import ContractsSettings
from shared.database import connect
from shared.trail import enter_refusal
from shared.web import create_litestar, serve

MODULES = (
    agenda,
    tenants,
    catalogue,
    links,
    clients,
    contacts,
    resellers,
    imports,
    agreements,
    acceptances,
    amendments,
    terminations,
    drift,
    changes,
    postponements,
    answers,
    clock,
    processors,
    processing_record,
    transfers,
    upstream_agreements,
    register_entries,
    incidents,
    statements,
    scans,
    audit,
    erasures,
    former_contacts,
    legal_holds,
    dossiers,
)


def create_app(settings: ContractsSettings) -> Litestar:
    @asynccontextmanager
    async def pool(app: Litestar) -> AsyncIterator[None]:
        async with connect(app.state.settings.database_url) as opened:
            app.state.pool = opened
            yield

    handlers = [handler for module in MODULES for handler in module.HANDLERS]
    return create_litestar(
        "contracts",
        settings,
        [
            Router(
                "/",
                route_handlers=handlers,
                exception_handlers={SaidBefore: say_again},
                opt={"repeatable": True},
            )
        ],
        [pool],
        words=WORDS,
        after_exception=[enter_refusal],
    )


def main() -> None:
    settings = ContractsSettings.load()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
