"""As many requests a second as a server answers, over connections that stay open."""

import asyncio
import time

CONNECTIONS = 8


async def requests_per_second(port: int, path: str, token: str, seconds: float) -> float:
    """Raises ``RuntimeError`` for any answer but 200."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
    ).encode()
    started = time.perf_counter()
    done = await asyncio.gather(
        *(_ask(port, request, started + seconds) for _ in range(CONNECTIONS))
    )
    return sum(done) / (time.perf_counter() - started)


async def _ask(port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        await reader.readexactly(_length(head))
        done += 1
    writer.close()
    return done


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n")[0])
