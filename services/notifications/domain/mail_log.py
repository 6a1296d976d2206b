"""What a mail server's own log says of our messages: taken, begun and never ended, or nothing.

Postfix as it logs by itself; any other as JSON lines (``docs/mail-log.md``). That Postfix took a
message shows where its queue manager picked it up; a Message-ID alone stands there before the last
dot, and proves nothing.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

from shared.errors import Invalid

# A day that lies further ahead than this, in a log that names no year, was last year's.
_AHEAD = timedelta(days=1)
_MODERN = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d))\s")
_OLD = re.compile(r"([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)\s")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_PROGRAM = re.compile(r"\s(\S+)\s(\S+)/([a-z-]+)\[(\d+)\]:\s(.*)")
_BEGUN = re.compile(r"([0-9A-Za-z]{5,}): (?:client=|message-id=)")
_NAMED = re.compile(r"([0-9A-Za-z]{5,}): message-id=<([^<>]*)>\s*")
_TAKEN = re.compile(r"([0-9A-Za-z]{5,}): from=<([^<>]*)>, size=\d+, nrcpt=\d+ \(queue active\)\s*")
# In the middle of the body, as the number of its bytes shows: what was sent is thrown away.
_BROKEN_OFF = re.compile(r"(?:lost connection|timeout) after DATA \(\d+ bytes\) from ")
# At its last dot, for now or for good: nothing of it is kept.
_REFUSED = re.compile(r"([0-9A-Za-z]{5,}): (?:milter-)?reject: END-OF-MESSAGE from ")
_LEFT_OUT = re.compile(r"Suppressed \d+ messages|rate-limit", re.IGNORECASE)

Verdict = Literal["taken", "absent", "unfinished", "uncovered", "incomplete"]
# Which machine and which Postfix on it, and the message or process there.
_Place: TypeAlias = tuple[str, str, str]


class Taken(NamedTuple):
    queue_id: str
    line: str


@dataclass(frozen=True)
class Doubt:
    """A delivery that nobody knows of whether it was taken. The attempt fell between ``since`` and
    ``until``, in real time; ``witnesses`` were taken for certain, and when that was written down.
    """

    delivery_id: UUID
    since: datetime
    until: datetime
    witnesses: tuple[tuple[UUID, datetime], ...] = ()


class MailLog:
    """Goes through a log line by line. ``names``: what our messages go by in it (return path,
    Message-ID without its brackets), and whose each is. ``zone`` is that of lines which name none;
    without it they prove that something was taken, and never that nothing was."""

    def __init__(self, names: Mapping[str, UUID], now: datetime, zone: tzinfo | None) -> None:
        self._names, self._now, self._zone = names, now, zone
        self.taken: dict[UUID, Taken] = {}
        self._begun: dict[_Place, UUID] = {}
        self._unclear: set[UUID] = set()
        self._current: dict[_Place, str] = {}
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._holes: list[datetime | None] = []

    def read(self, lines: Iterable[str]) -> None:
        """Raise ``Invalid`` for a line of JSON that says nothing."""
        for number, line in enumerate(lines, 1):
            if line.startswith("{"):
                self._entry(number, line)
            elif found := _PROGRAM.search(line, 10):
                self._covered(self._moment(line))
                host, instance, daemon, process, said = found.groups()
                self._said((host, instance), daemon, process, (said, line.rstrip()))
            if _LEFT_OUT.search(line):
                self._holes.append(self._moment(line))

    def of(self, doubt: Doubt, server_waits: timedelta) -> Verdict:
        """``absent`` only where the log must have named it: it has lines from before the attempt
        and from ``server_waits`` after, when the server waited no more for the rest of a message;
        nothing was left out of it; and whatever was taken for certain at the time stands in it."""
        if doubt.delivery_id in self.taken:
            return "taken"
        if doubt.delivery_id in self._unclear or doubt.delivery_id in self._begun.values():
            return "unfinished"
        first, last = self._first, self._last
        if not first or not last or first > doubt.since or last < doubt.until + server_waits:
            return "uncovered"
        if any(hole is None or hole >= doubt.since for hole in self._holes):
            return "incomplete"
        seen = (who in self.taken for who, at in doubt.witnesses if first <= at <= last)
        return "absent" if all(seen) else "incomplete"

    def _said(
        self, server: tuple[str, str], daemon: str, process: str, what: tuple[str, str]
    ) -> None:
        said, line = what
        if daemon == "qmgr" and (found := _TAKEN.fullmatch(said)):
            queue_id, sender = found.groups()
            named = self._begun.pop((*server, queue_id), None)
            self._take(self._names.get(sender.lower()) or named, Taken(queue_id, line))
        elif daemon == "cleanup" and (found := _NAMED.fullmatch(said)):
            self._name((*server, found[1]), self._names.get(found[2].lower()))
        elif daemon in ("cleanup", "smtpd") and (found := _REFUSED.match(said)):
            self._begun.pop((*server, found[1]), None)
        elif daemon == "smtpd":
            self._follow(server, process, said)

    def _follow(self, server: tuple[str, str], process: str, said: str) -> None:
        """Which message a process receives now, so that it is known which one broke off."""
        if found := _BEGUN.match(said):
            self._current[*server, process] = found[1]
        elif _BROKEN_OFF.match(said) and (of := self._current.pop((*server, process), None)):
            self._begun.pop((*server, of), None)

    def _name(self, place: _Place, whose: UUID | None) -> None:
        """A number that comes again stands for another message."""
        if before := self._begun.pop(place, None):
            self._unclear.add(before)
        if whose:
            self._begun[place] = whose

    def _take(self, whose: UUID | None, taken: Taken) -> None:
        if whose:
            self.taken.setdefault(whose, taken)

    def _entry(self, number: int, line: str) -> None:
        """One line of another mail server: ``at``, and what it took, if it did."""
        try:
            said: dict[str, Any] = json.loads(line)
            at = datetime.fromisoformat(str(said["at"]))
        except (ValueError, KeyError) as error:
            raise _unreadable(number) from error
        if at.tzinfo is None:
            raise _unreadable(number)
        self._covered(at)
        for name in (said.get("return_path"), said.get("message_id")):
            if isinstance(name, str) and (whose := self._names.get(name.strip(" <>").lower())):
                self._take(whose, Taken(str(said.get("queue_id", ""))[:200], line.strip()))

    def _covered(self, at: datetime | None) -> None:
        if at:
            self._first = min(self._first or at, at)
            self._last = max(self._last or at, at)

    def _moment(self, line: str) -> datetime | None:
        if found := _MODERN.match(line):
            return datetime.fromisoformat(found[1])
        if self._zone and (found := _OLD.match(line)):
            return self._dated(found.groups(), self._zone)
        return None

    def _dated(self, said: Sequence[str], zone: tzinfo) -> datetime | None:
        """The latest such moment that is not ahead; none for what is no day."""
        latest, month = self._now + _AHEAD, _MONTHS.index(said[0]) + 1 if said[0] in _MONTHS else 0
        day, hour, minute, second = map(int, said[1:])
        year = latest.astimezone(zone).year
        for candidate in (year, year - 1):
            try:
                at = datetime(candidate, month, day, hour, minute, second, tzinfo=zone)
            except ValueError:
                continue
            if at <= latest:
                return at
        return None


def _unreadable(number: int) -> Invalid:
    return Invalid(
        "log-line-unreadable",
        f"Line {number} begins as JSON, but is no object with a time that names its zone.",
        field=f"lines.{number - 1}",
    )
