"""A name that ends in a dot ends a sentence with that dot alone."""

import dataclasses
import email
import email.policy
import re
from typing import get_args

import msgspec
import pytest

from services.notifications.channels.mail.bodies import text
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.preview import whole
from services.notifications.channels.mail.wording import Prose, Slot, Template, filled
from services.notifications.domain.facts import Kind
from shared.text import Language
from tests.notifications import samples

NAMED = "Voorbeeld B.V."


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Aan {{ client }}.", "Aan Voorbeeld B.V."),
        ("Aan {{ client }}. Meer", "Aan Voorbeeld B.V. Meer"),
        ("Aan {{ client }}, meer", "Aan Voorbeeld B.V., meer"),
        ("Aan {{ provider }}.", "Aan Voorbeeld B.V."),
        ("Aan {{ provider }}... meer", "Aan Voorbeeld B.V.... meer"),
        ("Aan {{ name }}.", "Aan iemand."),
    ],
)
def test_a_sentence_ends_once(source: str, said: str) -> None:
    known = {"client": Slot("client"), "name": Slot("name"), "provider": NAMED}
    wording = Template(f"x\n\n{source}").word("nl", known)
    (block,) = wording.blocks
    assert isinstance(block, Prose)
    assert filled(block.line, {"client": NAMED, "name": "iemand"}) == said
    assert filled(text(wording), {"client": NAMED, "name": "iemand"}).strip() == said


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kind", get_args(Kind))
def test_no_message_doubles_the_dot_of_a_name(kind: Kind, language: Language) -> None:
    facts = samples.EVERY_KIND[kind]
    facts = facts.model_copy(update={"provider": facts.provider.model_copy(update={"name": NAMED})})
    given = samples.delivery(kind, language=language)
    person = dataclasses.replace(given.person, client=NAMED, name=NAMED)
    delivery = msgspec.structs.replace(given, person=person)
    link = "https://x.example/t"
    data = (
        Composer(Letterhead("m@schakel.example", "schakel.example"))
        .compose(kind, facts, delivery, link)
        .data
    )
    message = email.message_from_bytes(data, policy=email.policy.default)
    bodies = [part.get_content() for part in message.iter_parts()]  # type: ignore[attr-defined]
    shown = whole(kind, facts, delivery, link)  # type: ignore[arg-type]
    for body in (*bodies, shown.text, shown.html):
        assert not re.search(r"B\.V\.\.", body)
    assert bodies[0].strip().splitlines() == shown.text.splitlines()
    assert bodies[1].strip().splitlines() == shown.html.strip().splitlines()
