"""The report of a change for paper: what documents prints of it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from pydantic import BaseModel

from services.notifications.commands.ask_record import Record
from services.notifications.commands.print_report import print_report
from services.notifications.commands.report_change import of_change
from shared.database import snapshot, tenant_transaction
from shared.text import Language
from shared.web import ActorRequest, only


class PaperOut(BaseModel):
    """``data`` as the data model of ``evidence-report`` says; ``client_ids``: of whom it tells."""

    client_ids: list[UUID]
    data: dict[str, Any]


@get(
    "/changes/{change_id:uuid}/evidence-paper",
    guards=[only("documents")],
    media_type="application/json",
    streams=PaperOut,
)
async def read_change_paper(
    request: ActorRequest, state: State, change_id: FromPath[UUID], language: FromQuery[Language]
) -> Stream:
    """What the report of a change prints, in one language: bounded, with how much it leaves to the
    files; every chain is checked from its first row to its last."""
    tenant_id = request.user.tenant
    record = Record(state.contracts, tenant_id, change_id)
    async with tenant_transaction(state.pool, tenant_id) as connection:
        await of_change(connection, change_id)
    stated = await record.stated()

    async def content() -> AsyncIterator[bytes]:
        async with snapshot(state.pool, tenant_id) as connection:
            told = await of_change(connection, change_id)
            async for piece in print_report(connection, record, stated, told, language):
                yield piece

    return Stream(content(), media_type="application/json")


HANDLERS = [read_change_paper]
