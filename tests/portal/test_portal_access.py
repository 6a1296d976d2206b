"""Who may see which page."""

import pytest

from shared.database import tenant_transaction
from tests.portal import record
from tests.portal.conftest import Portal

STAFF = [
    "/clients", "/clients/new", f"/clients/{record.CLIENT}", "/changes", "/changes/new",
    "/subprocessors", f"/objections/{record.OBJECTION}",
]  # fmt: skip
CLIENT = [
    "/home", f"/agreements/{record.AGREEMENT}/sign", f"/changes/{record.CHANGE}/object",
    f"/changes/{record.CHANGE}/approve",
]  # fmt: skip


async def test_a_visitor_is_sent_to_sign_in_from_every_page(portal: Portal) -> None:
    browser = await portal.visitor()
    for path in [*STAFF, *CLIENT, f"/agreements/{record.AGREEMENT}", f"/documents/{record.CLIENT}"]:
        page = await browser.open(path)
        assert page.path.startswith("/sign-in?to="), path
    assert portal.contracts.asked == []


async def test_a_contact_opens_no_page_of_the_staff(portal: Portal) -> None:
    browser = await portal.contact()
    for path in STAFF:
        assert (await browser.open(path)).status == 403, path


async def test_staff_open_no_page_of_a_client(portal: Portal) -> None:
    browser = await portal.staff()
    for path in CLIENT:
        assert (await browser.open(path)).status == 403, path


@pytest.mark.parametrize("path", ["/clients/new", "/changes/new"])
async def test_a_viewer_reads_and_writes_nothing(portal: Portal, path: str) -> None:
    browser = await portal.staff(role="viewer")
    assert (await browser.open("/clients")).status == 200
    assert not (await browser.open("/clients")).tree.xpath(f"//a[@href='{path}']")
    assert (await browser.open(path)).status == 403


async def test_the_other_services_are_told_who_asks(portal: Portal) -> None:
    browser = await portal.contact()
    await browser.open("/home")
    asked = portal.contracts.to("GET", f"/clients/{record.CLIENT}")[-1]
    actor = portal.verifier("contracts").verify(asked.headers["authorization"].split()[1])
    assert (actor.kind, actor.id, actor.client_id) == ("contact", record.CONTACT, record.CLIENT)
    assert actor.tenant_id == portal.tenant_id


async def test_rows_of_another_tenant_are_out_of_sight(portal: Portal) -> None:
    await portal.provider("Een")
    first = portal.tenant_id
    await portal.contact_link()
    await portal.provider("Twee")
    for table in ("provider", "staff", "sign_in_link", "session"):
        async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
            seen = await connection.fetch(f"SELECT tenant_id FROM portal.{table}")
        assert first not in {row["tenant_id"] for row in seen}, table
    assert await portal.pool.fetchval("SELECT count(*) FROM portal.staff") == 0


async def test_the_portal_reads_no_table_of_another_service(portal: Portal) -> None:
    tables = await portal.pool.fetch(
        "SELECT c.relname AS name, has_schema_privilege(n.oid, 'USAGE') AS open,"
        " has_table_privilege(c.oid, 'SELECT') AS readable"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('contracts', 'documents', 'notifications')"
    )
    assert len(tables) > 10
    assert [row["name"] for row in tables if row["readable"] or row["open"]] == []
