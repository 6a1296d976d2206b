"""Which facts a notice may not go without, where it leads, whom it can be sent to, when again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.channels.mail.addresses import ReturnPath, writable
from services.notifications.domain import retry
from services.notifications.domain.delivery import Terms
from services.notifications.domain.notice import (
    FactMissing,
    link_to,
    require_complete,
    require_terms,
)
from services.notifications.domain.outcome import Outcome, occurrence, wait
from tests.notifications import samples


def with_new(**more: Any) -> Any:
    line = samples.change().lines[0]
    return samples.change(
        lines=(line.model_copy(update={"new": samples.party("Nieuwboek").model_copy(update=more)}),)
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (with_new(name=" "), "lines.0.new"),
        (with_new(purpose=None), "lines.0.new.purpose"),
        (with_new(location=None), "lines.0.new.location"),
        (samples.change(effective_on=None), "effective_on"),
        (samples.change(lines=()), "lines"),
        (samples.version("agreement_signed", signed_at=None), "signed_at"),
        (samples.version("agreement_countersigned", signed_at=None), "signed_at"),
        (samples.version("amendment_ready"), "amendment"),
        (samples.objection("objection_decided").model_copy(update={"reason": None}), "reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_notice_without_a_mandatory_fact_is_refused_by_its_name(facts: Any, field: str) -> None:
    with pytest.raises(FactMissing) as refused:
        require_complete(facts)
    assert refused.value.field == field
    assert field in refused.value.detail


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(FactMissing) as refused:
        require_complete(with_new(purpose=None, location=None))
    fields = [one["field"] for one in refused.value.extra["errors"]]
    assert fields == ["lines.0.new.purpose", "lines.0.new.location"]


@pytest.mark.parametrize("facts", samples.EVERY_KIND.values(), ids=samples.EVERY_KIND)
def test_a_notice_with_all_its_facts_may_go(facts: Any) -> None:
    require_complete(facts)


def test_nobody_is_told_of_a_change_without_a_term_to_object() -> None:
    with pytest.raises(FactMissing):
        require_terms(samples.change(), Terms(language="nl", deadline=None))


def test_the_link_leads_to_what_the_recipient_has_to_do() -> None:
    general = Terms(language="nl", authorisation="general", agreement_id=samples.SPACE)
    specific = replace(general, authorisation="specific")
    change = samples.SUBJECT
    assert link_to("change_announced", change, general) == ("object", f"/changes/{change}/object")
    assert link_to("change_announced", change, specific) == (
        "approve",
        f"/changes/{change}/approve",
    )
    assert link_to("agreement_ready", change, general) == (
        "sign",
        f"/agreements/{samples.SPACE}/sign",
    )
    assert link_to("amendment_ready", change, general) == (
        "sign",
        f"/agreements/{samples.SPACE}/sign",
    )
    assert link_to("annex_renewed", change, general) == ("read", "/home")
    assert link_to("agreement_ending", change, general) == ("read", "/home")
    assert link_to("objection_received", change, general) is None


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("jan@bakkerij.example", "jan@bakkerij.example"),
        (" jan+avg@bakkerij.example ", "jan+avg@bakkerij.example"),
        ("jan@bäckerei.example", "jan@xn--bckerei-5wa.example"),
        ("jan", None),
        ("jan@", None),
        ("@bakkerij.example", None),
        ("jan@localhost", None),
        ("jan@bakkerij.example>\r\nRCPT TO:<ander@x.example", None),
        ("jan..proef@bakkerij.example", None),
        ("jan proef@bakkerij.example", None),
        ("jän@bakkerij.example", None),
        ("a" * 65 + "@bakkerij.example", None),
        ("jan@" + "a" * 64 + ".example", None),
    ],
)
def test_only_what_an_envelope_can_hold_is_written_to(email: str, address: str | None) -> None:
    assert writable(email) == address


def test_every_delivery_has_a_return_path_that_nobody_else_can_make() -> None:
    one, other = UUID(int=1), UUID(int=2)
    ours = ReturnPath(b"secret", "schakel.example")
    assert ours.of(one) == ours.of(one) != ours.of(other)
    assert ours.of(one) != ReturnPath(b"guess", "schakel.example").of(one)
    assert len(ours.of(one).partition("@")[0]) <= 64


def test_pauses_double_up_to_four_hours_and_spread() -> None:
    assert retry.wait_after(1, 0.5) == timedelta(seconds=20)
    assert retry.wait_after(3, 0.5) == timedelta(seconds=80)
    assert retry.wait_after(15, 0.5) == timedelta(hours=4)
    assert retry.wait_after(2, 0.0) < retry.wait_after(2, 1.0)


def test_a_deferral_too_many_is_the_end_and_a_lost_link_never_is() -> None:
    deferred, lost = Outcome(kind="deferred"), Outcome(kind="not_sent")
    assert occurrence(deferred, retry.ATTEMPTS - 1) == "deferred"
    assert occurrence(deferred, retry.ATTEMPTS) == "given_up"
    assert occurrence(lost, 100) == "not_sent"
    assert wait("not_sent", 100, 0.5) <= timedelta(minutes=5)
    assert wait("given_up", 16, 0.5) == timedelta(0)
