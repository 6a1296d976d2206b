"""A mail server that misbehaves on purpose, in a process of its own. What it took is the truth.

python -m tests.faults.sink PORT FOLDER TROUBLE    # TROUBLE as JSON, see ``Trouble``

Before it says yes to a message it writes, and syncs to disk, two files in FOLDER. ``ledger`` is
what happened, for whoever counts. ``mail.log`` is what a Postfix would have logged of it, in the
same words, for whoever reconciles: the system under test learns nothing else of a message.
"""

import asyncio
import json
import os
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import cast

_END = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\r\n]+>)", re.IGNORECASE | re.MULTILINE)
_CLIENT = "localhost[127.0.0.1]"
_NO = b"550 5.1.1 User unknown\r\n"


@dataclass(frozen=True)
class Trouble:
    """``rates`` is how often each kind of trouble comes to a message, of one; to the same
    recipient it comes ``stubborn`` times at most, so that all ends. Chance follows from ``seed``,
    the recipient and how often it was tried, in whatever order messages arrive.

    later: 451 to the recipient · later-after-dot: 452 to the message · no: 550 to the recipient ·
    no-354: 550, and asks for the body all the same · closing: 421 to the recipient ·
    cut-before-dot, cut-inside: the link breaks before the message, in the middle of it ·
    cut-after-dot: it was taken, and nobody is told.
    """

    seed: int = 0
    stubborn: int = 2
    rates: dict[str, float] = field(default_factory=dict)

    def of(self, recipient: str, turn: int) -> str:
        if turn > self.stubborn:
            return "yes"
        luck = Random(f"{self.seed}:{recipient}:{turn}").random()
        for step, rate in self.rates.items():
            luck -= rate
            if luck < 0:
                return step
        return "yes"

    def encode(self) -> str:
        return json.dumps(asdict(self))


class Books:
    """The two files, and how often each recipient was tried."""

    def __init__(self, folder: Path, trouble: Trouble) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.trouble, self.turns = trouble, Counter[str]()
        self._ledger = os.open(folder / "ledger", flags, 0o644)
        self._log = os.open(folder / "mail.log", flags, 0o644)
        self._number = self.links = 0

    def note(self, what: str, **more: str) -> None:
        os.write(self._ledger, (json.dumps({"what": what, **more}) + "\n").encode())
        os.fdatasync(self._ledger)

    def identity(self) -> str:
        """As Postfix's short names of its queue files: capital hexadecimals."""
        self._number += 1
        return f"{os.getpid() & 0xFFFF:04X}{self._number:06X}"

    def log(self, *lines: tuple[str, str]) -> None:
        """Who said it, with the number of its process, and what."""
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        text = "".join(f"{moment} sink postfix/{who}: {said}\n" for who, said in lines)
        os.write(self._log, text.encode())
        os.fdatasync(self._log)


class Sink(asyncio.Protocol):
    """Commands may come in groups (RFC 2920); a message ends at its dot."""

    def __init__(self, books: Books) -> None:
        self._books, self._buffer = books, b""
        self._in_data = self._left = False
        self._sender = self._recipient = self._step = self._name = self._message = ""
        self._transport: asyncio.Transport | None = None
        books.links += 1
        self._smtpd = f"smtpd[{10_000 + books.links}]"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(b"220 sink.example ESMTP Postfix\r\n")
        self._books.log((self._smtpd, f"connect from {_CLIENT}"))

    def connection_lost(self, _: Exception | None) -> None:
        if self._in_data:
            self._in_data = False
            size = len(self._buffer)
            said = f"lost connection after DATA ({size} bytes) from {_CLIENT}"
            self._books.log((self._smtpd, said))
        self._books.log((self._smtpd, f"disconnect from {_CLIENT}"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        replies = b""
        while not self._left and (reply := self._next()) is not None:
            replies += reply
        if self._transport:
            self._transport.write(replies)
            if self._left:
                self._transport.close()

    def _next(self) -> bytes | None:
        if self._in_data:
            return self._read_message()
        line, end, rest = self._buffer.partition(b"\r\n")
        if not end:
            return None
        self._buffer = rest
        return self._obey(line[:4].upper(), line.decode(errors="replace"))

    def _obey(self, verb: bytes, line: str) -> bytes:
        address = line.partition("<")[2].partition(">")[0]
        if verb == b"EHLO":
            return b"250-sink.example\r\n250-PIPELINING\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n"
        if verb == b"MAIL":
            self._sender, self._recipient, self._step = address, "", ""
        elif verb == b"RCPT":
            return self._rcpt(address)
        elif verb == b"DATA":
            return self._data()
        elif verb == b"QUIT":
            self._left = True
            return b"221 2.0.0 Bye\r\n"
        return b"250 2.0.0 Ok\r\n"

    def _rcpt(self, address: str) -> bytes:
        books = self._books
        books.turns[address] += 1
        self._recipient = address
        self._step = books.trouble.of(address, books.turns[address])
        if self._step == "closing":
            self._left = True
            return b"421 4.3.2 Service shutting down\r\n"
        answers = {"later": b"451 4.7.1 Try again later\r\n", "no": _NO, "no-354": _NO}
        answer = answers.get(self._step, b"250 2.1.5 Ok\r\n")
        if answer[:1] != b"2":
            if answer == _NO:
                books.note("refused", recipient=address)
            said = f"reject: RCPT from {_CLIENT}: {answer.decode().strip()}"
            said += f"; from=<{self._sender}> to=<{address}> proto=ESMTP helo=<schakel.example>"
            books.log((self._smtpd, f"NOQUEUE: {said}"))
        return answer

    def _data(self) -> bytes:
        if self._step in ("later", "no"):
            return b"554 5.5.1 Error: no valid recipients\r\n"
        self._in_data, self._name = True, ""
        if self._step == "cut-before-dot":
            self._left = True
            return b""
        return b"354 End data with <CR><LF>.<CR><LF>\r\n"

    def _read_message(self) -> bytes | None:
        if self._step != "no-354":
            self._look_at_the_header()
        if self._step == "cut-inside" and len(self._buffer) > 1000:
            self._left = True
            return b""
        if self._buffer.startswith(b".\r\n"):
            body, end, rest = b"", True, self._buffer[3:]
        else:
            body, found, rest = self._buffer.partition(_END)
            end = bool(found)
        if not end:
            return None
        self._buffer, self._in_data = rest, False
        return self._take(body)

    def _look_at_the_header(self) -> None:
        """Its line in the log is there before the message is."""
        found = _MESSAGE_ID.search(self._buffer) if not self._name else None
        if found:
            self._message = found.group(1).decode()
            self._name = self._books.identity()
            self._books.log(
                (self._smtpd, f"{self._name}: client={_CLIENT}"),
                ("cleanup[4712]", f"{self._name}: message-id={self._message}"),
            )

    def _take(self, body: bytes) -> bytes:
        books = self._books
        if self._step == "no-354":
            if body:
                books.note("given-away", recipient=self._recipient)
            return b"554 5.5.1 Error: no valid recipients\r\n"
        if self._step == "later-after-dot":
            said = f"milter-reject: END-OF-MESSAGE from {_CLIENT}: 4.3.1 No room"
            said += f"; from=<{self._sender}> to=<{self._recipient}> proto=ESMTP"
            books.log(("cleanup[4712]", f"{self._name}: {said}"))
            return b"452 4.3.1 No room\r\n"
        queued = f"from=<{self._sender}>, size={len(body)}, nrcpt=1 (queue active)"
        books.log(("qmgr[4713]", f"{self._name}: {queued}"))
        whom = {"sender": self._sender, "recipient": self._recipient}
        books.note("taken", message_id=self._message, **whom)
        if self._step == "cut-after-dot":
            self._left = True
            return b""
        return b"250 2.0.0 Ok: queued as %b\r\n" % self._name.encode()


async def main(port: int, folder: Path, trouble: Trouble) -> None:
    books = Books(folder, trouble)
    server = await asyncio.get_running_loop().create_server(lambda: Sink(books), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), Trouble(**json.loads(sys.argv[3]))))
