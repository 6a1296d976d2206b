"""What the portal asks notifications of who follows a public list by mail."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.portal.peers.call import Part


class Counted(BaseModel):
    """``asked`` have not confirmed yet; ``since`` is when the first of those who are there did."""

    model_config = ConfigDict(extra="ignore")

    nl: int
    en: int
    asked: int
    since: datetime | None


async def count(part: Part) -> Counted:
    return Counted.model_validate(await part.get("/subscriptions"))


async def ask(part: Part, draft: dict[str, Any]) -> None:
    await part.post("/subscriptions", draft)


async def check(part: Part, token: str) -> None:
    """``Refused`` for a link that is not good any more."""
    await part.get(f"/subscriptions/{token}")


async def act(part: Part, token: str, noun: str) -> None:
    """``noun``: confirmations or removals."""
    await part.post(f"/subscriptions/{token}/{noun}")
