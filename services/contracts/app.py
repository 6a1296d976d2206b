"""The service of record: clients, products, links, agreements, changes and objections.

python -m services.contracts.app
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from services.contracts.routes import (
    agreements,
    answers,
    catalogue,
    changes,
    clients,
    clock,
    tenants,
)
from services.contracts.settings import ContractsSettings
from shared.database import connect
from shared.web import create_litestar, serve

ROUTES = [
    tenants.add_tenant,
    tenants.read_tenant,
    tenants.list_public,
    tenants.read_public,
    catalogue.list_subprocessors,
    catalogue.add_subprocessor,
    catalogue.list_products,
    catalogue.add_product,
    catalogue.read_product,
    catalogue.add_processing,
    catalogue.list_links,
    catalogue.add_link,
    catalogue.list_findings,
    clients.onboard,
    clients.list_clients,
    clients.read_client,
    clients.list_processors,
    clients.read_contact,
    clients.list_sign_in_contacts,
    agreements.read_agreement,
    agreements.read_version_content,
    agreements.read_version,
    agreements.sign,
    agreements.list_drift,
    agreements.add_annex,
    changes.list_changes,
    changes.add_change,
    changes.read_change,
    changes.read_impact,
    changes.publish,
    changes.withdraw,
    changes.activate,
    changes.list_recipients,
    answers.add_objection,
    answers.list_objections_of_change,
    answers.list_objections,
    answers.list_client_changes,
    answers.read_objection,
    answers.decide,
    answers.approve,
    answers.list_version_recipients,
    answers.list_objection_recipients,
    clock.read_clock,
    clock.move_clock,
]


def create_app(settings: ContractsSettings) -> Litestar:
    @asynccontextmanager
    async def pool(app: Litestar) -> AsyncIterator[None]:
        async with connect(settings.database_url) as opened:
            app.state.pool = opened
            yield

    return create_litestar("contracts", settings, ROUTES, [pool])


def main() -> None:
    settings = ContractsSettings.load()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
