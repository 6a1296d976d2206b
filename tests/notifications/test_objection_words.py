"""What a mail says of an objection is true, whether the change held already or not."""

from typing import Any

import pytest

from services.notifications.channels.mail.compose import Composer, Letterhead
from tests.notifications import samples
from tests.notifications.test_message import parse

LETTERHEAD = Letterhead("meldingen@schakel.example", "schakel.example")


def said(kind: Any, language: str, *, in_effect: bool) -> str:
    facts = samples.objection(kind).model_copy(update={"in_effect": in_effect})
    delivery = samples.delivery(kind, language=language)
    message = parse(Composer(LETTERHEAD).compose(kind, facts, delivery, None).data)
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.mark.parametrize(
    ("language", "held", "not_held"),
    [
        ("nl", "geldt voor Bakkerij Voorbeeld 1 al", "voeren wij de wijziging voor"),
        ("en", "holds for Bakkerij Voorbeeld 1 already", "we do not carry out the change"),
    ],
)
def test_a_change_that_holds_already_is_not_said_to_wait_for_a_decision(
    language: str, held: str, not_held: str
) -> None:
    before = said("objection_received", language, in_effect=False)
    after = said("objection_received", language, in_effect=True)
    assert held in after
    assert not_held not in after
    assert held not in before
    assert not_held in before


@pytest.mark.parametrize(
    ("language", "left", "ended"),
    [
        ("nl", "niet doorgevoerd", "is begonnen, wordt beëindigd"),
        ("en", "will not be carried out", "began for you will be ended"),
    ],
)
def test_who_is_held_back_afterwards_reads_that_what_began_is_ended(
    language: str, left: str, ended: str
) -> None:
    before = said("objection_decided", language, in_effect=False)
    after = said("objection_decided", language, in_effect=True)
    assert (left in before, ended in before) == (True, False)
    assert (left in after, ended in after) == (False, True)
