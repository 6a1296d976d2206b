"""What the mail catcher holds, read as a recipient would."""

import asyncio
import email
import email.policy
import re
import time
from collections.abc import Collection
from email.message import EmailMessage

import httpx

LINK = re.compile(r"https?://[^\s<>\"]+")


class NoMail(Exception):
    """The mail did not come in time; the text names for whom and what did come."""


class Mailbox:
    def __init__(self, catcher: str) -> None:
        self._url = catcher.rstrip("/")

    async def listed(self) -> list[dict[str, str]]:
        """Newest first: id, to, from, subject, received_at, message_id."""
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(f"{self._url}/messages.json")
            answer.raise_for_status()
            found: list[dict[str, str]] = answer.json()
            return found

    async def raw(self, message_id: str) -> bytes:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(f"{self._url}/messages/{message_id}.eml")
            answer.raise_for_status()
            return answer.content

    async def source(self, message: EmailMessage) -> bytes:
        """The very bytes that arrived, which a parsed message does not give back."""
        listed = await self.listed()
        number = next(x["id"] for x in listed if x["message_id"] == message["Message-ID"])
        return await self.raw(number)

    async def wait(
        self, to: str, *, says: str = "", after: int = 0, seconds: float = 60
    ) -> EmailMessage:
        """The newest mail to an address, once more than ``after`` came, with ``says`` inside."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            mine = [item for item in await self.listed() if to in item["to"]]
            for item in mine[: max(0, len(mine) - after)]:
                message = _parsed(await self.raw(item["id"]))
                if says in text_of(message):
                    return message
            await asyncio.sleep(0.1)
        subjects = [item["subject"] for item in mine]
        raise NoMail(f"No mail to {to} with {says!r}; its subjects: {subjects}")

    async def links(self, to: str) -> list[str]:
        """The ways into the portal in the mails to an address, the newest first."""
        mine = [item["id"] for item in await self.listed() if to in item["to"]]
        mails = [_parsed(await self.raw(number)) for number in mine]
        return [link_in(mail) for mail in mails if "/in/" in text_of(mail)]

    async def new_link(self, to: str, known: Collection[str], *, seconds: float = 60) -> str:
        """A way in that was not there before. A mail that a crash has left in doubt is sent again,
        and is then the newest without being new.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if fresh := [link for link in await self.links(to) if link not in known]:
                return fresh[0]
            await asyncio.sleep(0.1)
        raise NoMail(f"No new link came to {to}.")

    async def count(self, to: str, *, says: str = "") -> int:
        mine = [item["id"] for item in await self.listed() if to in item["to"]]
        return sum([says in text_of(_parsed(await self.raw(number))) for number in mine])


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def link_in(message: EmailMessage, part: str = "/in/") -> str:
    """The first address in the text that has ``part`` in it."""
    return next(str(found) for found in LINK.findall(text_of(message)) if part in found)
