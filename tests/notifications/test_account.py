"""Everybody is in the account: what the rows of a chain say of each, and of all of them."""

from collections.abc import Sequence
from contextlib import closing
from uuid import UUID, uuid5

import pytest

from services.notifications.commands.prove_notice import Proof, Proven
from services.notifications.domain.account import account
from services.notifications.domain.delivery import State
from services.notifications.domain.evidence import (
    Disclosure,
    Fact,
    Link,
    Occurrence,
    extend,
    genesis,
)
from tests.notifications.samples import MOMENT, SPACE

NOTICE = uuid5(SPACE, "notice")


def one(number: int) -> UUID:
    return uuid5(SPACE, f"delivery {number}")


def proven(facts: Sequence[Fact], stated: dict[str, int]) -> Proven:
    salts = (bytes([number]) * 32 for number in range(len(facts)))
    head, rows = extend(genesis(NOTICE), MOMENT, facts, salts)
    with closing(Proof(NOTICE)) as proof:
        for row in rows:
            link = Link.model_validate(row._asdict() | {"at": MOMENT, "details": {}})
            proof.add(link, Disclosure(position=row.position, salt=row.salt, payload={}))
        return proof.conclude(head, stated)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "queued"),
        ([("accepted", 1)], "accepted"),
        ([("deferred", 1)], "queued"),
        ([("deferred", 1), ("opened", 2)], "sending"),
        ([("deferred", 1), ("opened", 2), ("refused", 2)], "failed"),
        ([("interrupted", 1)], "in_doubt"),
        ([("interrupted", 1), ("accepted", 1)], "accepted"),
        ([("accepted", 1), ("interrupted", 1)], "accepted"),
        ([("deferred", 1), ("opened", 2), ("cut", 1)], "sending"),
        ([("cut", 1), ("released", 1), ("opened", 2), ("accepted", 2)], "accepted"),
        ([("cut", 1), ("confirmed", 1)], "accepted"),
        ([("stopped", 0)], "stopped"),
        ([("stopped", 0), ("accepted", 1)], "accepted"),
        ([("refused", 1), ("seen", 0)], "accepted"),
        ([("cut", 1), ("seen", 0), ("acknowledged", 0)], "accepted"),
        ([("deferred", 1), ("seen", 0)], "queued"),
        ([("seen", 0)], "queued"),
        ([("withheld", 1)], "failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_delivery_is_where_its_rows_leave_it(
    steps: list[tuple[Occurrence, int]], state: State
) -> None:
    facts = [Fact(one(1), 0, "queued"), *(Fact(one(1), number, kind) for kind, number in steps)]
    assert proven(facts, {state: 1}).faults == ()
    other = "failed" if state != "failed" else "accepted"
    assert not proven(facts, {other: 1}).sound


def test_the_account_adds_up_and_says_where_the_record_beside_it_differs() -> None:
    facts = [Fact(one(number), 0, "queued") for number in range(5)]
    facts += [Fact(one(0), 1, "accepted"), Fact(one(1), 1, "refused"), Fact(one(2), 1, "cut")]
    states = {"accepted": 1, "failed": 1, "in_doubt": 1, "queued": 1, "sending": 1}
    found = proven(facts, states)
    assert found.sound
    assert found.account == account(5, states)
    assert found.account.balanced
    missing = proven(facts, states | {"sending": 0})
    assert missing.faults == (
        "recipients: 5 by the chain, 4 by the record beside it",
        "waiting: 2 by the chain, 1 by the record beside it",
    )


def test_who_was_never_frozen_or_twice_is_noticed() -> None:
    stray = proven([Fact(one(1), 0, "queued"), Fact(one(2), 1, "accepted")], {"accepted": 1})
    assert "1 deliveries have rows and were not frozen once" in stray.faults
    twice = proven([Fact(one(1), 0, "queued"), Fact(one(1), 0, "queued")], {"queued": 1})
    assert not twice.sound


def test_an_account_that_does_not_add_up_is_not_balanced() -> None:
    assert account(3, {"accepted": 2, "failed": 1}).balanced
    assert not account(3, {"accepted": 2}).balanced
