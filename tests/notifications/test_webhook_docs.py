"""The receiver that docs/webhooks.md gives works as it stands."""

import asyncio
import json
import os
import re
import sys
import time
from pathlib import Path

import httpx

from deploy.local.processes import Process, free_port
from services.notifications.channels.webhook.signature import sign
from services.notifications.domain.webhook_event import TYPES

PAGE = Path(__file__).resolve().parents[2] / "docs/webhooks.md"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


async def post(url: str, identity: str, body: bytes, secret: str) -> int:
    now = int(time.time())
    headers = {
        "webhook-id": identity,
        "webhook-timestamp": str(now),
        "webhook-signature": sign([secret], identity, now, body),
    }
    async with httpx.AsyncClient() as client:
        return (await client.post(url, content=body, headers=headers)).status_code


async def test_the_receiver_takes_what_is_signed_once_and_refuses_the_rest(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "receiver.py").write_text(code)
    port = free_port()
    told = {"SCHAKEL_WEBHOOK_SECRET": SECRET, "PORT": str(port), "PATH": os.environ["PATH"]}
    receiver = Process(
        "receiver",
        [sys.executable, str(tmp_path / "receiver.py")],
        tmp_path / "log",
        environment=told,
    )
    await receiver.start()
    await receiver.ready_at(port)
    url, body = f"http://127.0.0.1:{port}/", json.dumps({"type": "x", "data": {}}).encode()
    try:
        assert await post(url, "m-1", body, SECRET) == 204
        assert await post(url, "m-1", body, SECRET) == 204
        assert await post(url, "m-2", body, SECRET.lower()) == 401
        await asyncio.sleep(0.1)
        assert receiver.tail().count("x {}") == 1
    finally:
        await receiver.kill()


def test_the_page_tells_of_every_type_and_of_no_other() -> None:
    table = PAGE.read_text().partition("## What is told")[2].partition("```json")[0]
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", table)) == set(TYPES)
