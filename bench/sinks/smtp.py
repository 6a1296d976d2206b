"""A mail server in a process of its own that says yes as fast as it can and counts.

python -m bench.sinks.smtp    # prints its port; `NOOP` answers how many messages it took
"""

import asyncio
import sys
from typing import cast

import uvloop

_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """Commands may come pipelined (RFC 2920); the message ends at its dot."""

    taken = 0

    def __init__(self) -> None:
        self._buffer = b""
        self._in_data = self._left = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        seen, start, replies = self._buffer + data, 0, b""
        while True:
            mark = _END if self._in_data else b"\r\n"
            end = seen.find(mark, start)
            if end < 0:
                break
            replies += (
                self._taken() if self._in_data else self._obey(seen[start : start + 4].upper())
            )
            start = end + len(mark)
        # Cut once: who writes a hundred messages without waiting would have each cut copy the rest.
        self._buffer = seen[start:]
        if replies and self._transport:
            self._transport.write(replies)
            if self._left:
                self._transport.close()

    def _taken(self) -> bytes:
        self._in_data = False
        Sink.taken += 1
        return b"250 2.0.0 taken\r\n"

    def _obey(self, verb: bytes) -> bytes:
        if verb == b"EHLO":
            return b"250-sink.example\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n"
        if verb == b"DATA":
            self._in_data = True
            return b"354 go on\r\n"
        if verb == b"NOOP":
            return b"250 %d\r\n" % Sink.taken
        if verb == b"QUIT":
            self._left = True
            return b"221 bye\r\n"
        return b"250 2.1.0 OK\r\n"


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
