"""What the log of a mail server proves, and what it doesn't."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.domain.mail_log import Doubt, MailLog, Verdict
from shared.errors import Invalid
from tests.notifications.samples import SPACE

PATH = ReturnPath(b"s" * 32, "schakel.example")
ONE, TWO, WITNESS = (uuid5(SPACE, name) for name in ("one", "two", "witness"))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
WAITS = timedelta(minutes=5)
DOUBT = Doubt(ONE, SENT, SENT + timedelta(seconds=30))


def at(minute: int, second: int = 0) -> str:
    return f"2026-11-22T11:{minute:02}:{second:02}.250000+01:00 mail "


BEFORE = at(29) + "postfix/smtpd[40]: connect from app[10.0.0.5]"
AFTER = at(36) + "postfix/smtpd[40]: disconnect from app[10.0.0.5] ehlo=1 mail=2 quit=1 commands=9"


def opened(queue_id: str, process: int = 40, minute: int = 30) -> str:
    return at(minute, 1) + f"postfix/smtpd[{process}]: {queue_id}: client=app[10.0.0.5]"


def named(queue_id: str, whose: UUID = ONE, minute: int = 30) -> str:
    message_id = PATH.names(whose)[1]
    return at(minute, 1) + f"postfix/cleanup[41]: {queue_id}: message-id=<{message_id}>"


def active(queue_id: str, sender: str | None = None, host: str = "mail") -> str:
    start = at(30, 2).replace(" mail ", f" {host} ")
    mailbox = PATH.of(ONE) if sender is None else sender
    return (
        f"{start}postfix/qmgr[42]: {queue_id}: from=<{mailbox}>, size=6011, nrcpt=1 (queue active)"
    )


def log(*lines: str, zone: str | None = None) -> MailLog:
    names = {name.lower(): who for who in (ONE, TWO, WITNESS) for name in PATH.names(who)}
    read = MailLog(names, NOW, ZoneInfo(zone) if zone else None)
    read.read(lines)
    return read


def verdict(*lines: str, doubt: Doubt = DOUBT, zone: str | None = None) -> Verdict:
    return log(*lines, zone=zone).of(doubt, WAITS)


def test_what_the_queue_manager_picked_up_was_taken() -> None:
    lines = (
        BEFORE,
        opened("4dK2Zw1Xy2z3Q"),
        named("4dK2Zw1Xy2z3Q"),
        active("4dK2Zw1Xy2z3Q"),
        AFTER,
    )
    assert verdict(*lines) == "taken"
    taken = log(*lines).taken[ONE]
    assert (taken.queue_id, taken.line) == ("4dK2Zw1Xy2z3Q", lines[3])


def test_what_was_taken_needs_no_lines_round_it() -> None:
    assert verdict(active("4F2A11A0")) == "taken"


def test_a_message_id_alone_proves_nothing() -> None:
    """It stands in the log before the last dot."""
    assert verdict(BEFORE, opened("4F2A11A0"), named("4F2A11A0"), AFTER) == "unfinished"


def test_what_broke_off_in_its_body_was_not_taken() -> None:
    lost = (
        at(30, 3) + "postfix/smtpd[40]: lost connection after DATA (2048 bytes) from app[10.0.0.5]"
    )
    assert verdict(BEFORE, opened("4F2A11A0"), named("4F2A11A0"), lost, AFTER) == "absent"
    other = lost.replace("[40]", "[77]")
    assert verdict(BEFORE, opened("4F2A11A0"), named("4F2A11A0"), other, AFTER) == "unfinished"
    before = at(30, 3) + "postfix/smtpd[40]: lost connection after DATA from app[10.0.0.5]"
    assert verdict(BEFORE, opened("4F2A11A0"), named("4F2A11A0"), before, AFTER) == "unfinished"


@pytest.mark.parametrize(
    "said",
    [
        "cleanup[41]: 4dK2Zw1: milter-reject: END-OF-MESSAGE from app[10.0.0.5]: 4.7.1 Not now;",
        "smtpd[40]: 4dK2Zw1: reject: END-OF-MESSAGE from app[10.0.0.5]: 452 4.3.1 No room;",
    ],
)
def test_what_was_refused_at_its_dot_was_not_taken(said: str) -> None:
    refused = at(30, 2) + f"postfix/{said} from=<b@schakel.example> to=<a@b.example> proto=ESMTP"
    assert verdict(BEFORE, opened("4dK2Zw1"), named("4dK2Zw1"), refused, AFTER) == "absent"


def test_by_its_message_id_it_is_known_where_the_sender_was_rewritten() -> None:
    rewritten = active("4F2A11A0", "mailing@host.example")
    assert verdict(BEFORE, named("4F2A11A0"), rewritten, AFTER) == "taken"
    elsewhere = active("4F2A11A0", "mailing@host.example", host="mail2")
    assert verdict(BEFORE, named("4F2A11A0"), elsewhere, AFTER) == "unfinished"


def test_a_number_that_comes_again_stands_for_another_message() -> None:
    other = at(31) + "postfix/cleanup[41]: 4F2A11A0: message-id=<x@elsewhere.example>"
    later = active("4F2A11A0", "x@elsewhere.example")
    assert verdict(BEFORE, named("4F2A11A0"), other, later, AFTER) == "unfinished"


def test_nothing_in_a_log_that_shows_the_whole_time_was_never_taken() -> None:
    assert verdict(BEFORE, AFTER) == "absent"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (AFTER,),
        (BEFORE,),
        (at(31) + "postfix/qmgr[42]: 4F2A11A0: removed", AFTER),
        (BEFORE, at(33) + "postfix/qmgr[42]: 4F2A11A0: removed"),
        (at(29) + "systemd[1]: Started cron", at(36) + "systemd[1]: Stopped cron"),
    ],
)
def test_a_log_that_does_not_show_the_whole_time_settles_nothing(lines: tuple[str, ...]) -> None:
    assert verdict(*lines) == "uncovered"


@pytest.mark.parametrize(
    "said",
    [
        "systemd-journald[211]: Suppressed 3182 messages from postfix.service",
        "rsyslogd[633]: imuxsock lost 812 messages from pid 42 due to rate-limiting",
    ],
)
def test_a_log_out_of_which_lines_were_dropped_settles_nothing(said: str) -> None:
    assert verdict(BEFORE, at(31) + said, AFTER) == "incomplete"
    assert verdict(BEFORE, said, AFTER) == "incomplete"
    assert verdict(at(20) + said, BEFORE, AFTER) == "absent"


def test_a_log_that_lacks_what_was_taken_for_certain_settles_nothing() -> None:
    doubt = Doubt(ONE, SENT, SENT, ((WITNESS, SENT),))
    assert verdict(BEFORE, AFTER, doubt=doubt) == "incomplete"
    seen = active("4F2A11A1", PATH.of(WITNESS))
    assert verdict(BEFORE, seen, AFTER, doubt=doubt) == "absent"
    long_ago = Doubt(ONE, SENT, SENT, ((WITNESS, SENT - timedelta(days=3)),))
    assert verdict(BEFORE, AFTER, doubt=long_ago) == "absent"


def test_lines_without_a_zone_prove_what_was_taken_and_cover_nothing_until_it_is_named() -> None:
    before = "Nov 22 11:29:00 mail postfix/smtpd[40]: connect from app[10.0.0.5]"
    after = "Nov 22 11:36:00 mail postfix/smtpd[40]: disconnect from app[10.0.0.5]"
    assert verdict(before, after) == "uncovered"
    assert verdict(before, after, zone="Europe/Amsterdam") == "absent"
    assert verdict(before, after, zone="UTC") == "uncovered"
    old = "Nov 22 11:30:02" + active("4F2A11A0").removeprefix(at(30, 2).removesuffix(" mail "))
    assert verdict(old) == "taken"


def test_a_day_that_lies_ahead_was_last_year() -> None:
    ahead = "Dec 31 11:36:00 mail postfix/smtpd[40]: disconnect from app[10.0.0.5]"
    assert verdict(BEFORE, ahead, zone="UTC") == "uncovered"
    no_day = "Feb 31 11:36:00 mail postfix/smtpd[40]: disconnect from app[10.0.0.5]"
    assert verdict(BEFORE, no_day, zone="UTC") == "uncovered"


def test_a_subject_that_looks_like_a_line_proves_nothing() -> None:
    lure = f"4F2A11A0: warning: header Subject: qmgr[1]: 4F2A11A0: from=<{PATH.of(ONE)}>, size=1"
    said = f"{at(30)}postfix/cleanup[41]: {lure}, nrcpt=1 (queue active) from app[10.0.0.5]"
    assert verdict(BEFORE, said, AFTER) == "absent"


def test_another_mail_server_tells_what_it_took_as_json_lines() -> None:
    before, after = '{"at": "2026-11-22T10:29:00Z"}', '{"at": "2026-11-22T10:36:00+00:00"}'
    assert verdict(before, after) == "absent"
    for name, value in (("return_path", PATH.of(ONE)), ("message_id", f"<{PATH.names(ONE)[1]}>")):
        line = f'{{"at": "2026-11-22T10:30:02Z", "queue_id": "1vABC-0002", "{name}": "{value}"}}'
        assert log(line).taken[ONE].queue_id == "1vABC-0002"


@pytest.mark.parametrize("line", ["{", "{}", '{"at": "gisteren"}', '{"at": "2026-11-22T10:29:00"}'])
def test_a_line_of_json_that_says_nothing_is_named(line: str) -> None:
    with pytest.raises(Invalid) as caught:
        log(BEFORE, line)
    assert (caught.value.code, caught.value.field) == ("log-line-unreadable", "lines.1")
