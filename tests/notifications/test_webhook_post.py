"""One message to one receiver: to the address that was looked at, under its own name, with a limit
to everything that the other side may do."""

import asyncio
import time
from ipaddress import ip_network
from pathlib import Path

import pytest

from services.notifications.channels.webhook.addresses import Gate
from services.notifications.channels.webhook.post import Poster
from services.notifications.domain.webhook_delivery import Answer
from tests.notifications.certificates import Authority
from tests.notifications.receiver import Receiver, receiving
from tests.notifications.test_webhook_addresses import Names

SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = b'{"type":"agreement.signed"}'
HERE = [ip_network("127.0.0.0/8")]


async def post(poster: Poster, url: str, times: int = 1) -> Answer:
    async with poster.line(url) as line:
        if isinstance(line, Answer):
            return line
        for _ in range(times):
            answer = await line.post("msg-1", BODY, [SECRET])
    return answer


def towards(*addresses: str, seconds: float = 2, authority: Authority | None = None) -> Poster:
    context = authority.trusting() if authority else None
    return Poster(Gate(Names(list(addresses)), HERE), seconds, context)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_it_calls_the_address_that_was_found_under_the_name_of_the_url(
    authority: Authority,
) -> None:
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    context = authority.server("hook.example")
    async with receiving(Receiver(context=context)) as receiver:
        poster = Poster(Gate(names, HERE), 2, authority.trusting())
        answer = await post(poster, f"https://hook.example:{receiver.port}/a?b=c", times=3)
        assert (answer.outcome, answer.status) == ("delivered", 200)
        assert [one.path for one in receiver.came] == ["/a?b=c"] * 3
        assert receiver.came[0].headers["host"] == f"hook.example:{receiver.port}"
        assert receiver.verified(0, SECRET) == {"type": "agreement.signed"}
    assert names.asked == 1, "a name server that changes its mind is not asked again"
    assert receiver.connections == 1


async def test_a_name_that_points_inside_at_the_second_look_is_refused_then() -> None:
    poster = Poster(Gate(Names(["127.0.0.9"], ["169.254.169.254"]), HERE), 2)
    assert (await post(poster, "https://hook.example/")).outcome == "unreachable"
    assert (await post(poster, "https://hook.example/")).outcome == "address_refused"


@pytest.mark.parametrize("name", ["other.example", "127.0.0.1"])
async def test_a_certificate_of_another_name_gets_nothing(authority: Authority, name: str) -> None:
    async with receiving(Receiver(context=authority.server(name))) as receiver:
        poster = towards("127.0.0.1", authority=authority)
        answer = await post(poster, f"https://hook.example:{receiver.port}/")
        assert answer.outcome == "tls"
        assert receiver.came == []


async def test_a_certificate_that_nobody_vouches_for_gets_nothing(authority: Authority) -> None:
    async with receiving(Receiver(context=authority.server("hook.example"))) as receiver:
        answer = await post(towards("127.0.0.1"), f"https://hook.example:{receiver.port}/")
        assert answer.outcome == "tls"
        assert receiver.came == []


async def test_where_nobody_listens_the_next_address_is_tried() -> None:
    async with receiving(Receiver()) as receiver:
        poster = towards("127.0.0.2", "127.0.0.1")
        answer = await post(poster, f"http://hook.intern:{receiver.port}/")
        assert answer.outcome == "delivered"
    answer = await post(poster, f"http://hook.intern:{receiver.port}/")
    assert answer.outcome == "unreachable"


@pytest.mark.parametrize(
    ("what", "outcome", "status"),
    [
        (204, "delivered", 204),
        (500, "status", 500),
        (404, "status", 404),
        (410, "gone", 410),
        ("hang", "timeout", None),
        ("cut", "broken_answer", None),
        ("garbage", "broken_answer", None),
        ("drip", "delivered", 200),
        ("huge", "status", 500),
    ],
)
async def test_whatever_the_receiver_does_the_end_is_named(
    what: str | int, outcome: str, status: int | None
) -> None:
    async with receiving(Receiver()) as receiver:
        receiver.script.append(what)
        begun = time.monotonic()
        answer = await post(towards("127.0.0.1"), f"http://hook.intern:{receiver.port}/")
        assert (answer.outcome, answer.status) == (outcome, status)
        assert time.monotonic() - begun < 4
        assert len(answer.response or "") <= 500


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with receiving(Receiver()) as inner, receiving(Receiver()) as receiver:
        where = f"http://127.0.0.1:{inner.port}/".encode()
        receiver.script.append(
            b"HTTP/1.1 %d Moved\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % (status, where)
        )
        answer = await post(towards("127.0.0.1"), f"http://hook.intern:{receiver.port}/")
        assert (answer.outcome, answer.status) == ("redirect", status)
        assert inner.came == []


async def test_an_answer_is_kept_in_part_and_without_secrets() -> None:
    said = f"got {SECRET}, key {SECRET[6:]}, v1,abcDEF+/= and Authorization: Bearer abc.def\0"
    body = said.encode() + b"\xff" + b"x" * 9000
    async with receiving(Receiver()) as receiver:
        receiver.script.append(b"HTTP/1.1 400 No\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        answer = await post(towards("127.0.0.1"), f"http://hook.intern:{receiver.port}/")
    kept = answer.response or ""
    assert len(kept) == 500
    for secret in (SECRET, SECRET[6:], "abcDEF", "abc.def", "\0"):
        assert secret not in kept


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), ("0", 0), ("999999999999", 86400), ("soon", None), ("-5", None), ("¹²", None)],
)
async def test_an_endpoint_may_ask_for_time(told: str, seconds: int | None) -> None:
    async with receiving(Receiver()) as receiver:
        receiver.script.append(
            b"HTTP/1.1 429 Slow\r\nRetry-After: %b\r\nContent-Length: 0\r\n\r\n" % told.encode()
        )
        answer = await post(towards("127.0.0.1"), f"http://hook.intern:{receiver.port}/")
    found = answer.retry_after
    assert (found and found.total_seconds()) == (seconds or None) or seconds == 0


async def test_no_proxy_of_the_environment_stands_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with receiving(Receiver()) as proxy, receiving(Receiver()) as receiver:
        for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        answer = await post(towards("127.0.0.1"), f"http://hook.intern:{receiver.port}/")
        assert answer.outcome == "delivered"
        assert proxy.came == []


async def test_the_last_message_waits_for_nobody_else() -> None:
    async with receiving(Receiver()) as receiver:
        receiver.script.append("hang")
        async with towards("127.0.0.1").line(f"http://hook.intern:{receiver.port}/") as line:
            assert not isinstance(line, Answer)
            slow = asyncio.create_task(line.post("slow", BODY, [SECRET]))
            await asyncio.sleep(0.1)
            assert (await line.post("fast", BODY, [SECRET])).seconds < 1
            assert (await slow).outcome == "timeout"
