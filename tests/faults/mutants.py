"""Our own code, broken on purpose: what a harness does not notice, it does not prove.

python -m tests.faults.mutants NAME    # the worker of notifications, with this one fault

The product knows nothing of it: a worker process of its own replaces one thing before it begins. A
mutant that finds nothing to replace any more does not start.
"""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import uvloop

from services.notifications import worker
from services.notifications.channels.mail import session
from services.notifications.commands import lease, open_notice, turn_windows
from services.notifications.domain import evidence
from services.notifications.settings import Settings
from services.notifications.store import deliveries


class Mutant(NamedTuple):
    """``scene``: the faults under which it shows; ``caught_as``: what is counted then;
    ``without``: what the database would not let pass, and is taken from it."""

    put: Callable[[], None]
    scene: str
    caught_as: str
    without: str = ""


def _replace(owner: Any, name: str, new: Any) -> Any:
    before = getattr(owner, name)
    setattr(owner, name, new)
    return before


def _checkpoint_at_claim() -> None:
    async def mark(connection: Any, moves: Any, length: Any) -> Any:
        early = [(held, marks._replace(settled=marks.opened)) for held, marks in moves]
        return await before(connection, early, length)

    before = _replace(deliveries, "mark", mark)


def _later_counted_as_accepted() -> None:
    def kind(code: int) -> str:
        return "accepted" if code // 100 == 4 else before(code)

    before = _replace(session, "_kind", kind)


def _evidence_fenced() -> None:
    async def record(*_: Any) -> None:
        """What an overtaken worker heard is thrown away."""

    _replace(turn_windows, "record_outcomes", record)


def _work_not_fenced() -> None:
    async def mark(connection: Any, moves: Any, length: Any) -> Any:
        rows = await connection.fetch("SELECT id, fence FROM notifications.chunk")
        now = {row["id"]: row["fence"] for row in rows}
        mine = [(held._replace(fence=now[held.chunk_id]), marks) for held, marks in moves]
        return await before(connection, mine, length)

    before = _replace(deliveries, "mark", mark)
    _replace(lease.Hold, "good", property(lambda _: True))


def _doubt_sent_again() -> None:
    everything = evidence.STATE_AFTER.keys()
    assert {"cut", "interrupted"} <= everything
    evidence.STATE_AFTER.update(cut="queued", interrupted="queued")


def _window_opened_anew() -> None:
    async def claim(connection: Any, chunk_id: Any, length: Any) -> Any:
        found = await before(connection, chunk_id, length)
        return found and found._replace(opened=found.settled)

    before = _replace(deliveries, "claim", claim)


def _events_not_recognised() -> None:
    _replace(open_notice, "notice_id", lambda *_: uuid4())


def _body_after_a_refusal() -> None:
    def finish(self: Any, parcel: Any, *, asked: bool) -> None:
        if asked:
            self._refusal = None
        before(self, parcel, asked=asked)

    before = _replace(session.Session, "_finish", finish)


MUTANTS = {
    "checkpoint-at-claim": Mutant(_checkpoint_at_claim, "kills", "lost"),
    "later-counted-as-accepted": Mutant(_later_counted_as_accepted, "refusals", "lost"),
    "evidence-fenced": Mutant(_evidence_fenced, "sleep", "unsaid"),
    "work-not-fenced": Mutant(_work_not_fenced, "late waking", "told twice"),
    "doubt-sent-again": Mutant(_doubt_sent_again, "cuts", "told twice"),
    "window-opened-anew": Mutant(_window_opened_anew, "kills", "told twice"),
    "events-not-recognised": Mutant(
        _events_not_recognised,
        "events",
        "told twice",
        "ALTER TABLE notifications.notice DROP CONSTRAINT notice_tenant_id_kind_subject_id_key",
    ),
    "body-after-a-refusal": Mutant(_body_after_a_refusal, "refusals", "given away"),
}


if __name__ == "__main__":
    MUTANTS[sys.argv[1]].put()
    uvloop.run(worker.main(Settings.load()))
