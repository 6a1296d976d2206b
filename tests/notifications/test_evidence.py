"""The chain of evidence without a database: whole it verifies, and nothing changes it unseen."""

import json
from typing import get_args
from uuid import uuid5

import pytest
import rfc8785

from services.notifications.domain.evidence import (
    Check,
    Disclosure,
    Fact,
    Head,
    Link,
    Occurrence,
    Row,
    Verification,
    bind,
    canonical,
    commit,
    extend,
    genesis,
)
from services.notifications.domain.fault import sentences
from tests.notifications.samples import MOMENT, SPACE

# How the digests of the first rows began when chains were first written.
FORMER = ["10d2e70b55b56973", "6ffc5d3aed2b6e46", "eded2161ebffc204"]

NOTICE = uuid5(SPACE, "notice")
Rows = list[tuple[Link, Disclosure | None]]


def chain(length: int = 6) -> tuple[Head, Rows]:
    facts = [
        Fact(
            delivery_id=uuid5(SPACE, f"delivery {number // 3}"),
            attempt=number % 3,
            kind=("queued", "opened", "accepted")[number % 3],
            details={"code": 250, "enhanced": None},
            payload={"email": f"proef{number}@bakkerij.example"},
        )
        for number in range(length)
    ]
    salts = [bytes([number]) * 32 for number in range(length)]
    head, written = extend(genesis(NOTICE), MOMENT, facts, salts)
    return head, [read(row) for row in written]


def read(row: Row) -> tuple[Link, Disclosure | None]:
    known = row._asdict() | {"at": MOMENT, "details": json.loads(row.details)}
    opened = Disclosure(position=row.position, salt=row.salt, payload=json.loads(row.payload))
    return Link.model_validate(known), opened


def verify(head: Head, rows: Rows) -> Verification:
    check = Check(NOTICE)
    for link, disclosure in rows:
        check.add(link, disclosure)
    return check.conclude(head)


def test_a_whole_chain_verifies_to_its_head() -> None:
    head, rows = chain()
    assert verify(head, rows) == Verification(sound=True, rows=6, erased=0, findings=())


def test_erasing_a_person_leaves_the_chain_sound() -> None:
    head, rows = chain()
    rows[0] = (rows[0][0], None)
    checked = verify(head, rows)
    assert checked.sound
    assert checked.erased == 1


@pytest.mark.parametrize("position", range(6))
def test_a_row_that_is_gone_is_noticed_wherever_it_stood(position: int) -> None:
    head, rows = chain()
    del rows[position]
    assert not verify(head, rows).sound


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "refused"},
        {"attempt": 9},
        {"details": {"code": 550, "enhanced": None}},
        {"at": MOMENT.replace(year=2025)},
        {"delivery_id": uuid5(SPACE, "somebody else")},
        {"commitment": b"\x00" * 32},
        {"digest": b"\x00" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_row_is_found(change: dict[str, object]) -> None:
    head, rows = chain()
    rows[2] = (rows[2][0].model_copy(update=change), rows[2][1])
    checked = verify(head, rows)
    assert not checked.sound
    assert any("row 3" in fault for fault in sentences(checked.findings))


def test_an_altered_address_no_longer_opens_its_commitment() -> None:
    head, rows = chain()
    link, disclosure = rows[1]
    assert disclosure is not None
    rows[1] = (link, disclosure.model_copy(update={"payload": {"email": "ander@x.example"}}))
    (found,) = verify(head, rows).findings
    assert (found.code, found.number) == ("person-altered", 2)
    assert sentences([found]) == ("the personal part of row 2 was altered",)


def test_rows_that_changed_places_or_were_added_are_noticed() -> None:
    head, rows = chain()
    assert not verify(head, [rows[1], rows[0], *rows[2:]]).sound
    assert not verify(head, [*rows, rows[-1]]).sound


def test_a_chain_of_another_notice_does_not_verify_as_this_one() -> None:
    head, rows = chain()
    check = Check(uuid5(SPACE, "another notice"))
    for row in rows:
        check.add(*row)
    assert not check.conclude(head).sound


def test_a_chain_goes_on_where_it_ended() -> None:
    head, rows = chain(3)
    more = Fact(delivery_id=SPACE, attempt=1, kind="seen")
    longer, written = extend(head, MOMENT, [more], [b"s" * 32])
    assert written[0].position == 4
    assert verify(longer, [*rows, read(written[0])]).sound


@pytest.mark.parametrize("kind", get_args(Occurrence))
def test_what_a_digest_binds_is_canonical_json_of_all_that_a_row_says(kind: Occurrence) -> None:
    details = {"reason": '"\\ é', "code": None, "attempt": {"b": 1, "a": []}}
    bound = {
        "previous": ("ab" * 32),
        "position": 7,
        "delivery_id": str(SPACE),
        "attempt": 2,
        "kind": kind,
        "at": MOMENT.isoformat(timespec="microseconds"),
        "details": details,
        "commitment": "cd" * 32,
    }
    made = bind(
        b"\xab" * 32,
        7,
        MOMENT.isoformat(timespec="microseconds").encode(),
        (SPACE, 2, kind),
        (canonical(details), b"\xcd" * 32),
    )
    assert made == canonical(bound) == rfc8785.dumps(bound)


def test_a_chain_that_was_written_before_still_verifies() -> None:
    head, rows = chain(3)
    assert [link.digest.hex()[:16] for link, _ in rows] == FORMER
    assert verify(head, rows).sound


def test_equal_addresses_have_unequal_commitments() -> None:
    payload = {"email": "proef@bakkerij.example"}
    assert commit(b"a" * 32, payload) != commit(b"b" * 32, payload)


@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": None, "code": 250},
        {"reply": '550 <jan@x.example> "nee" \\ \n\t\x00\x1f\x7f é 漢 \U0001f600 \u2028 \u202e'},
        {"z": {"y": ["1", 2, {"x": ""}]}, "a": True},
    ],
)
def test_what_is_digested_is_canonical_json(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value
