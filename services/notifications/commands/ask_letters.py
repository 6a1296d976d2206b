"""Staff asks for letters to clients that no mail reached, and records that they were posted."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from services.notifications.commands.jobs import Job, enqueue
from services.notifications.commands.record_outcomes import announce_incident
from services.notifications.domain.evidence import Fact
from services.notifications.domain.letter import (
    Letter,
    LettersDraft,
    PostingDraft,
    refuse_kind,
    refuse_posting,
)
from services.notifications.store import evidence, letters, notices, unreached
from services.notifications.store.letters import Addressed, Held
from services.notifications.store.unreached import BEFORE_ALL
from shared.database import Connection
from shared.errors import Conflict, Missing
from shared.events import Fared


async def ask_letters(
    connection: Connection, tenant_id: UUID, by: UUID | None, draft: LettersDraft
) -> list[Letter]:
    """Raise ``Conflict`` for a client that was reached, or of what no letter is made."""
    wanted = [await _addressed(connection, one.client_id, one.notice_id) for one in draft.items]
    new = await letters.add(connection, wanted, by)
    await enqueue(connection, "print", [Job(tenant_id, one) for one in new])
    return await letters.of(connection, [(one.notice_id, one.client_id) for one in wanted])


async def _addressed(connection: Connection, client_id: UUID, notice_id: UUID) -> Addressed:
    found = await unreached.page(connection, client_id, notice_id, BEFORE_ALL, 1)
    if not found:
        raise Conflict(
            "client-reached",
            "No letter is needed: this client was reached, or was not to be told of this.",
            client_id=str(client_id),
        )
    refuse_kind(found[0].kind)
    return Addressed(notice_id, client_id, found[0].tries[0].id)


async def record_posting(
    connection: Connection, tenant_id: UUID, by: UUID | None, draft: PostingDraft
) -> list[Letter]:
    """All of them or none; on the word of whoever records it, which the evidence says."""
    held = await letters.hold(connection, draft.letter_ids)
    if len(held) != len(set(draft.letter_ids)):
        raise Missing("letter-missing", "There is no such letter.")
    today = await letters.today(connection)
    for one in held:
        refuse_posting(one, draft.posted_on, today)
    await letters.post(connection, [one.id for one in held], draft.posted_on, by)
    for notice_id, group in groupby(held, key=lambda one: one.notice_id):
        some = list(group)
        chain = await evidence.lock(connection, notice_id)
        await evidence.append(connection, chain, [_posted(one, by, draft) for one in some])
        fared = [
            Fared(recipient_id=one.recipient_id, at=chain.at, posted_on=draft.posted_on)
            for one in some
        ]
        notice = await notices.get(connection, notice_id)
        await announce_incident(connection, tenant_id, notice, "posted", fared)
    return list(await _again(connection, held))


def _posted(letter: Held, by: UUID | None, draft: PostingDraft) -> Fact:
    details = {
        "letter_id": str(letter.id),
        "digest": letter.digest,
        "posted_on": draft.posted_on.isoformat(),
    }
    payload = {"by": str(by), "address_lines": list(letter.address_lines)}
    return Fact(letter.delivery_id, 0, "posted", details, payload)


async def _again(connection: Connection, held: Sequence[Held]) -> Sequence[Letter]:
    return await letters.of(connection, [(one.notice_id, one.client_id) for one in held])
