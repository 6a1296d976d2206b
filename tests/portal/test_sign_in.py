"""Links and addresses, without a database."""

from uuid import UUID

import pytest

from services.portal.domain.sign_in import normal_address, own_path, read_token, token

LINK = UUID("019a0000-0000-7000-8000-000000000001")
KEY = b"k" * 32


def test_the_same_link_has_the_same_token_and_another_key_refuses_it() -> None:
    assert token(LINK, KEY) == token(LINK, KEY)
    assert read_token(token(LINK, KEY), b"x" * 32) is None


def test_a_token_names_its_link() -> None:
    assert read_token(token(LINK, KEY), KEY) == LINK


@pytest.mark.parametrize("text", ["", ".", "a.b", "é" * 22 + "." + "x" * 24, "x" * 5000])
def test_what_is_no_token_is_not_read(text: str) -> None:
    assert read_token(text, KEY) is None


def test_one_changed_character_makes_a_token_worthless() -> None:
    good = token(LINK, KEY)
    for place in (0, 5, 23, 40):
        changed = "A" if good[place] != "A" else "B"
        assert read_token(good[:place] + changed + good[place + 1 :], KEY) != LINK


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//[", "https://evil.example", "/\\evil.example", "evil", "", None, "/a\nb"],
)
def test_a_link_never_leads_out_of_the_portal(path: str | None) -> None:
    assert own_path(path) == "/"


def test_a_path_within_the_portal_stays() -> None:
    assert own_path("/agreements/1/sign?version=2") == "/agreements/1/sign?version=2"


def test_addresses_are_the_same_without_case_and_spaces() -> None:
    assert normal_address(" Anna@Bakkerij.Example ") == "anna@bakkerij.example"
