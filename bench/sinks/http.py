"""A receiver of webhooks in a process of its own that says yes as fast as it can and counts.

python -m bench.sinks.http    # prints its port; a GET answers how many messages it took
"""

import asyncio
import re
import sys
from typing import cast

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Sink(asyncio.Protocol):
    taken = 0

    def __init__(self) -> None:
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._next():
            pass

    def _next(self) -> bool:
        """False while the request isn't whole."""
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = int(length.group(1)) if length else 0
        if not end or len(rest) < body or self._transport is None:
            return False
        self._buffer = rest[body:]
        Sink.taken += head.startswith(b"POST ")
        said = b"%d" % Sink.taken
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(said), said)
        )
        return True


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
