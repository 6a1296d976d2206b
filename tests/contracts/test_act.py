"""A chain of acts holds while nothing in it was touched, and says where it was."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.domain.act import Inspection, Sealed
from shared.act import KEPT_BODY, Deed, Head, body_of, commit, genesis, seal

TENANT = UUID(int=7)
SALT = b"s" * 32
OTHER = Deed(operation="other", noun="clients", actor_kind="staff", status=201)
START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def chain(length: int) -> list[Sealed]:
    rows: list[Sealed] = []
    digest = genesis(TENANT)
    for number in range(1, length + 1):
        deed = Deed(operation=f"do_{number}", noun="clients", actor_kind="staff", status=201)
        at = START + timedelta(seconds=number)
        personal = {"address": f"192.0.2.{number}"}
        commitment = commit(SALT, personal)
        service = "portal" if number > 1 else None
        digest = seal(Head(number - 1, digest, at, service), deed, commitment)
        rows.append(Sealed(number, at, service, deed, commitment, digest, SALT, personal))
    return rows


def inspect(rows: list[Sealed], head: tuple[int, bytes] | None) -> list[tuple[int, str]]:
    inspection = Inspection(TENANT)
    for row in rows:
        inspection.see(row)
    return [(fault.number, fault.wrong) for fault in inspection.end(head).faults]


def head_of(rows: list[Sealed]) -> tuple[int, bytes]:
    return rows[-1].number, rows[-1].digest


def test_an_untouched_chain_is_sound() -> None:
    rows = chain(4)
    assert inspect(rows, head_of(rows)) == []
    assert inspect([], None) == []


def test_what_was_erased_breaks_nothing() -> None:
    rows = chain(3)
    rows[1] = rows[1]._replace(salt=None, personal=None)
    inspection = Inspection(TENANT)
    for row in rows:
        inspection.see(row)
    found = inspection.end(head_of(rows))
    assert (found.sound, found.acts, found.erased) == (True, 3, 1)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            {"deed": Deed(operation="other", noun="clients", actor_kind="staff", status=201)},
            "altered",
        ),
        ({"at": START}, "altered"),
        ({"service": "contracts"}, "altered"),
        ({"service": None}, "altered"),
        ({"personal": {"address": "198.51.100.1"}}, "detail_altered"),
        ({"salt": b"t" * 32}, "detail_altered"),
    ],
)
def test_an_altered_row_is_found(change: dict[str, Any], found: str) -> None:
    rows = chain(4)
    rows[1] = rows[1]._replace(**change)
    assert inspect(rows, head_of(rows)) == [(2, found)]


def test_a_missing_row_is_found_where_it_stood() -> None:
    rows = chain(4)
    assert inspect([rows[0], *rows[2:]], head_of(rows))[0] == (2, "missing")
    assert inspect(rows[:3], head_of(rows)) == [(4, "head_differs")]


def test_rows_that_changed_places_are_found() -> None:
    rows = chain(4)
    swapped = [
        rows[0],
        rows[2]._replace(number=2),
        rows[1]._replace(number=3),
        rows[3],
    ]
    assert [number for number, _ in inspect(swapped, head_of(rows))][:1] == [2]


def test_a_chain_of_another_provider_is_not_ours() -> None:
    rows = chain(2)
    inspection = Inspection(UUID(int=8))
    inspection.see(rows[0])
    assert inspection.faults[0].wrong == "altered"


def test_a_long_body_is_kept_as_its_digest_alone() -> None:
    assert body_of(b"") is None
    assert body_of(b'{"a": 1}') == '{"a": 1}'
    assert str(body_of(b"x" * (KEPT_BODY + 1))).startswith("sha256:")
