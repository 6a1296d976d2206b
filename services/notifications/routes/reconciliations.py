"""What staff hands in of the mail server's log, to settle what is in doubt."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from litestar import post
from litestar.datastructures import State
from litestar.params import JSONBody
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.notifications.channels.mail.addresses import return_path
from services.notifications.commands.reconcile import Given, Reconciled, reconcile
from shared.identity import WRITERS
from shared.trail import within
from shared.web import ActorRequest, only

# A log of 25 MB as JSON, whatever has to be escaped in it.
_LARGEST = 64 * 1024 * 1024


def _known(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError("no such time zone; write it as Europe/Amsterdam")
    return zone


class LogDraft(BaseModel):
    """``lines`` as the mail server wrote them, oldest first, from before the first attempt until
    after the last. ``zone`` is that of lines that name none. ``server_waits_seconds``: for how
    long the server waits for the rest of a message (Postfix: ``smtpd_timeout``)."""

    model_config = ConfigDict(extra="forbid")

    lines: list[str] = Field(
        min_length=1,
        max_length=400_000,
        examples=[["2026-11-22T10:31:07.52+01:00 mail postfix/qmgr[812]: 4dK2Zw1Xy2z3Q: removed"]],
    )
    zone: Annotated[str, AfterValidator(_known)] | None = Field(
        default=None, max_length=64, examples=["Europe/Amsterdam"]
    )
    server_waits_seconds: int = Field(default=600, ge=0, le=86_400)


@post(
    "/reconciliations",
    guards=[only(*WRITERS)],
    request_max_body_size=_LARGEST,
    status_code=200,
    operation_id="settle_doubts",
)
async def settle_doubts(
    request: ActorRequest, state: State, data: JSONBody[LogDraft]
) -> Reconciled:
    """Settle what is in doubt by the mail server's log: taken, or never taken and sent again."""
    given = Given(
        data.lines,
        ZoneInfo(data.zone) if data.zone else None,
        timedelta(seconds=data.server_waits_seconds),
    )
    actor, path = request.user, return_path(state.settings)
    async with within(request) as connection:
        return await reconcile(connection, actor.tenant, actor.id, path, given)


HANDLERS = [settle_doubts]
