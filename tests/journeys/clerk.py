"""Somebody who reads the mail server's log while workers die: what is in doubt and came is settled
as accepted, what did not come is let go once more."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from deploy.demo.site import Refused
from deploy.demo.stage import Stage


@asynccontextmanager
async def reading_the_log(stage: Stage) -> AsyncIterator[None]:
    reading = asyncio.create_task(_read(stage))
    try:
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(stage: Stage) -> None:
    while True:
        await asyncio.sleep(1)
        # A service that was just killed is asked again.
        with contextlib.suppress(httpx.HTTPError, Refused):
            if stage.token:
                await _settle(stage)


async def _settle(stage: Stage) -> None:
    for notice in (await stage.notifications.get("/notices", limit=500))["items"]:
        if not notice["counts"].get("in_doubt"):
            continue
        path = f"/notices/{notice['id']}/deliveries"
        doubtful = (await stage.notifications.get(path, state="in_doubt"))["items"]
        came = {item["message_id"] for item in await stage.mailbox.listed()}
        for delivery in doubtful:
            there = any(delivery["id"] in str(message_id) for message_id in came)
            await stage.notifications.post(
                f"/deliveries/{delivery['id']}/settlements",
                {"outcome": "accepted" if there else "resend", "reason": "its log says so"},
            )
