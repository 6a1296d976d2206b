"""A portal over real HTTP, on a real database, with stubs where the other services stand."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from pydantic import SecretStr

from deploy.local.processes import free_port
from services.portal.app import create_app
from services.portal.commands.answer_sign_in import answer_sign_in
from services.portal.commands.links import address_of, make_notice_links
from services.portal.commands.set_up_provider import owner_link, set_up_provider
from services.portal.domain.people import Staff
from services.portal.domain.provider import ProviderDraft
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import people
from shared.database import Pool, connect, system_transaction, tenant_transaction
from shared.identity import Verifier, new_key
from shared.web import token_checks
from tests.conftest import Database
from tests.portal import record
from tests.portal.browser import Browser
from tests.portal.stub import Stub, serving

NOTIFICATIONS = new_key()
NOBODY = UUID(int=0)
WAITING = "SELECT id FROM portal.sign_in_request WHERE handled_at IS NULL ORDER BY requested_at"


@dataclass
class Portal:
    """The portal under test, the stubs around it, and ways to be somebody."""

    settings: PortalSettings
    pool: Pool
    peers: Peers
    stack: AsyncExitStack
    contracts: Stub
    documents: Stub
    notifications: Stub
    owner_url: str
    tenant_id: UUID = NOBODY

    @property
    def url(self) -> str:
        return self.settings.public_url

    async def visitor(self) -> Browser:
        browser = Browser(self.url)
        await self.stack.enter_async_context(browser.client)
        return browser

    @property
    def public_key(self) -> str:
        return self.settings.public_keys["portal"]

    def verifier(self, audience: str) -> Verifier:
        return Verifier(audience, {"portal": self.public_key})

    def environment(self) -> dict[str, str]:
        """The settings as another process of the portal reads them."""
        told = self.settings
        return {
            "SCHAKEL_DATABASE_URL": told.database_url.get_secret_value(),
            "SCHAKEL_SIGNING_KEY": told.signing_key.get_secret_value(),
            "SCHAKEL_PUBLIC_KEYS": json.dumps(told.public_keys),
            "SCHAKEL_PUBLIC_URL": told.public_url,
            "SCHAKEL_CONTRACTS_URL": told.contracts_url,
            "SCHAKEL_NOTIFICATIONS_URL": told.notifications_url,
        }

    async def provider(self, name: str = "De Kale ICT") -> Staff:
        draft = ProviderDraft.model_validate(
            {"name": name, "owner": {"email": "els@kale.example", "name": "Els Prins"}}
        )
        tenant_id, owner = await set_up_provider(self.pool, self.settings, self.peers, draft, None)
        self.tenant_id = tenant_id
        return owner

    async def staff(self, role: str = "owner") -> Browser:
        """Signed in at a provider, in English."""
        owner = await self.provider()
        if role != "owner":
            async with tenant_transaction(self.pool, self.tenant_id) as connection:
                owner = await people.add_staff(
                    connection, email="rik@kale.example", name="Rik", language="en", role=role
                )
        url = await owner_link(self.pool, self.settings, self.tenant_id, owner)
        browser = await self.enter(url)
        await browser.open("/sign-in?language=en")
        return browser

    async def contact_link(self, number: str = "019a0000-0000-7000-8000-0000000000aa") -> str:
        wanted = {
            "id": str(number),
            "contact_id": str(record.CONTACT),
            "client_id": str(record.CLIENT),
            "language": "nl",
            "path": "/home",
        }
        await make_notice_links(self.pool, self.settings, self.tenant_id, [wanted])
        return address_of(UUID(str(number)), self.settings)

    async def contact(self, language: str | None = None) -> Browser:
        """Signed in as a contact of a client of a provider; ``language`` as if they chose it."""
        await self.provider()
        browser = await self.enter(await self.contact_link())
        if language:
            await browser.open(f"/sign-in?language={language}")
        return browser

    async def enter(self, url: str) -> Browser:
        browser = await self.visitor()
        path = url.removeprefix(self.url)
        page = await browser.open(path)
        page = await browser.submit(page, path)
        assert page.status == 200, page.text
        return browser

    async def answer_requests(self) -> None:
        """What the worker does for the requests that wait."""
        async with system_transaction(self.pool) as connection:
            rows = await connection.fetch(WAITING)
        for row in rows:
            await answer_sign_in(self.pool, self.settings, self.peers, row["id"])

    def mailed(self) -> list[dict[str, object]]:
        return [one.body for one in self.notifications.to("POST", "/messages")]


def _settings(stubs: dict[str, Stub]) -> PortalSettings:
    private, public = new_key()
    port = free_port()
    return PortalSettings(
        database_url=SecretStr(""),
        signing_key=SecretStr(private),
        public_keys=json.dumps({"portal": public, "notifications": NOTIFICATIONS[1]}),
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        setup_token=SecretStr("set-up-of-a-test"),
        demo=True,
        **{f"{name}_url": stub.url for name, stub in stubs.items()},
    )


def _everyday(contracts: Stub, documents: Stub, notifications: Stub) -> None:
    """Answers that most tests need."""
    r = record
    contracts.say("POST", "/tenants", {"id": "x"}, 201)
    contracts.say("GET", "/tenant", r.TENANT)
    contracts.say("GET", "/clock", {"now": "2026-11-22T12:00:00Z", "simulated": False})
    contracts.say("GET", f"/contacts/{r.CONTACT}", r.ANNA)
    contracts.say("GET", "/sign-in-contacts", [])
    contracts.say("GET", "/clients", {"items": [r.CLIENT_LINE], "next": None})
    contracts.say("GET", f"/clients/{r.CLIENT}", r.CLIENT_RECORD)
    contracts.say("GET", f"/clients/{r.CLIENT}/changes", {"items": [], "next": None})
    contracts.say("GET", f"/clients/{r.CLIENT}/incidents", {"items": [], "next": None})
    contracts.say("GET", "/resellers", {"items": [r.RESELLER_LINE], "next": None})
    contracts.say("GET", f"/resellers/{r.RESELLER}", {**r.RESELLER_LINE, "people": [r.MILA]})
    contracts.say("GET", f"/reseller-people/{r.PERSON}", r.MILA)
    contracts.say("GET", f"/agreements/{r.AGREEMENT}", r.AGREEMENT_RECORD)
    contracts.say(
        "GET",
        f"/agreements/{r.AGREEMENT}/versions/{r.VERSION}",
        {"digest": r.DIGEST, "snapshot": r.SNAPSHOT},
    )
    processors = {"on": "2026-11-22", "processors": [r.MONEYBIRD, r.SMTP, r.EXACT]}
    contracts.say(
        "GET", f"/clients/{r.CLIENT}/processors", {**processors, "controllers": [r.MOLLIE]}
    )
    contracts.say("GET", "/products", [{"id": str(r.PRODUCT), "key": "webwinkel", "name": r.SHOP}])
    parties = [r.party("MoneyBird", r.PARTY), r.party("Exact Online", r.NEW_PARTY)]
    contracts.say("GET", "/subprocessors", parties)
    contracts.say("GET", "/links", [r.MONEYBIRD, r.SMTP, r.MOLLIE, r.GMAIL])
    contracts.say("GET", "/transfer-findings", [])
    contracts.say("GET", "/changes", [r.CHANGE_RECORD])
    contracts.say("GET", f"/changes/{r.CHANGE}", r.CHANGE_RECORD)
    contracts.say("GET", f"/changes/{r.CHANGE}/impact", r.IMPACT)
    contracts.say("GET", f"/changes/{r.CHANGE}/recipients", {"items": [r.RECIPIENT], "next": None})
    contracts.say("GET", f"/changes/{r.CHANGE}/objections", [])
    contracts.say("GET", f"/changes/{r.CHANGE}/gate", r.GATE)
    contracts.say("GET", f"/changes/{r.CHANGE}/held", {"items": [r.HELD], "next": None})
    contracts.say("GET", f"/changes/{r.CHANGE}/notice", r.DRAWN_UP)
    contracts.say("GET", "/objections", {"items": [r.OBJECTION_RECORD], "next": None})
    contracts.say("GET", f"/objections/{r.OBJECTION}", r.OBJECTION_RECORD)
    public = {"tenant": r.TENANT, "on": "2026-11-22", "changes": [r.CHANGE_RECORD]}
    links = [r.MONEYBIRD, r.SMTP, r.MOLLIE, r.GMAIL]
    contracts.say("GET", "/public/de-kale-ict", {**public, "subprocessors": links})
    documents.say("GET", "/documents", [r.PAPER])
    documents.say("GET", "/renderings", [])
    documents.say("GET", "/countersignatures", [])
    documents.say("GET", "/record-documents", {"items": [], "next": None})
    documents.say("GET", f"/documents/{r.DOCUMENT}/link", {"url": f"{documents.url}/file"})
    documents.say("GET", "/file", {"the": "file"})
    _everyday_notices(notifications)


def _everyday_notices(notifications: Stub) -> None:
    r = record
    notifications.say("POST", "/messages", {}, 202)
    notifications.say("POST", "/previews", [r.PREVIEW])
    notifications.say("GET", "/notices", [{"id": str(r.NOTICE), "kind": "change_announced"}])
    notifications.say("GET", f"/notices/{r.NOTICE}/deliveries", [])
    notifications.say("GET", f"/notices/{r.NOTICE}/check", r.CHECKED)
    notifications.say("GET", f"/progress/{r.NOTICE}", r.PROGRESS)
    told = f"/clients/{r.CLIENT}/messages"
    nobody = {"items": [], "next": None}
    notifications.say("GET", f"/clients/{r.CLIENT}/unreached", nobody)
    notifications.say("GET", "/unreached", nobody)
    notifications.say("GET", told, {"items": [r.MESSAGE], "next": None, "unread": 1})
    notifications.say("GET", f"{told}/{r.NOTICE}", r.MESSAGE | r.MESSAGE_TEXT)
    notifications.say("POST", f"{told}/{r.NOTICE}/views", {}, 201)
    notifications.say("POST", f"{told}/{r.NOTICE}/acknowledgements", {}, 201)


@pytest.fixture(scope="session")
async def stubs() -> AsyncIterator[dict[str, Stub]]:
    """One of each for all tests; ``portal`` makes them forget."""
    found = {name: Stub() for name in ("contracts", "documents", "notifications")}
    async with AsyncExitStack() as stack:
        for stub in found.values():
            await stack.enter_async_context(serving(stub, stub.port))
        yield found


@pytest.fixture(scope="session")
def app(stubs: dict[str, Stub]) -> Litestar:
    """Once for all tests, for it takes longer than most of them; ``portal`` furnishes it."""
    return create_app(_settings(stubs))


@pytest.fixture
async def portal(
    database: Database, stubs: dict[str, Stub], app: Litestar
) -> AsyncIterator[Portal]:
    for stub in stubs.values():
        stub.forget()
    _everyday(**stubs)
    url = SecretStr(database.url("portal"))
    settings = app.state.settings.model_copy(update={"database_url": url})
    app.state.update({"settings": settings, **token_checks("portal", settings)})
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving(app, settings.port))
        pool = await stack.enter_async_context(connect(settings.database_url, size=4))
        client = await stack.enter_async_context(httpx.AsyncClient())
        yield Portal(
            settings,
            pool,
            Peers(settings, client),
            stack,
            stubs["contracts"],
            stubs["documents"],
            stubs["notifications"],
            database.url("schakel_owner"),
        )
