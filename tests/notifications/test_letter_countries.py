"""The last line of an address abroad."""

import pytest

from services.notifications.domain.letter import address_lines


@pytest.mark.parametrize(
    ("country", "dutch", "english"),
    [("GR", "GRIEKENLAND", "GREECE"), ("BG", "BULGARIJE", "BULGARIA"), ("ES", "SPANJE", "SPAIN")],
)
def test_a_country_is_written_in_the_language_of_the_letter_and_in_no_third(
    country: str, dutch: str, english: str
) -> None:
    client = {"name": "B.", "address": "Straat 1, Stad", "country": country}
    for home in (None, "NL", "DE"):
        assert address_lines(client, "J.", "nl", home)[-1] == dutch
        assert address_lines(client, "J.", "en", home)[-1] == english
