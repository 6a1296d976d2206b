"""What a client can't be without, and what an edit may name."""

import pytest
from pydantic import ValidationError

from services.contracts.domain.client import ClientEdit
from services.contracts.domain.contact import ContactEdit, Duty, missing_duty


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ([("signatory", "notice")], None),
        ([("signatory",), ("notice", "privacy")], None),
        ([("notice",)], "signatory"),
        ([("signatory", "privacy", "breach")], "notice"),
        ([], "signatory"),
    ],
)
def test_a_client_needs_who_signs_and_who_is_told(
    held: list[tuple[Duty, ...]], missing: Duty | None
) -> None:
    assert missing_duty(held) == missing


def test_an_edit_holds_what_was_named_and_nothing_else() -> None:
    assert ClientEdit.model_validate({"name": "Nieuw", "address": None}).given() == {
        "name": "Nieuw",
        "address": None,
    }
    assert ContactEdit.model_validate({}).given() == {}


@pytest.mark.parametrize("body", [{"name": None}, {"duties": None}, {"duties": []}, {"nmae": "x"}])
def test_an_edit_empties_nothing_that_is_needed(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ContactEdit.model_validate(body)
