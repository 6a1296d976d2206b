"""What the portal asks documents of what is being made."""

from uuid import UUID

from services.portal.domain.renderings import FailedList, Progress, Run, RunList
from services.portal.peers.call import Part

# Of each the client is asked for by itself.
ON_A_PAGE = 20
_RUNS = 5


async def progress(part: Part) -> Progress:
    return Progress.model_validate(await part.get("/renderings/progress"))


async def runs(part: Part) -> tuple[Run, ...]:
    """The newest few."""
    return RunList.model_validate(await part.get("/rendering-runs", limit=_RUNS)).items


async def pause(part: Part, run_id: UUID) -> None:
    """``Refused`` when it is paused already."""
    await part.post(f"/rendering-runs/{run_id}/pauses")


async def resume(part: Part, run_id: UUID) -> None:
    """``Refused`` when it is not paused."""
    await part.post(f"/rendering-runs/{run_id}/resumptions")


async def failed(part: Part, problem: str = "", after: str = "") -> FailedList:
    """The oldest first; only those that failed on ``problem`` when it is given."""
    answer = await part.get(
        "/renderings/unfinished", failed="true", problem=problem, after=after, limit=ON_A_PAGE
    )
    return FailedList.model_validate(answer)


async def try_again(part: Part, rendering_id: UUID) -> None:
    """``Refused`` when it is complete by now."""
    await part.post(f"/renderings/{rendering_id}/attempts")
