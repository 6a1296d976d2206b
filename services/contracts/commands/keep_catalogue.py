"""Products, sub-processors and the links between them, as they stand outside any change."""

from uuid import UUID

from services.contracts.commands.check_transfers import check_links, refuse_bad_transfer
from services.contracts.domain.found import found
from services.contracts.domain.link import LinkDraft, OpenLinkDraft
from services.contracts.domain.product import ProcessingDraft, ProductDraft
from services.contracts.domain.subprocessor import SubprocessorDraft
from services.contracts.store import clock, links, products, subprocessors
from shared.database import Connection
from shared.errors import Conflict, Invalid


async def add_subprocessor(connection: Connection, draft: SubprocessorDraft) -> UUID:
    if draft.parent_id and not await subprocessors.all_known(connection, [draft.parent_id]):
        raise Invalid("subprocessor-unknown", "There is no such parent.", field="parent_id")
    made = await subprocessors.insert(connection, draft)
    if made is None:
        raise Conflict("name-taken", "There is a sub-processor of this name.", field="name")
    return made


async def add_product(connection: Connection, draft: ProductDraft) -> UUID:
    made = await products.insert(connection, draft)
    if made is None:
        raise Conflict("key-taken", "There is a product with this key.", field="key")
    return made


async def add_processing(connection: Connection, product_id: UUID, draft: ProcessingDraft) -> UUID:
    return found(await products.insert_processing(connection, product_id, draft), "product")


async def add_link(connection: Connection, draft: OpenLinkDraft) -> UUID:
    """A link that holds at once is a fact that stands already; what is intended is a change."""
    await refuse_unknown(connection, draft)
    today = await clock.today(connection)
    await refuse_bad_transfer(connection, draft, draft.judged_on(today))
    (made,) = await links.insert(connection, [draft])
    await check_links(connection, [made])
    return made


async def refuse_unknown(connection: Connection, draft: LinkDraft, prefix: str = "") -> None:
    if not await subprocessors.all_known(connection, [draft.subprocessor_id]):
        raise Invalid(
            "subprocessor-unknown",
            "There is no such sub-processor.",
            field=f"{prefix}subprocessor_id",
        )
    if draft.product_id and not await products.all_known(connection, [draft.product_id]):
        raise Invalid("product-unknown", "There is no such product.", field=f"{prefix}product_id")
