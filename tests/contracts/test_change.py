from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from services.contracts.domain.change import ChangeDraft, pair
from services.contracts.domain.link import Link
from shared.text import Text

PRODUCT, OTHER = uuid4(), uuid4()


def party(name: str) -> dict[str, Any]:
    empty = dict.fromkeys(
        (
            "legal_entity", "registration", "address", "country", "contact", "contact_person",
            "website", "parent_id", "verified_on",
        )
    )  # fmt: skip
    lists: dict[str, Any] = dict.fromkeys(("chain", "aliases", "missing"), ())
    return {"id": UUID(int=sum(name.encode())), "name": name} | lists | empty


def link(name: str, product: UUID = PRODUCT) -> Link:
    unknown = dict.fromkeys(
        (
            "purpose", "location", "zone", "mechanism", "mechanism_verified_on", "condition",
            "reason", "verified_on",
        )
    )  # fmt: skip
    return Link.model_validate(
        {
            "link_id": uuid4(),
            "product_id": product,
            "product": Text(nl="hosting", en="hosting"),
            "subprocessor": party(name),
            "capacity": "subprocessor",
            "data_categories": (),
            "data_subjects": (),
            "countries": (),
            "valid_from": None,
            "valid_until": None,
            "state": "announced",
        }
        | unknown
    )


def actions(old: list[Link], new: list[Link]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            line.action,
            line.old and line.old.subprocessor.name,
            line.new and line.new.subprocessor.name,
        )
        for line in pair(old, new)
    ]


def test_one_party_in_place_of_another_is_a_replacement() -> None:
    assert actions([link("a")], [link("b")]) == [("replacement", "a", "b")]


def test_the_same_party_on_other_terms_is_an_alteration() -> None:
    found = actions([link("a"), link("b")], [link("c"), link("b")])
    assert found == [("alteration", "b", "b"), ("replacement", "a", "c")]


def test_what_has_no_counterpart_in_its_product_is_added_or_removed() -> None:
    found = actions([link("a")], [link("b", OTHER)])
    assert found == [("removal", "a", None), ("addition", None, "b")]


@pytest.mark.parametrize(
    "mistake", [{}, {"ends": ["x"]}, {"effective_on": 5}, {"effective_on": "31-12-2026"}]
)
def test_a_change_that_says_nothing_or_nonsense_is_refused(mistake: dict[str, Any]) -> None:
    title = {"nl": "x", "en": "x"}
    ends = {"ends": [str(uuid4())]} if "effective_on" in mistake else {}
    with pytest.raises(ValidationError):
        ChangeDraft.model_validate({"title": title, "effective_on": "2026-12-31"} | ends | mistake)
