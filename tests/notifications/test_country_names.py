"""A country is told by its name, in the language of whoever reads it."""

import pytest

from services.notifications.channels.mail.preview import blank
from services.notifications.domain.delivery import Terms
from services.notifications.domain.wording import PLAIN
from shared.text import Language
from tests.notifications import samples


@pytest.mark.parametrize(
    ("language", "named"), [("nl", "Voorbeelddam, Nederland"), ("en", "Voorbeelddam, Netherlands")]
)
@pytest.mark.parametrize("kind", ["change_announced", "public_announced"])
def test_a_message_names_the_country_of_a_party_and_not_its_code(
    kind: str, language: Language, named: str
) -> None:
    facts = {"change_announced": samples.change(), "public_announced": samples.public()}[kind]
    terms = samples.delivery(language=language).terms
    assert isinstance(terms, Terms)
    words = blank(facts.kind, facts, terms, PLAIN)
    assert named in words.text
    assert ", NL" not in words.text
