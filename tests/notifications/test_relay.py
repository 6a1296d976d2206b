"""The client towards the mail server: each message once, each in its own transaction, and of each
it is known how it ended."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from services.notifications.channels.mail.pace import Pace
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.channels.mail.session import Envelope
from services.notifications.domain.outcome import Outcome
from tests.notifications.certificates import Authority
from tests.notifications.sink import Sink


def envelope(number: int) -> Envelope:
    body = f"To: proef{number}@bakkerij.example\r\n\r\nBericht {number}\r\n".encode()
    return Envelope(f"b+{number}@schakel.example", address(number), body, f"{number}.mac")


def address(number: int) -> str:
    return f"proef{number}@bakkerij.example"


async def send(
    relay: Relay, count: int, may_start: Callable[[], bool] = lambda: True
) -> dict[int, Outcome]:
    ended: dict[int, Outcome] = {}

    def end(number: int, outcome: Outcome) -> None:
        assert number not in ended, "each ends once"
        ended[number] = outcome

    await asyncio.wait_for(relay.send([envelope(n) for n in range(count)], may_start, end), 30)
    return ended


@pytest.fixture(params=[(), ("PIPELINING",)], ids=["lock-step", "pipelined"])
def server(request: pytest.FixtureRequest, sink: Sink) -> Sink:
    sink.offers = request.param
    return sink


@pytest.fixture
async def relay(server: Sink) -> AsyncIterator[Relay]:
    one = Relay(Server("127.0.0.1", server.port), 4)
    yield one
    server.let_go.set()
    await one.close()


def taken(sink: Sink) -> list[str]:
    """Whom the server took a message for; each holds its own text and no other."""
    for item in sink.taken:
        number = item.recipient.removeprefix("proef").partition("@")[0]
        assert item.data == envelope(int(number)).data
        assert item.sender == envelope(int(number)).sender
    return sorted(item.recipient for item in sink.taken)


async def test_everybody_gets_the_own_message_once(server: Sink, relay: Relay) -> None:
    ended = await send(relay, 200)
    assert {outcome.kind for outcome in ended.values()} == {"accepted"}
    assert ended[0].details == {"code": 250, "enhanced": "2.0.0"}
    assert ended[0].payload == {"reply": "2.0.0 queued as 4711"}
    assert taken(server) == sorted(address(n) for n in range(200))


async def test_refusals_touch_nobody_else_and_give_no_body_away(server: Sink, relay: Relay) -> None:
    steps = {0: "5xx", 3: "4xx", 5: "refused-354", 6: "refused-354", 8: "4xx-after-data", 11: "5xx"}
    for number, step in steps.items():
        server.plan(address(number), step)
    ended = await send(relay, 40)
    kinds = {number: outcome.kind for number, outcome in ended.items()}
    assert [kinds[n] for n in steps] == [
        "refused",
        "deferred",
        *["refused"] * 2,
        "deferred",
        "refused",
    ]
    assert [ended[n].details["code"] for n in steps] == [550, 451, 550, 550, 452, 550]
    others = [n for n in range(40) if n not in steps]
    assert {kinds[n] for n in others} == {"accepted"}
    assert taken(server) == sorted(address(n) for n in others)
    assert server.stray == []


async def test_a_link_lost_after_the_dot_leaves_that_one_message_in_doubt(
    server: Sink, relay: Relay
) -> None:
    for number in (2, 17):
        server.plan(address(number), "cut-after-dot")
    ended = await send(relay, 40)
    in_doubt = {n: outcome.kind for n, outcome in ended.items() if outcome.kind != "accepted"}
    assert in_doubt == {2: "cut", 17: "cut"}
    assert taken(server) == sorted(address(n) for n in range(40))


async def test_a_link_lost_before_the_body_means_that_it_was_not_sent(
    server: Sink, relay: Relay
) -> None:
    for number in (2, 17):
        server.plan(address(number), "cut-before-dot")
    ended = await send(relay, 40)
    assert {n: o.kind for n, o in ended.items() if o.kind != "accepted"} == {
        2: "not_sent",
        17: "not_sent",
    }
    assert taken(server) == sorted(address(n) for n in range(40) if n not in (2, 17))


async def test_a_server_that_closes_is_asked_again_on_another_link(
    server: Sink, relay: Relay
) -> None:
    server.plan(address(5), "closing")
    ended = await send(relay, 20)
    assert (ended[5].kind, ended[5].details["code"]) == ("deferred", 421)
    assert taken(server) == sorted(address(n) for n in range(20) if n != 5)


async def test_an_answer_that_is_none_leaves_the_message_in_doubt(
    server: Sink, relay: Relay
) -> None:
    server.plan(address(1), "nonsense")
    ended = await send(relay, 4)
    assert [ended[n].kind for n in range(4)] == ["accepted", "cut", "accepted", "accepted"]


async def test_nothing_is_written_once_it_may_not_start_any_more(
    server: Sink, relay: Relay
) -> None:
    asked = 0

    def may_start() -> bool:
        nonlocal asked
        asked += 1
        return asked <= 20

    ended = await send(relay, 60, may_start)
    accepted = [n for n in ended if ended[n].kind == "accepted"]
    assert taken(server) == sorted(address(n) for n in accepted)
    assert 0 < len(accepted) < 20
    reasons = {str(o.details["reason"]) for n, o in ended.items() if n not in accepted}
    assert reasons == {"lease-over"}


async def test_a_server_that_is_away_gets_nothing_and_is_found_again(server: Sink) -> None:
    await server.stop()
    relay = Relay(Server("127.0.0.1", server.port), 4)
    assert not await relay.ready()
    assert {outcome.kind for outcome in (await send(relay, 10)).values()} == {"not_sent"}
    await server.start()
    assert await relay.ready()
    assert {outcome.kind for outcome in (await send(relay, 10)).values()} == {"accepted"}
    await relay.close()


async def test_what_goes_first_overtakes_all_that_waits(server: Sink) -> None:
    relay = Relay(Server("127.0.0.1", server.port), 1)
    server.plan(address(0), "hold")
    fan_out = asyncio.create_task(send(relay, 50))
    await asyncio.wait_for(server.held.wait(), 10)
    ended: list[Outcome] = []
    hurried = asyncio.create_task(
        relay.send([envelope(900)], lambda: True, lambda _, o: ended.append(o), first=True)
    )
    await asyncio.sleep(0)
    server.let_go.set()
    await asyncio.wait_for(asyncio.gather(fan_out, hurried), 20)
    # One message may have been announced together with the end of the one that was held.
    assert address(900) in [item.recipient for item in server.taken[:3]]
    await relay.close()


async def test_no_more_leave_in_a_second_than_the_pace_lets(server: Sink) -> None:
    relay = Relay(Server("127.0.0.1", server.port), 4, Pace(100))
    started = time.monotonic()
    assert len(await send(relay, 40)) == 40
    assert time.monotonic() - started >= 0.25
    assert taken(server) == sorted(address(n) for n in range(40))
    await relay.close()


async def test_reports_of_delivery_are_asked_for_where_they_are_offered(sink: Sink) -> None:
    sink.offers = ("PIPELINING", "DSN")
    relay = Relay(Server("127.0.0.1", sink.port), 1)
    await send(relay, 1)
    assert "MAIL FROM:<b+0@schakel.example> RET=HDRS ENVID=0.mac" in sink.commands
    assert f"RCPT TO:<{address(0)}> NOTIFY=SUCCESS,FAILURE,DELAY" in sink.commands
    await relay.close()


async def test_problems_are_reported_also_where_deliveries_are_not(sink: Sink) -> None:
    sink.offers = ("PIPELINING", "DSN")
    relay = Relay(Server("127.0.0.1", sink.port, success=False), 1)
    await send(relay, 1)
    assert f"RCPT TO:<{address(0)}> NOTIFY=FAILURE,DELAY" in sink.commands
    await relay.close()


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_a_link_is_made_safe_and_signed_in_before_anything_is_sent(
    sink: Sink, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sink.stop()
    authority = Authority(tmp_path)
    sink.tls, sink.tls_at_once = authority.server("localhost"), tls == "tls"
    sink.offers = ("PIPELINING", "AUTH PLAIN", *(["STARTTLS"] if tls == "starttls" else []))
    await sink.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file()))
    server = Server("localhost", sink.port, tls, "schakel", "geheim")  # type: ignore[arg-type]
    relay = Relay(server, 2)
    assert {outcome.kind for outcome in (await send(relay, 30)).values()} == {"accepted"}
    verbs = [command.partition(" ")[0] for command in sink.commands]
    assert verbs.index("AUTH") < verbs.index("MAIL")
    assert taken(sink) == sorted(address(n) for n in range(30))
    await relay.close()


async def test_a_server_whose_name_is_not_in_its_certificate_gets_nothing(
    sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sink.stop()
    authority = Authority(tmp_path)
    sink.tls = authority.server("localhost")
    sink.tls_at_once = True
    await sink.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file()))
    relay = Relay(Server("127.0.0.1", sink.port, "tls"), 2)
    assert not await relay.ready()
    assert sink.taken == []
