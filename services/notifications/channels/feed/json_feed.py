"""A feed as JSON Feed 1.1 (jsonfeed.org)."""

import json
from typing import Any

from services.notifications.channels.feed.bodies import clean, html, text
from services.notifications.channels.feed.words import say, subtitle, title
from services.notifications.domain.feed import Entry, Feed

MEDIA_TYPE = "application/feed+json"


def write(feed: Feed) -> bytes:
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(title(feed)),
        "description": subtitle(feed.language),
        "language": feed.language,
        "home_page_url": feed.home,
        "feed_url": feed.address("json", feed.before),
        "authors": [{"name": clean(feed.history.tenant.name)}],
        "items": [_item(feed, entry) for entry in feed.history.items],
    }
    if feed.history.next:
        told["next_url"] = feed.address("json", feed.history.next)
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _item(feed: Feed, entry: Entry) -> dict[str, Any]:
    words = say(entry, feed.language)
    return {
        "id": feed.urn_of(entry),
        "url": feed.home,
        "title": clean(words.title),
        "content_html": html(words),
        "content_text": clean(text(words)),
        "date_published": entry.at.isoformat(),
        "tags": [entry.kind],
        "_schakel": entry.model_dump(mode="json"),
    }
