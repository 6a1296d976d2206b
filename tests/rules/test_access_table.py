"""The written table of docs/access.md says of every operation who may ask it, and is right."""

import re
from pathlib import Path

import pytest

from shared.openapi import Operation, operation_id, operations_of
from tests.rules.test_api_documents import _apps

PAGE = Path(__file__).resolve().parents[2] / "docs/access.md"
ROW = re.compile(r"^\| ([\w, ]+) \| ((?:`\w+`(?:, )?)+) \|$", re.MULTILINE)
WHO = (
    "anybody", "owner", "officer", "viewer", "auditor", "onboard", "reseller", "contact",
    "contracts", "documents", "notifications", "portal",
)  # fmt: skip


def written(service: str) -> dict[str, set[str]]:
    """Of each operation of a service, who may ask it by the page."""
    part = PAGE.read_text().split(f"### {service}\n")[1].split("\n##")[0]
    return {
        name: set(who.split(", "))
        for who, names in ROW.findall(part)
        for name in re.findall(r"\w+", names)
    }


def built(one: Operation) -> set[str]:
    if one.open:
        return {"anybody"}
    assert one.capacities, f"{operation_id(one.handler)} has no guard: say who may ask it"
    return {name for name in WHO if all(name in guard for guard in one.capacities)}


@pytest.mark.parametrize("service", ["contracts", "documents", "notifications", "portal"])
def test_the_page_tells_of_every_operation_who_may_ask_it(service: str) -> None:
    """A new operation gets a place in docs/access.md, in the row of those whom it is open to."""
    told = {operation_id(one.handler): built(one) for one in operations_of(_apps()[service])}
    page = written(service)
    wrong = {
        name: {"page": sorted(page.get(name, ())), "open to": sorted(told.get(name, ()))}
        for name in told.keys() | page.keys()
        if told.get(name) != page.get(name)
    }
    assert wrong == {}
