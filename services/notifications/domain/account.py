"""What became of everybody whom a notice is for: nobody may be missing from it, ever."""

from collections.abc import Mapping
from typing import NamedTuple

from services.notifications.domain.delivery import Frozen, State
from services.notifications.domain.evidence import STATE_AFTER, Occurrence

# These say something of the attempt that runs; what a mail server took it has taken all the same.
_OF_AN_ATTEMPT: frozenset[Occurrence] = frozenset(
    {
        "opened",
        "deferred",
        "refused",
        "cut",
        "not_sent",
        "interrupted",
        "given_up",
        "withheld",
        "stopped",
        "released",
    }
)
_TAKEN: frozenset[Occurrence] = frozenset({"accepted", "confirmed"})
# Who reads it has been told, whatever the mail server said.
_READ: frozenset[Occurrence] = frozenset({"seen", "acknowledged"})

# After these somebody is not reached, or nobody knows.
UNREACHING: frozenset[Occurrence] = frozenset(
    {"refused", "cut", "interrupted", "given_up", "withheld"}
)
SETTLING: frozenset[Occurrence] = _TAKEN | UNREACHING


class Account(Frozen):
    """``recipients`` is the sum of the others, in whatever state the sending is. ``delivered``: a
    mail server took it; ``waiting`` is empty once a notice is done, ``stopped`` unless it was
    withdrawn."""

    recipients: int
    delivered: int
    unreached: int
    in_doubt: int
    waiting: int
    stopped: int

    @property
    def balanced(self) -> bool:
        parts = (self.delivered, self.unreached, self.in_doubt, self.waiting, self.stopped)
        return self.recipients == sum(parts)


def account(recipients: int, states: Mapping[str, int]) -> Account:
    """``states``: how many deliveries are in each."""
    return Account(
        recipients=recipients,
        delivered=states.get("accepted", 0),
        unreached=states.get("failed", 0),
        in_doubt=states.get("in_doubt", 0),
        waiting=states.get("queued", 0) + states.get("sending", 0),
        stopped=states.get("stopped", 0),
    )


class Move(NamedTuple):
    """``over``: in which states the delivery has to be; ``attempt``: it has to be of the attempt
    that runs, or of a later one."""

    state: State
    over: frozenset[State]
    attempt: bool


_ANY: frozenset[State] = frozenset(
    {"queued", "sending", "accepted", "failed", "in_doubt", "stopped"}
)


def move(kind: Occurrence) -> Move | None:
    """As ``settle`` moves a delivery. None for what leaves it where it was: a letter that was
    posted for somebody who was not reached, say."""
    if kind == "queued" or kind in _OF_AN_ATTEMPT:
        return Move(STATE_AFTER[kind], _ANY - {"accepted"}, attempt=True)
    if kind in _TAKEN:
        return Move(STATE_AFTER[kind], _ANY, attempt=False)
    if kind == "bounced":
        return Move("failed", frozenset({"accepted", "in_doubt"}), attempt=False)
    if kind in _READ:
        return Move("accepted", frozenset({"failed", "in_doubt"}), attempt=False)
    return None
