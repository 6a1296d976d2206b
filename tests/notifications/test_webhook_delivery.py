"""When to try again, when to leave alone, when to give up; and what is said."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from services.notifications.domain.webhook_delivery import (
    ATTEMPTS,
    body_of,
    persistent,
    rest_after,
    wait_after,
)
from services.notifications.domain.webhook_endpoint import EndpointDraft
from services.notifications.domain.webhook_event import TOLD, TYPES, news_of
from shared.events import DeliveriesUnreached, Event, Unreached
from tests.notifications.samples import TENANT

EVENT = UUID("019a0000-0000-7000-8000-00000000abcd")
KNOWN = {"wave": 1}


def made(kind: type[Event]) -> Event:
    fields = {name: KNOWN.get(name, uuid4()) for name in kind.model_fields}
    return kind(**fields | {"tenant_id": TENANT})


def test_the_schedule_is_ten_attempts_over_three_days() -> None:
    pauses = [wait_after(number, 0.5) for number in range(1, ATTEMPTS)]
    assert sum(filter(None, pauses), timedelta(0)) == timedelta(hours=75, minutes=35, seconds=5)
    assert wait_after(ATTEMPTS, 0.5) is None
    assert wait_after(1, 0.0) == timedelta(seconds=4.5)
    assert wait_after(1, 1.0) == timedelta(seconds=5.5)


def test_an_endpoint_that_fails_rests_longer_and_longer_and_as_long_as_it_asks() -> None:
    rests = [rest_after(failures, None) for failures in range(1, 12)]
    assert rests == sorted(rests)
    assert rests[0] == timedelta(seconds=5)
    assert rests[-1] == timedelta(minutes=5)
    assert rest_after(1, timedelta(minutes=20)) == timedelta(minutes=20)
    assert rest_after(1, timedelta(days=20)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("failures", "days", "ends"), [(9, 9, False), (10, 2, False), (10, 3, True), (500, 2.9, False)]
)
def test_only_failure_for_days_and_often_is_persistent(
    failures: int, days: float, *, ends: bool
) -> None:
    assert persistent(failures, timedelta(days=days)) is ends


@pytest.mark.parametrize("kind", TOLD)
def test_every_fact_becomes_a_message_of_identifiers_alone(kind: type[Event]) -> None:
    event = made(kind)
    (news,) = news_of(event, EVENT)
    assert news.id == EVENT
    assert news.type in TYPES
    assert "tenant_id" not in news.data
    assert all(name.endswith("_id") or name == "wave" for name in news.data)
    assert news.path is not None
    assert "{" not in news.path
    assert news_of(event, EVENT) == [news]


def test_every_type_that_can_be_asked_for_is_told() -> None:
    assert {told.type for told in TOLD.values()} | {"delivery.unreached"} == set(TYPES)


def test_each_of_the_unreached_is_a_message_with_an_id_of_its_own_and_always_that_one() -> None:
    unreached = [Unreached(delivery_id=uuid4(), client_id=uuid4()) for _ in range(3)]
    event = DeliveriesUnreached(tenant_id=TENANT, notice_id=uuid4(), deliveries=unreached)
    news = news_of(event, EVENT)
    assert len({one.id for one in news}) == 3
    assert news_of(event, EVENT) == news
    assert news[0].path == f"/clients/{unreached[0].client_id}"


def test_a_body_says_what_when_and_where_to_read() -> None:
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert body_of("agreement.signed", at, {"agreement_id": "a"}, "https://api.example/a") == {
        "type": "agreement.signed",
        "timestamp": "2026-11-22T09:00:00+00:00",
        "data": {"agreement_id": "a", "link": "https://api.example/a"},
    }


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://x.example/", "https://", "x.example/hook", "javascript:alert(1)", "file:///etc"),
        *("https://user:pass@x.example/", "https://x.example/#part", "https://x y.example/"),
        *("https://" + "a" * 2000 + ".example/", "gopher://x.example:70/_"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        EndpointDraft(name="x", url=url, events=["change.published"])


def test_what_an_endpoint_hears_of_is_kept_once_and_known() -> None:
    told = {"name": "x", "url": "https://x.example", "events": ["change.published"] * 2}
    assert TypeAdapter(EndpointDraft).validate_python(told).events == ["change.published"]
    for wrong in ([], ["change.exploded"], ["endpoint.tested"]):
        with pytest.raises(ValidationError):
            TypeAdapter(EndpointDraft).validate_python(told | {"events": wrong})
