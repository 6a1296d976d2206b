"""A letter is made by documents, of what contracts says on the day on which it was asked for."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from services.notifications.commands.gather_recipients import path_of, problem_of
from services.notifications.commands.jobs import Again
from services.notifications.domain.facts import RecipientPage
from services.notifications.domain.letter import Told, content
from services.notifications.store import letters, notices
from services.notifications.store.letters import Open
from services.notifications.store.notices import Notice
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Missing, Unavailable
from shared.http import Peer

_SOON, _LATER = timedelta(seconds=2), timedelta(minutes=1)


class Press(NamedTuple):
    """What making a letter needs."""

    pool: Pool
    contracts: Peer
    documents: Peer


async def print_letter(press: Press, tenant_id: UUID, letter_id: UUID) -> Again | None:
    """Once, however often it is asked for: what it prints is frozen before, under its own key.
    It counts as made when documents says that both of its files are there."""
    async with tenant_transaction(press.pool, tenant_id) as connection:
        letter = await letters.open_letter(connection, letter_id)
        if letter is None or letter.document_id or letter.erased_at:
            return None
        notice = await notices.get(connection, letter.notice_id)
    try:
        told = letter.told or await _freeze(press, tenant_id, letter, notice)
        made = await _ask(press, tenant_id, letter, told)
    except Unavailable:
        return Again(_SOON)
    except (DomainError, ValidationError) as error:
        async with tenant_transaction(press.pool, tenant_id) as connection:
            await letters.state_problem(connection, letter_id, problem_of(error))
        return Again(_LATER)
    if made["state"] == "waiting":
        return Again(_SOON)
    async with tenant_transaction(press.pool, tenant_id) as connection:
        if made["state"] != "complete":
            problem = {"code": made["problem"], "detail": made["detail"], "field": None}
            await letters.state_problem(connection, letter_id, problem)
            return Again(_LATER)
        await letters.made(connection, letter_id, UUID(made["id"]), made["digest"])
    return None


async def _freeze(press: Press, tenant_id: UUID, letter: Open, notice: Notice) -> dict[str, Any]:
    asked = {"recipient_id": str(letter.recipient_id)}
    answer = await press.contracts.ask("GET", path_of(notice), tenant_id=tenant_id, params=asked)
    page = RecipientPage.model_validate(answer)
    if not page.items:
        raise Missing("recipient-missing", "There is no such recipient any more.")
    client = f"/clients/{letter.client_id}"
    told = content(
        Told(
            facts=page.notice,
            recipient=page.items[0],
            provider=await press.contracts.ask("GET", "/tenant", tenant_id=tenant_id),
            client=await press.contracts.ask("GET", client, tenant_id=tenant_id),
            on=letter.day,
        )
    )
    async with tenant_transaction(press.pool, tenant_id) as connection:
        await letters.freeze(connection, letter.id, told)
    return told


async def _ask(press: Press, tenant_id: UUID, letter: Open, told: dict[str, Any]) -> Any:
    body = {"key": f"letter/{letter.id}", "client_ids": [str(letter.client_id)], **told}
    return await press.documents.ask("POST", "/letters", tenant_id=tenant_id, json=body)
