"""Checks a notice from end to end: its chain, its account, and the list that contracts froze."""

from uuid import UUID

from services.notifications.commands.compare_list import Listed, compare_list
from services.notifications.commands.prove_notice import Proven, prove_notice
from services.notifications.domain.facts import Kind
from services.notifications.domain.fault import Fault, fault, sentences
from services.notifications.store import gatherings, notices
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, snapshot
from shared.http import Peer


class Checked(Proven):
    """``list`` is what contracts froze, for an announcement; ``gathering``: its recipients are
    still being read. ``findings`` are the faults of the chain, the account and the list, ``faults``
    the same as English sentences."""

    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    gathering: bool
    list: Listed | None


async def check_evidence(pool: Pool, contracts: Peer, tenant_id: UUID, notice_id: UUID) -> Checked:
    """Nothing is changed by it. Raise ``Missing`` when this tenant has no such notice,
    ``Unavailable`` while contracts can't be asked."""
    async with snapshot(pool, tenant_id) as connection:
        notice = await notices.get(connection, notice_id)
        proven = await prove_notice(connection, notice_id)
        gathering = await gatherings.running(connection, notice_id)
        listed = await compare_list(connection, contracts, tenant_id, notice)
        excused = gathering or await _withdrawn(connection, notice)
    findings = (*proven.findings, *_unlike(listed, excused=excused))
    return Checked(
        **proven.model_dump(exclude={"sound", "findings", "faults", "account"}),
        account=proven.account,
        sound=not findings,
        findings=findings,
        faults=sentences(findings),
        kind=notice.kind,
        subject_id=notice.subject_id,
        change_id=notice.change_id,
        gathering=gathering,
        list=listed,
    )


async def _withdrawn(connection: Connection, notice: Notice) -> bool:
    change_id = notice.change_id
    return change_id is not None and await notices.is_withdrawn(connection, change_id)


def _unlike(listed: Listed | None, *, excused: bool) -> list[Fault]:
    if listed is None:
        return []
    faults = []
    if listed.untold and not excused:
        faults.append(fault("recipient-untold", listed.untold))
    if listed.unlisted:
        faults.append(fault("recipient-unlisted", listed.unlisted))
    return faults
