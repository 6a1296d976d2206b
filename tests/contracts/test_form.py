"""What is handed in says at which field it is wrong."""

from typing import ClassVar

import pytest
from pydantic import ValidationError

from services.contracts.domain.form import Edit


class NameEdit(Edit):
    never_empty: ClassVar[frozenset[str]] = frozenset({"name", "language"})
    name: str | None = None
    language: str | None = None
    note: str | None = None


def test_what_may_not_be_emptied_is_told_at_its_own_field() -> None:
    with pytest.raises(ValidationError) as refused:
        NameEdit.model_validate({"name": None, "language": None, "note": None})
    told = [(one["loc"], one["type"]) for one in refused.value.errors()]
    assert told == [(("language",), "missing"), (("name",), "missing")]


def test_what_is_not_named_stays_and_what_may_be_emptied_is() -> None:
    assert NameEdit.model_validate({"note": None}).given() == {"note": None}
