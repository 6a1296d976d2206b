"""Mail that comes back, over SMTP to the worker, and what it proves."""

import asyncio
import smtplib
from typing import Any
from uuid import uuid4

import pytest

from deploy.local.processes import free_port
from services.notifications.channels.mail.addresses import return_path
from shared.events import ChangePublished, ErasureOrdered
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import ONE, Client, notice_id
from tests.notifications.test_returned import answer, report

Reply = tuple[int, bytes]


class Post:
    """A mail server that brings back what we sent."""

    speaks: type[smtplib.SMTP] = smtplib.SMTP

    def __init__(self, stage: Stage, port: int) -> None:
        self.stage, self.port = stage, port

    def bring(self, content: bytes, to: str | None = None, sender: str = "") -> Reply:
        with self.speaks("127.0.0.1", self.port) as link:
            assert link.ehlo("mail.example")[0] == 250
            assert link.mail(sender)[0] == 250
            code, said = link.rcpt(to or self.stage.sink.taken[0].sender)
            return link.data(content) if code == 250 else (code, said)

    def report(self, action: str, to: str | None = None, **more: Any) -> Reply:
        return self.bring(report(action, envelope=None, **more), to)


@pytest.fixture
async def post(stage: Stage) -> Post:
    """What it brought was taken."""
    brings = await begin(stage)
    await stage.reach(accepted=1)
    return brings


async def begin(stage: Stage, **more: str) -> Post:
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    port = free_port()
    await stage.start_worker(SCHAKEL_BOUNCE_PORT=str(port), **more)
    return Post(stage, port)


async def row(stage: Stage, api: Client) -> dict[str, Any]:
    notice = await notice_id(stage, api)
    path = f"/notices/{notice}/deliveries"
    (only,) = (await api.get(path, headers=stage.token())).json()["items"]
    return dict(only)


async def test_what_bounced_after_it_was_taken_reached_nobody(
    stage: Stage, post: Post, api: Client
) -> None:
    await stage.reach(accepted=1)
    for _ in range(3):
        assert post.report("failed")[0] == 250
    await stage.reach(failed=1)
    shown = await row(stage, api)
    assert (shown["proof"], shown["code"], shown["reason"]) == ("failed", 550, "bounced")
    assert shown["reply"] == "550 5.1.1 <proef@bakkerij.example> unknown here"
    assert await stage.evidence() == [(0, "queued"), (1, "accepted"), (1, "bounced")]
    (told,) = await stage.news("DeliveriesAccepted")
    (taken_back,) = await stage.news("DeliveriesFailed")
    assert taken_back["deliveries"][0]["recipient_id"] == told["deliveries"][0]["recipient_id"]
    assert taken_back["deliveries"][0]["at"] > told["deliveries"][0]["at"]
    (unreached,) = await stage.news("DeliveriesUnreached")
    assert unreached["deliveries"][0]["delivery_id"] == shown["id"]


async def test_what_comes_back_is_taken_over_lmtp_too_where_that_is_set(stage: Stage) -> None:
    post = await begin(stage, SCHAKEL_BOUNCE_PROTOCOL="lmtp")
    await stage.reach(accepted=1)
    with smtplib.SMTP("127.0.0.1", post.port) as plain:
        assert plain.ehlo("mail.example")[0] == 500
    post.speaks = smtplib.LMTP
    assert post.report("failed", to="b+0.0@schakel.example")[0] == 550
    assert post.report("failed")[0] == 250
    await stage.reach(failed=1)
    assert (await stage.evidence())[-1] == (1, "bounced")


@pytest.mark.parametrize(
    ("reports", "port", "asks"),
    [("heard", 0, False), ("heard", 1, True), ("all", 0, True), ("problems", 1, False)],
)
def test_deliveries_are_reported_where_somebody_hears_it_or_as_the_provider_says(
    stage: Stage, reports: str, port: int, *, asks: bool
) -> None:
    given = {"smtp_reports": reports, "bounce_port": port}
    assert stage.settings().model_copy(update=given).asks_success is asks


async def test_what_was_reported_delivered_is_said_to_be_that_and_no_more(
    stage: Stage, post: Post, api: Client
) -> None:
    await stage.reach(accepted=1)
    assert post.report("delayed", status="4.4.1")[0] == 250
    assert (await row(stage, api))["proof"] == "accepted_by_mail_server"
    assert (await row(stage, api))["reason"] == "delayed"
    for _ in range(2):
        assert post.report("delivered", status="2.0.0")[0] == 250
    assert (await row(stage, api))["proof"] == "reported_delivered"
    assert [kind for _, kind in await stage.evidence()] == [
        "queued",
        "accepted",
        "delayed",
        "delivered",
    ]
    await stage.reach(accepted=1)
    assert await stage.news("DeliveriesFailed") == []


async def test_what_was_read_in_the_portal_stays_told_when_its_mail_comes_back(
    stage: Stage, post: Post, api: Client
) -> None:
    await stage.reach(accepted=1)
    seen = f"/deliveries/{(await row(stage, api))['id']}/views"
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    assert (await api.post(seen, headers=portal)).status_code == 204
    assert post.report("failed")[0] == 250
    await stage.reach(accepted=1)
    assert (await stage.evidence())[-1] == (1, "returned")
    assert await stage.news("DeliveriesFailed") == []


async def test_what_comes_back_for_somebody_who_was_erased_names_nobody(
    stage: Stage, post: Post, api: Client
) -> None:
    await stage.reach(accepted=1)
    client_id = samples.recipient().client_id
    await stage.tell(
        ErasureOrdered(tenant_id=TENANT, client_id=client_id, categories=["notices"], files=[])
    )
    await until(lambda: stage.news("ErasureDone"))
    assert post.report("failed")[0] == 250
    assert (await stage.evidence())[-1] == (1, "bounced")
    path = f"/notices/{await notice_id(stage, api)}/evidence"
    shown = (await api.get(path, headers=stage.token())).json()
    assert "proef@bakkerij.example" not in str(shown)
    assert shown["verification"]["sound"]
    assert shown["verification"]["erased"] == 3


async def test_automatic_answers_and_people_who_write_back_change_nothing(
    stage: Stage, post: Post
) -> None:
    await stage.reach(accepted=1)
    assert post.bring(answer("Auto-Submitted: auto-replied"))[0] == 250
    assert await stage.evidence() == [(0, "queued"), (1, "accepted")]
    assert post.bring(answer(), sender="jan@bakkerij.example")[0] == 250
    assert (await stage.evidence())[-1] == (1, "answered")
    await stage.reach(accepted=1)


async def test_nothing_comes_in_but_to_a_return_path_of_ours(stage: Stage, post: Post) -> None:
    await stage.reach(accepted=1)
    before = await stage.evidence()
    path = return_path(stage.settings())
    sender = stage.sink.taken[0].sender
    forged = sender.replace(sender[2:34], uuid4().hex)
    for address in (ONE, forged, "postmaster@schakel.example", "b+x@schakel.example"):
        assert post.report("failed", to=address)[0] == 550
    assert post.report("failed", to=path.of(uuid4()))[0] == 550
    assert post.bring((b"x" * 98 + b"\r\n") * 11_000)[0] == 552
    with smtplib.SMTP("127.0.0.1", post.port, timeout=30) as link:
        link.ehlo()
        link.mail("")
        assert link.rcpt(sender)[0] == 250
        assert link.rcpt(sender)[0] == 452
    assert await stage.evidence() == before


async def test_a_report_is_taken_only_once_it_can_be_written_down(stage: Stage, post: Post) -> None:
    await stage.reach(accepted=1)
    await stage.owner.execute("REVOKE INSERT ON notifications.evidence FROM notifications")
    assert post.report("failed")[0] == 451
    await stage.reach(accepted=1)
    await stage.owner.execute("GRANT INSERT ON notifications.evidence TO notifications")
    assert post.report("failed")[0] == 250
    await stage.reach(failed=1)


async def test_a_report_of_what_was_in_doubt_proves_that_it_was_taken(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(ONE, "cut-after-dot")
    post = await begin(stage)
    await stage.reach(in_doubt=1)
    assert post.report("delayed", status="4.4.1")[0] == 250
    await stage.reach(accepted=1)
    assert [kind for _, kind in await stage.evidence()][-2:] == ["confirmed", "delayed"]
    assert len(await stage.news("DeliveriesAccepted")) == 1


async def test_what_is_being_sent_is_not_taken_back_before_its_yes_is_written_down(
    stage: Stage,
) -> None:
    stage.sink.plan(ONE, "hold")
    post = await begin(stage)
    await stage.reach(sending=1)

    async def taken() -> bool:
        return bool(stage.sink.taken)

    await until(taken)
    assert await _away(post.report, "failed") == (451, b"4.3.0 Come back later")
    stage.sink.let_go.set()
    await stage.reach(accepted=1)
    assert (await _away(post.report, "failed"))[0] == 250
    await stage.reach(failed=1)


async def _away(what: Any, *arguments: Any) -> Any:
    """In a thread: the mail server of these tests answers in ours."""
    return await asyncio.to_thread(what, *arguments)
