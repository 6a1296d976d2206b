"""Of two who edit at once, the second is told."""

import pytest
from pydantic import BaseModel

from shared.errors import Stale, Unconditional
from shared.etag import etag_of, refuse_stale


class Party(BaseModel):
    name: str


def test_an_edit_without_a_tag_is_refused() -> None:
    with pytest.raises(Unconditional):
        refuse_stale(None, Party(name="Wolk"))


def test_an_edit_of_what_has_changed_since_is_refused() -> None:
    with pytest.raises(Stale):
        refuse_stale(etag_of(Party(name="Wolk")), Party(name="Wolk BV"))


@pytest.mark.parametrize("seen", ["{}", '"other", {}', "*"])
def test_an_edit_of_what_was_seen_goes_through(seen: str) -> None:
    party = Party(name="Wolk")
    refuse_stale(seen.format(etag_of(party)), party)
