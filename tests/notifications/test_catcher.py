"""The mail catcher as a process: what it keeps, what it refuses, what it shows."""

import smtplib
import sys
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from deploy.local.processes import Process, free_port


class Catcher:
    def __init__(self, folder: Path) -> None:
        self.smtp, self.web = free_port(), free_port()
        self.process = Process(
            "catcher",
            [
                sys.executable, "-m", "deploy.local.catcher", "--smtp-port", str(self.smtp),
                "--web-port", str(self.web), "--folder", str(folder / "mail"),
            ],
            folder / "catcher.log",
        )  # fmt: skip

    async def start(self) -> None:
        await self.process.start()
        await self.process.ready_at(self.web)

    def send(self, to: str, **headers: str) -> None:
        message = EmailMessage()
        message["From"], message["To"] = "Afzender <van@schakel.example>", to
        known = {"Subject": "Proef", "Message-ID": "<1@schakel.example>"}
        for name, value in (known | headers).items():
            message[name] = value
        message.set_content("Lees https://x.example/in/abc?d=1&e=2\n<b>niet vet</b>")
        message.add_alternative(
            '<p>Dag <a href="https://x.example/in/abc">hier</a></p><script>x()</script>', "html"
        )
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as client:
            client.send_message(message, "b+1@schakel.example", [to])

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.web}{path}", timeout=10)


@pytest.fixture
async def catcher(tmp_path: Path) -> AsyncIterator[Catcher]:
    running = Catcher(tmp_path)
    await running.start()
    yield running
    await running.process.stop()


async def test_what_it_accepts_it_lists_newest_first(catcher: Catcher) -> None:
    catcher.send("een@bakkerij.example", Subject="Eén")
    catcher.send("twee@bakkerij.example", Subject="Twee")
    two, one = catcher.get("/messages.json").json()
    assert set(one) == {"id", "to", "from", "subject", "received_at", "message_id"}
    assert (one["to"], one["subject"]) == ("een@bakkerij.example", "Eén")
    assert one["from"] == "Afzender <van@schakel.example>"
    assert one["message_id"] == "<1@schakel.example>"
    assert two["received_at"] > one["received_at"]


async def test_the_raw_message_is_what_was_sent(catcher: Catcher) -> None:
    catcher.send("een@bakkerij.example")
    (entry,) = catcher.get("/messages.json").json()
    raw = catcher.get(f"/messages/{entry['id']}.eml")
    assert raw.headers["content-type"].startswith("message/rfc822")
    assert raw.content.startswith(b"Return-Path: <b+1@schakel.example>\r\n")
    assert b"Lees https://x.example/in/abc" in raw.content


async def test_it_refuses_an_address_that_stands_for_a_bounce(catcher: Catcher) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        catcher.send("Weg@Onbestelbaar.example")
    code, reply = refused.value.recipients["Weg@Onbestelbaar.example"]
    assert code == 550
    assert reply.startswith(b"5.1.1 ")
    assert catcher.get("/messages.json").json() == []


async def test_messages_survive_a_restart(catcher: Catcher) -> None:
    catcher.send("een@bakkerij.example")
    before = catcher.get("/messages.json").json()
    await catcher.process.stop()
    await catcher.start()
    assert catcher.get("/messages.json").json() == before


async def test_the_page_escapes_what_stands_in_a_message(catcher: Catcher) -> None:
    catcher.send("een@bakkerij.example", Subject="<script>alert(1)</script>")
    (entry,) = catcher.get("/messages.json").json()
    for page in (catcher.get("/"), catcher.get(f"/messages/{entry['id']}")):
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


async def test_links_in_a_message_can_be_followed(catcher: Catcher) -> None:
    catcher.send("een@bakkerij.example")
    (entry,) = catcher.get("/messages.json").json()
    page = catcher.get(f"/messages/{entry['id']}").text
    assert '<a href="https://x.example/in/abc?d=1&amp;e=2"' in page
    assert "&lt;b&gt;niet vet&lt;/b&gt;" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "allow-scripts" not in page


async def test_a_message_that_is_not_there_is_not_found(catcher: Catcher) -> None:
    for path in ("/messages/x", "/messages/x.eml", "/messages/..%2Fcatcher.log.eml"):
        assert catcher.get(path).status_code == 404
