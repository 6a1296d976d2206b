"""What comes back to a return path: read, whoever wrote it."""

from uuid import uuid5

import pytest

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.returned import read
from tests.notifications.samples import SPACE

PATH = ReturnPath(b"s" * 32, "schakel.example")
OURS = uuid5(SPACE, "ours")
IDENTITY = PATH.of(OURS).partition("@")[0].partition("+")[2]


def report(
    action: str = "failed",
    *,
    status: str = "5.1.1",
    envelope: str | None = IDENTITY,
    diagnostic: str = "smtp; 550 5.1.1 <proef@bakkerij.example> unknown here",
    more: str = "",
) -> bytes:
    """As Postfix writes it."""
    named = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    return f"""\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {PATH.of(OURS)}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="grens"

--grens
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.

--grens
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
{named}Arrival-Date: Sun, 22 Nov 2026 10:31:07 +0100 (CET)

Final-Recipient: rfc822; proef@bakkerij.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

{more}
--grens
Content-Type: message/rfc822

Subject: het bericht zelf

--grens--
""".replace("\n", "\r\n").encode()


def answer(*headers: str, text: str = "Ik ben er niet.") -> bytes:
    head = ("From: Jan <jan@bakkerij.example>", "Subject: Afwezig", *headers)
    return ("\r\n".join(head) + f"\r\n\r\n{text}\r\n").encode()


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("failed", "bounced"),
        ("Delayed", "delayed"),
        ("delivered (to mailbox)", "delivered"),
        ("relayed", "relayed"),
        ("expanded", "relayed"),
    ],
)
def test_a_report_says_what_became_of_the_mail(action: str, kind: str) -> None:
    returned = read(report(action), IDENTITY)
    assert returned.kind == kind
    assert returned.details["status"] == "5.1.1"
    assert returned.details.get("code") == (None if kind == "delivered" else 550)
    assert returned.payload["reply"] == "550 5.1.1 <proef@bakkerij.example> unknown here"


def test_whoever_of_several_behind_one_address_was_reached_was() -> None:
    second = "Final-Recipient: rfc822; b@bakkerij.example\nAction: delivered\nStatus: 2.0.0\n"
    assert read(report(more=second), IDENTITY).kind == "delivered"


def test_a_report_of_another_mail_is_none_of_this_one() -> None:
    assert read(report(envelope="0" * 32 + ".ff"), IDENTITY).kind == "answered"
    assert read(report(envelope=IDENTITY.upper()), IDENTITY).kind == "bounced"
    assert read(report(envelope=None), IDENTITY).kind == "bounced"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Replied; owner-email=jan",
        "Auto-Submitted: auto-generated",
        "X-Autoreply: yes",
        "X-Autorespond: vacation",
        "Precedence: bulk",
        "Precedence: auto_reply",
    ],
)
def test_an_automatic_answer_is_no_bounce(header: str) -> None:
    assert read(answer(header), IDENTITY).kind == "automatic"


def test_a_report_that_was_forwarded_is_no_report_of_ours() -> None:
    inner = report().decode()
    forwarded = (
        "From: jan@bakkerij.example\r\nSubject: Fwd\r\nContent-Type: multipart/mixed;"
        f" boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--x--\r\n"
    )
    assert read(forwarded.encode(), IDENTITY).kind == "answered"


def test_what_a_person_writes_and_what_an_old_server_returns_is_kept_for_staff() -> None:
    assert (
        read(answer("Auto-Submitted: no"), IDENTITY).payload["reply"] == "Afwezig | Ik ben er niet."
    )
    bare = b"From: MAILER-DAEMON@old.example\r\nPrecedence: junk\r\n"
    bare += b"Subject: failure\r\n\r\nno such user"
    returned = read(bare, IDENTITY)
    assert (returned.kind, returned.payload["reply"]) == ("answered", "failure | no such user")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n--\r\n----",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n",
        b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Subject: =?klingon?q?x?=\r\nFrom: \xff\xfe\r\nAuto-Submitted: \xed\xa0\x80\r\n\r\n\xed",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n)
            for n in range(2000)
        ),
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        report(diagnostic="smtp; 550 \x00\x1b[31m" + "x" * 9000),
        report("failed", status="5.1.1\r\n X-Injected: yes"),
    ],
)
def test_whatever_comes_back_is_read_and_can_be_stored(content: bytes) -> None:
    returned = read(content, IDENTITY)
    for text in [*map(str, returned.details.values()), *returned.payload.values()]:
        assert text.isprintable()
        assert text.encode()
        assert len(text) <= 500


def test_the_return_path_of_a_delivery_is_known_by_its_mac_alone() -> None:
    made = PATH.of(OURS)
    assert PATH.read(made) == PATH.read(made.upper()) == OURS
    other = ReturnPath(b"t" * 32, "schakel.example").of(OURS)
    for wrong in (other, made.replace("schakel", "elders"), made[1:], "", f"{made}\n", "b+@x"):
        assert PATH.read(wrong) is None
