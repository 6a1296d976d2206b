"""A provider of any size: ``python -m bench.data SIZE`` adds one to the running instance.

What every client has is made once through the service's own commands, a template for each
product, and then multiplied by set-based SQL, so that a million clients take minutes and look like
those that were taken on one by one: the snapshot of each version is the canonical JSON that
freezing would have made, under its own digest.
"""

import argparse
import asyncio
import sys
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from pydantic import SecretStr

from deploy.local.folder import data_folder
from deploy.local.instance import chosen_ports
from deploy.local.postgres import Postgres
from deploy.local.secrets import NothingStarted, keep, setup_token
from services.contracts.commands.create_tenant import create_tenant
from services.contracts.commands.keep_catalogue import add_product, add_subprocessor
from services.contracts.commands.keep_links import add_link
from services.contracts.commands.keep_processings import add_processing
from services.contracts.commands.onboard_client import onboard_client
from services.contracts.commands.sign_agreement import sign_agreement
from services.contracts.domain.client import OnboardingDraft
from services.contracts.domain.link import OpenLinkDraft
from services.contracts.domain.product import ProcessingDraft, ProductDraft
from services.contracts.domain.signature import SignatureDraft
from services.contracts.domain.subprocessor import SubprocessorDraft
from services.contracts.domain.tenant import TenantDraft
from services.contracts.store import clients
from shared.database import Connection, Pool, connect, system_transaction, tenant_transaction
from shared.identity import Actor
from tests.contracts.house import PROCESSING, link, order, say

# Every tenth client takes the same product: a change of one touches a tenth of them.
PRODUCTS = 10

PLAN = """
CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
SELECT n, t.client_id AS old_client, t.agreement_id AS old_agreement, t.contact_id AS old_contact,
    t.version_id AS old_version, t.reference AS old_reference,
    uuidv7() AS client_id, uuidv7() AS agreement_id, uuidv7() AS contact_id, uuidv7() AS version_id,
    (ARRAY['Bakkerij', 'Drukkerij', 'Garage', 'Notaris', 'Bloemist', 'Makelaar'])[1 + n % 6] || ' '
        || (ARRAY['De Linde', 'Van Dijk', 'Het Anker', 'Jansen', 'De Poort'])[1 + n / 6 % 5]
        || ' ' || n AS name,
    'contact' || n || '@klant' || n || '.example' AS email,
    'VWO-' || extract(year FROM clock.today()) || '-' || lpad((n + 100)::text, 8, '0') AS reference
FROM generate_series(1, $1::integer) AS n
JOIN unnest($2::uuid[]) WITH ORDINALITY AS made (agreement_id, place) ON place = 1 + n % $3::integer
CROSS JOIN LATERAL (
    SELECT a.client_id, a.id AS agreement_id, a.reference, k.id AS contact_id, v.id AS version_id
    FROM contracts.agreement a
    JOIN contracts.contact k ON (k.tenant_id, k.client_id) = (a.tenant_id, a.client_id)
    JOIN contracts.agreement_version v ON (v.tenant_id, v.agreement_id) = (a.tenant_id, a.id)
    WHERE a.id = made.agreement_id
) t
"""
CANONICAL = """replace(replace(replace(replace(replace(t.canonical,
    to_json(c.name)::text, to_json(p.name)::text), k.email, p.email), p.old_agreement::text,
    p.agreement_id::text), p.old_client::text, p.client_id::text), p.old_reference, p.reference)"""
# What is the client's own in a copied row; every other column is that of the template.
OWN: dict[tuple[str, str], str] = {
    ("client", "id"): "p.client_id",
    ("client", "name"): "p.name",
    ("client", "external_id"): "'K' || p.n",
    ("contact", "id"): "p.contact_id",
    ("contact", "email"): "p.email",
    ("agreement", "id"): "p.agreement_id",
    ("agreement", "reference"): "p.reference",
    ("agreement_version", "id"): "p.version_id",
    ("agreement_version", "canonical"): CANONICAL,
    ("agreement_version", "digest"): f"sha256(convert_to({CANONICAL}, 'UTF8'))",
    ("signature", "digest"): "v.digest",
}
FOLLOWING = {
    "client_id": "p.client_id",
    "agreement_id": "p.agreement_id",
    "contact_id": "p.contact_id",
    "version_id": "p.version_id",
}
COLUMNS = """
SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'contracts'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname
HAVING array_agg(a.attname::text) && ARRAY['client_id', 'agreement_id'] OR c.relname = 'client'
ORDER BY c.relname NOT IN ('client', 'contact', 'agreement', 'agreement_version'), c.relname
"""


async def found_provider(pool: Pool, slug: str) -> UUID:
    draft = TenantDraft(id=uuid4(), slug=slug, name=f"Groothost {slug}", country="NL")
    async with system_transaction(pool) as connection:
        return await create_tenant(connection, draft)


async def stock(connection: Connection) -> dict[str, UUID]:
    """The links by product key: each product with three parties of its own."""
    links = {}
    for number in range(PRODUCTS):
        key = f"product-{number}"
        product = await add_product(connection, ProductDraft(key=key, name=say(key)))
        await add_processing(connection, product.id, ProcessingDraft.model_validate(PROCESSING))
        for party in range(3):
            name = f"Wolk {number}.{party}"
            draft = SubprocessorDraft(name=name, country="NL")
            made = await add_subprocessor(connection, draft)
            proposed = link(str(product.id), str(made.id), valid_from="2025-01-01")
            added = await add_link(connection, OpenLinkDraft.model_validate(proposed), None)
            links[key] = added.link_id
    return links


async def sign(connection: Connection, tenant: UUID, made: Any) -> None:
    client = await clients.read(connection, made.client_id)
    assert client is not None
    actor = Actor(
        kind="contact", tenant_id=tenant, id=client.contacts[0].id, client_id=made.client_id
    )
    draft = SignatureDraft(
        version_id=made.version_id,
        digest=made.digest,
        typed_name=client.contacts[0].name,
        authority=True,
        address="192.0.2.1",
        user_agent="bench",
        sign_in_link_id=uuid4(),
    )
    await sign_agreement(connection, actor, made.agreement_id, draft)


async def templates(pool: Pool, tenant: UUID) -> list[UUID]:
    """One client for each product, taken on and signed as any other."""
    actor = Actor(kind="staff", tenant_id=tenant, role="owner")
    async with tenant_transaction(pool, tenant) as connection:
        await stock(connection)
        agreements = []
        for number in range(PRODUCTS):
            draft = order(f"Sjabloon {number}", f"product-{number}")
            made = await onboard_client(connection, actor, OnboardingDraft.model_validate(draft))
            await sign(connection, tenant, made)
            agreements.append(made.agreement_id)
    return agreements


async def multiply(
    administrator: "asyncpg.Connection[Any]", tenant: UUID, agreements: list[UUID], size: int
) -> None:
    """Every row that the templates have, for ``size`` clients more."""
    async with administrator.transaction():
        await administrator.execute("SELECT set_config('app.tenant', $1, true)", str(tenant))
        # The copies are consistent by construction; checking each key would take the longest.
        await administrator.execute("SET LOCAL session_replication_role = replica")
        await administrator.execute(PLAN, size, agreements, PRODUCTS)
        await administrator.execute("ANALYZE plan")
        for table in await administrator.fetch(COLUMNS):
            await administrator.execute(copy(table["name"], table["columns"]))
    await administrator.execute("VACUUM (ANALYZE)")


def copy(table: str, columns: list[str]) -> str:
    def value(column: str) -> str:
        if own := OWN.get((table, column)):
            return own
        return FOLLOWING.get(column) or ("uuidv7()" if column == "id" else f"t.{column}")

    key = "id" if table == "client" else "client_id" if "client_id" in columns else "agreement_id"
    old = "old_client" if key in ("id", "client_id") else "old_agreement"
    return f"""
        INSERT INTO contracts.{table} ({", ".join(columns)})
        SELECT {", ".join(value(column) for column in columns)}
        FROM plan p
        JOIN contracts.{table} t ON t.tenant_id = bus.tenant() AND t.{key} = p.{old}
        JOIN contracts.client c ON (c.tenant_id, c.id) = (bus.tenant(), p.old_client)
        JOIN contracts.contact k ON (k.tenant_id, k.id) = (bus.tenant(), p.old_contact)
        {JOINED if table == "signature" else ""}
    """


JOINED = """
        JOIN contracts.agreement_version v ON (v.tenant_id, v.id) = (bus.tenant(), p.version_id)
"""


async def fill(pool: Pool, administrator: str, tenant: UUID, size: int) -> None:
    """``size`` clients more than the templates, with one contact each."""
    agreements = await templates(pool, tenant)
    connection = await asyncpg.connect(administrator)
    try:
        await multiply(connection, tenant, agreements, size)
    finally:
        await connection.close()


async def new_provider(pool: Pool, administrator: str, size: int) -> UUID:
    """A provider of this size, as a measure wants it."""
    tenant = await found_provider(pool, f"groothost-{size}")
    await fill(pool, administrator, tenant, size)
    return tenant


async def add(size: int) -> None:
    """To the instance that runs over the data folder; its owner signs in by the printed link."""
    instance, ports = data_folder(), chosen_ports()
    name = f"Groothost {size} {uuid4().hex[:4]}"
    wanted = {
        "name": name,
        "owner": {"email": f"owner@{uuid4().hex[:8]}.example"},
        "setup_token": setup_token(instance),
    }
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.post(f"http://127.0.0.1:{ports['portal']}/providers", json=wanted)
    answer.raise_for_status()
    made = answer.json()
    server = Postgres(instance / "postgres", ports["postgres"], keep(instance).passwords)
    async with connect(SecretStr(server.url("contracts"))) as pool:
        await fill(pool, server.url("postgres"), UUID(made["tenant_id"]), size)
    print(f"{name} has {size} clients. Sign in as its owner, once: {made['sign_in_url']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="how many clients")
    try:
        asyncio.run(add(parser.parse_args().size))
    except NothingStarted as error:
        sys.exit(str(error))
    except httpx.TransportError:
        sys.exit("Nothing answers. Start it first: make run")


if __name__ == "__main__":
    main()
