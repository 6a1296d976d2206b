"""How far a step is that takes longer than a page: publishing to very many, say."""

from uuid import UUID

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from services.portal.domain.long_steps import LongStep
from services.portal.domain.problem import Refusal
from services.portal.domain.reader import Reader
from services.portal.language import gettext
from services.portal.pages.access import Staff, ThePool
from services.portal.pages.reply import page
from services.portal.refusals import explain
from services.portal.store import long_steps
from shared.database import Pool, tenant_transaction


@get("/changes/{change_id:uuid}/steps/{step_id:uuid}")
async def show_step(
    change_id: FromPath[UUID], step_id: FromPath[UUID], staff: Staff, pool: ThePool
) -> Template:
    return await _page("staff/long_step.html", pool, staff, change_id, step_id)


@get("/changes/{change_id:uuid}/steps/{step_id:uuid}/progress")
async def show_progress(
    change_id: FromPath[UUID], step_id: FromPath[UUID], staff: Staff, pool: ThePool
) -> Template:
    """Asked again by the page until it has ended."""
    return await _page("parts/long_step.html", pool, staff, change_id, step_id)


async def _page(name: str, pool: Pool, staff: Reader, change_id: UUID, step_id: UUID) -> Template:
    async with tenant_transaction(pool, staff.tenant_id) as connection:
        step = await long_steps.read(connection, step_id)
    if step is None or step.change_id != change_id:
        raise NotFoundException
    return page(name, step=step, refused=_refused(step))


def _refused(step: LongStep) -> str:
    title = gettext("This can’t be done")
    return explain(Refusal(type=f":{step.refusal}", title=title))


HANDLERS = [show_step, show_progress]
