"""The public list of a provider and its changes as a feed, made when somebody asks for it."""

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.notifications.channels.feed import atom, json_feed
from services.notifications.domain.feed import Feed, Form, History
from services.notifications.store import feeds
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Missing, Unavailable
from shared.http import Peer
from shared.text import Language

PAGE = 50
_WRITERS = {"atom": atom, "json": json_feed}


class Asked(NamedTuple):
    """``before``: where a page of older entries begins; ``home``: the provider's public page."""

    form: Form
    language: Language
    home: str
    before: str | None


class Shown(NamedTuple):
    """``changed_at`` is null for pages of older entries, which only their tag tells apart."""

    content: bytes
    media_type: str
    etag: str
    changed_at: datetime | None


async def show_feed(pool: Pool, contracts: Peer, tenant_id: UUID, asked: Asked) -> Shown:
    """``Unavailable`` while contracts is down; ``Missing`` when there is no such page."""
    history = await _read(contracts, tenant_id, asked.before)
    changed_at = None
    if asked.before is None:
        said = hashlib.sha256(f"{asked.home}\n{history.model_dump_json()}".encode()).digest()
        async with tenant_transaction(pool, tenant_id) as connection:
            changed_at = await feeds.changed_at(connection, asked.language, said)
    feed = Feed(
        tenant_id=tenant_id,
        language=asked.language,
        home=asked.home,
        before=asked.before,
        history=history,
        changed_at=changed_at or history.items[0].at,
    )
    writer = _WRITERS[asked.form]
    content = writer.write(feed)
    # Weak: what carries it may compress it (RFC 9110, 8.8.1).
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Shown(content, writer.MEDIA_TYPE, etag, changed_at)


async def _read(contracts: Peer, tenant_id: UUID, before: str | None) -> History:
    params = {"limit": str(PAGE)} | ({"after": before} if before else {})
    try:
        answer = await contracts.ask("GET", "/public-history", tenant_id=tenant_id, params=params)
    except Unavailable:
        raise
    except DomainError as refusal:
        raise _no_page() from refusal
    history = History.model_validate(answer)
    if before and not history.items:
        raise _no_page()
    return history


def _no_page() -> Missing:
    return Missing("feed-page-missing", "There is no such page; begin at the first one.")
