"""Feeds as the portal carries them: to anybody, and only what is new."""

from typing import Any

import httpx
import pytest

from tests.portal.conftest import Portal

TOLD = {"feed": "as notifications made it"}
TAG = 'W/"as-made"'
PATH = "/p/de-kale-ict/feeds/nl.atom"


@pytest.fixture
async def followed(portal: Portal) -> Portal:
    await portal.provider("De Kale ICT")
    portal.notifications.say("GET", "/feed", TOLD, etag=TAG)
    return portal


async def fetch(portal: Portal, path: str = PATH, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=portal.url) as client:
        return await client.get(path, headers=headers)


async def test_anybody_may_follow_a_provider(followed: Portal) -> None:
    answer = await fetch(followed)
    assert (answer.status_code, answer.json()) == (200, TOLD)
    assert answer.headers["etag"] == TAG
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in answer.headers
    (asked,) = followed.notifications.to("GET", "/feed")
    home = f"{followed.url}/p/de-kale-ict".replace(":", "%3A").replace("/", "%2F")
    assert asked.query == f"language=nl&form=atom&home={home}"


@pytest.mark.parametrize("seen", [TAG, '"as-made"', f'"older", {TAG}', "*"])
async def test_who_has_it_already_is_told_so(followed: Portal, seen: str) -> None:
    answer = await fetch(followed, **{"If-None-Match": seen})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == TAG
    assert answer.headers["cache-control"] == "public, max-age=300"


async def test_who_has_something_else_is_given_it(followed: Portal) -> None:
    answer = await fetch(followed, **{"If-None-Match": '"older"'})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sun, 22 Nov 2026 09:30:00 GMT", 304),
        ("Mon, 23 Nov 2026 09:30:00 GMT", 304),
        ("Sun, 22 Nov 2026 09:29:59 GMT", 200),
        ("gisteren", 200),
    ],
)
async def test_a_moment_is_enough_to_know_what_is_new(
    followed: Portal, since: str, status: int
) -> None:
    followed.notifications.more["GET", "/feed"] = {"last-modified": "Sun, 22 Nov 2026 09:30:00 GMT"}
    assert (await fetch(followed, **{"If-Modified-Since": since})).status_code == status
    # A tag goes before a moment (RFC 9110, 13.2.2).
    both: dict[str, Any] = {"If-Modified-Since": since, "If-None-Match": '"older"'}
    assert (await fetch(followed, **both)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/p/niemand/feeds/nl.atom", "/p/de-kale-ict/feeds/de.atom", "/p/de-kale-ict/feeds/nl"]
)
async def test_what_is_no_feed_is_not_found(followed: Portal, path: str) -> None:
    assert (await fetch(followed, path)).status_code == 404
    assert followed.notifications.to("GET", "/feed") == []


async def test_a_page_of_older_entries_is_asked_for_as_it_was_given(followed: Portal) -> None:
    await fetch(followed, f"{PATH}?before=abc")
    assert followed.notifications.to("GET", "/feed")[-1].query.endswith("&before=abc")
    assert (await fetch(followed, f"{PATH}?before={'x' * 201}")).status_code == 400


async def test_while_notifications_is_down_the_page_says_so(followed: Portal) -> None:
    followed.notifications.down = True
    assert (await fetch(followed)).status_code == 503


async def test_the_public_page_leads_readers_to_every_feed(followed: Portal) -> None:
    page = await (await followed.visitor()).open("/p/de-kale-ict")
    found = page.tree.xpath("//head/link[@rel='alternate']")
    assert {(one.get("hreflang"), one.get("type")) for one in found} == {
        (language, kind)
        for language in ("nl", "en")
        for kind in ("application/atom+xml", "application/feed+json")
    }
    linked = set(page.tree.xpath("//main//a/@href"))
    assert {one.get("href") for one in found} <= linked
    for one in found:
        assert (await fetch(followed, one.get("href"))).status_code == 200
