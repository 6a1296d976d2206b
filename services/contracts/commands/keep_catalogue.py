"""Products and sub-processors, as they stand outside any change.

Every edit locks the row, and waits for whoever is freezing or issuing: a version is frozen of the
state before or of the state after, never of half.
"""

from uuid import UUID

from services.contracts.commands.check_transfers import check_links, check_now
from services.contracts.domain.found import found
from services.contracts.domain.link import LinkDraft
from services.contracts.domain.product import ProductDraft, ProductEdit, ProductPage
from services.contracts.domain.subprocessor import (
    Subprocessor,
    SubprocessorDraft,
    SubprocessorEdit,
)
from services.contracts.domain.tenant import Tenant, TenantEdit
from services.contracts.store import links, products, subprocessors, tenants
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale


async def add_subprocessor(connection: Connection, draft: SubprocessorDraft) -> Subprocessor:
    await _refuse_unknown_parent(connection, draft.parent_id)
    made = await subprocessors.insert(connection, draft)
    if made is None:
        raise subprocessors.name_taken()
    return found(await subprocessors.read(connection, made), "subprocessor")


async def edit_subprocessor(
    connection: Connection, subprocessor_id: UUID, edit: SubprocessorEdit, seen: str | None
) -> Subprocessor:
    await links.lock(connection)
    await subprocessors.lock(connection, subprocessor_id)
    standing = found(await subprocessors.read(connection, subprocessor_id), "subprocessor")
    refuse_stale(seen, standing)
    await _refuse_unknown_parent(connection, edit.parent_id)
    await subprocessors.update(connection, subprocessor_id, edit)
    if "country" in edit.model_fields_set:
        await check_links(connection, await links.of_party(connection, subprocessor_id))
    return found(await subprocessors.read(connection, subprocessor_id), "subprocessor")


async def _refuse_unknown_parent(connection: Connection, parent_id: UUID | None) -> None:
    if parent_id and not await subprocessors.all_known(connection, [parent_id]):
        raise Invalid("subprocessor-unknown", "There is no such parent.", field="parent_id")


async def add_product(connection: Connection, draft: ProductDraft) -> ProductPage:
    made = await products.insert(connection, draft)
    if made is None:
        raise Conflict("key-taken", "There is a product with this key.", field="key")
    return found(await products.read(connection, made), "product")


async def edit_product(
    connection: Connection, product_id: UUID, edit: ProductEdit, seen: str | None
) -> ProductPage:
    await links.lock(connection)
    await products.lock(connection, product_id)
    refuse_stale(seen, found(await products.read(connection, product_id), "product"))
    await products.update(connection, product_id, edit)
    return found(await products.read(connection, product_id), "product")


async def edit_tenant(connection: Connection, edit: TenantEdit, seen: str | None) -> Tenant:
    await links.lock(connection)
    await tenants.lock(connection)
    refuse_stale(seen, found(await tenants.read(connection), "tenant"))
    await tenants.update(connection, edit)
    if edit.model_fields_set & {"eu_only", "transfer_basis"}:
        await check_now(connection)
    return found(await tenants.read(connection), "tenant")


async def refuse_unknown(connection: Connection, draft: LinkDraft, prefix: str = "") -> None:
    if not await subprocessors.all_known(connection, [draft.subprocessor_id]):
        raise Invalid(
            "subprocessor-unknown",
            "There is no such sub-processor.",
            field=f"{prefix}subprocessor_id",
        )
    if draft.product_id and not await products.all_known(connection, [draft.product_id]):
        raise Invalid("product-unknown", "There is no such product.", field=f"{prefix}product_id")
