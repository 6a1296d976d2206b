"""A proxy on loopback before real storage, which goes wrong in the way that it is told."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Fault = Literal["error", "late-error", "cut", "wrong", "slow", "hang-up"]


@dataclass
class Faults:
    """``fault`` befalls every request of one method; ``met`` counts those that it befell."""

    endpoint: str
    port: int = 0
    fault: Fault | None = None
    method: str = ""
    met: int = 0
    asked: list[str] = field(default_factory=list)

    def befall(self, method: str, fault: Fault | None) -> None:
        self.method, self.fault, self.met = method, fault, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faults: Faults

    def _pass(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(size)
        self.faults.asked.append(f"{self.command} {self.path}")
        befallen = self.faults.fault if self.command == self.faults.method else None
        self.faults.met += befallen is not None
        if befallen == "hang-up":
            self.close_connection = True
        elif befallen == "error":
            self._answer(503, {}, b"<Error><Code>SlowDown</Code></Error>")
        else:
            self._pass_on(body, befallen)

    def _pass_on(self, body: bytes, befallen: Fault | None) -> None:
        status, headers, content = self._ask(body)
        if befallen == "late-error":
            self._answer(500, {}, b"<Error><Code>InternalError</Code></Error>")
        elif befallen == "slow":
            time.sleep(1.5)
            self._answer(status, headers, content)
        elif befallen == "wrong" and content:
            self._answer(status, headers, bytes([content[0] ^ 1]) + content[1:])
        elif befallen == "cut" and content:
            self._answer(status, headers, content, keep=len(content) // 2)
        else:
            self._answer(status, headers, content)

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        behind = http.client.HTTPConnection(self.faults.endpoint, timeout=30)
        # With the Host that was signed.
        behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            behind.putheader(name, value)
        behind.endheaders(body)
        answer = behind.getresponse()
        content = answer.read()
        behind.close()
        return answer.status, dict(answer.getheaders()), content

    def _answer(
        self, status: int, headers: dict[str, str], content: bytes, keep: int | None = None
    ) -> None:
        own = {"content-length", "transfer-encoding", "connection", "date", "server"}
        length = headers.get("Content-Length", "0") if self.command == "HEAD" else len(content)
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in own:
                self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content[:keep])
        if keep is not None:
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


class Quiet(ThreadingHTTPServer):
    """Says nothing of who hangs up."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def proxied(endpoint: str) -> Iterator[Faults]:
    faults = Faults(endpoint)
    own = type("Own", (Handler,), {"faults": faults})
    server = Quiet(("127.0.0.1", 0), own)
    faults.port = server.server_port
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield faults
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
