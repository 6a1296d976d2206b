"""One attempt at a rendering, and what follows when it fails."""

from datetime import timedelta
from uuid import UUID

from services.documents.commands.render_agreement import (
    PDF_ATTEMPTS,
    Workshop,
    render_agreement,
)
from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.domain.rendering import wait_after
from services.documents.store import renderings, work
from shared.database import Pool, system_transaction, tenant_transaction
from shared.errors import Conflict, DomainError, Invalid
from shared.logs import log

# Something that waiting does not mend: a person has to. It is tried again all the same.
_HOPELESS = timedelta(hours=1)
# When the sweep takes over a retry that the queue has lost.
_LOST = timedelta(minutes=1)
_BATCH = 100


async def work_on_rendering(
    shop: Workshop, tenant_id: UUID, rendering_id: UUID
) -> timedelta | None:
    """How long the queue should wait before it tries again; null when it should not.

    While a part is down: after 1, 2, 4 … 300 seconds, for as long as it takes. Without LibreOffice
    the sweep resumes once there is one. A template or a snapshot that is wrong, and a document that
    LibreOffice fails on time and again, is kept for a person to read, and the sweep tries it every
    hour: a rendering is never given up.
    """
    try:
        await render_agreement(shop, tenant_id, rendering_id)
    except Exception as failure:
        problem = problem_of(failure, rendering_id)
        return await postpone(shop.pool, tenant_id, rendering_id, problem)
    return None


async def sweep(shop: Workshop) -> int:
    """Enqueue what is due in whatever tenant; how many that were."""
    with_pdf = shop.press.present
    async with system_transaction(shop.pool) as connection:
        due = await renderings.unfinished(connection, with_pdf=with_pdf, most=_BATCH)
        for tenant_id, rendering_id in due:
            await work.enqueue(connection, tenant_id, rendering_id)
    return len(due)


def problem_of(failure: Exception, rendering_id: UUID) -> DomainError:
    """What a person reads of it; what nobody foresaw goes to the log in full."""
    if isinstance(failure, DomainError):
        return failure
    log.error("rendering failed", rendering_id=str(rendering_id), exc_info=failure)
    return DomainError("internal", f"Rendering failed ({type(failure).__name__}).")


def _hopeless(problem: DomainError, attempts: int) -> bool:
    if isinstance(problem, PdfFailed):
        return attempts >= PDF_ATTEMPTS
    return isinstance(problem, Invalid | Conflict)


async def postpone(
    pool: Pool, tenant_id: UUID, rendering_id: UUID, problem: DomainError
) -> timedelta | None:
    """As ``work_on_rendering`` says, for one attempt that came to this problem."""
    log.warning("rendering postponed", rendering_id=str(rendering_id), problem=problem.code)
    async with tenant_transaction(pool, tenant_id) as connection:
        attempts = (await renderings.get(connection, rendering_id)).attempts
        if isinstance(problem, PdfEngineMissing):
            wait, again = timedelta(0), None
        elif _hopeless(problem, attempts):
            wait, again = _HOPELESS, None
        else:
            again = wait_after(attempts)
            wait = again + _LOST
        await renderings.postpone(connection, rendering_id, problem, wait)
    return again
