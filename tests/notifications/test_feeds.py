"""Feeds of the public list: well-formed, stable, and nobody's secret."""

import html
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as html_tree

from services.notifications.app import create_app
from services.notifications.channels.feed import atom, json_feed
from services.notifications.domain.feed import Feed, History
from shared.http import Peer
from shared.identity import Signer
from tests.notifications.conftest import Stage
from tests.notifications.samples import MOMENT, OTHER_TENANT, SPACE, TENANT

HOME = "https://portal.example/p/voorbeeldhost"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = ['<b>&"', "]]>", "{party}{0}", "a\x00b\x0bc", "\ufffe", "ü\u202e😀", " \n ", "%s"]


def say(text: str) -> dict[str, str]:
    return {"nl": text, "en": f"{text} (en)"}


def party(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "legal_entity": f"{name} B.V.",
        "address": "Kade 1, Groningen",
        "country": "NL",
        "purpose": say("mail bezorgen"),
        "data_categories": [say("naam")],
        "location": say("Nederland"),
        "mechanism": None,
    }


def line(action: str, old: str | None, new: str | None) -> dict[str, Any]:
    return {
        "action": action,
        "capacity": "subprocessor",
        "product": say("Webhosting"),
        "old": old and party(old),
        "new": new and party(new),
    }


def entry(kind: str, number: int, **more: Any) -> dict[str, Any]:
    known = {
        "kind": kind,
        "id": str(uuid5(SPACE, f"entry {number}")),
        "at": (MOMENT - timedelta(days=number)).isoformat(),
        "title": None,
        "reason": None,
        "effective_on": None,
        "lines": [line("addition", None, f"Partij {number}")],
    }
    return known | more


def announced(number: int = 0, title: str = "Nieuwe mailserver") -> dict[str, Any]:
    lines = [line("replacement", "Postduif", "Mailwolk")]
    facts = {"title": say(title), "reason": say("Sneller"), "effective_on": "2027-01-01"}
    return entry("announced", number, **facts, lines=lines)


def history(*items: dict[str, Any], name: str = "Voorbeeldhost B.V.") -> dict[str, Any]:
    return {"tenant": {"name": name, "email": "x@voorbeeldhost.example"}, "items": list(items)}


def feed(*items: dict[str, Any], **more: Any) -> Feed:
    told = history(*items, name=more.pop("name", "Voorbeeldhost B.V."))
    known: dict[str, Any] = {
        "tenant_id": TENANT,
        "language": "nl",
        "home": HOME,
        "before": None,
        "history": History.model_validate(told | {"next": more.pop("next", None)}),
        "changed_at": MOMENT,
    }
    return Feed(**(known | more))


def ids(document: bytes) -> list[str]:
    return list(etree.fromstring(document).xpath("//a:entry/a:id/text()", namespaces=ATOM))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_atom_feed_is_what_its_schema_asks(language: Any) -> None:
    kinds = ("began", "ended", "altered", "withdrawn")
    made = feed(announced(), *(entry(k, n) for n, k in enumerate(kinds)), language=language)
    tree = etree.fromstring(atom.write(made))
    assert SCHEMA.validate(tree), SCHEMA.error_log
    assert SCHEMA.validate(etree.fromstring(atom.write(feed())))
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_the_schema_refuses_what_is_no_feed() -> None:
    tree = etree.fromstring(atom.write(feed(announced())))
    for path in ("//a:entry/a:id", "a:updated", "a:author", "//a:entry/a:title"):
        broken = etree.fromstring(etree.tostring(tree))
        (found, *_) = broken.xpath(path, namespaces=ATOM)
        found.getparent().remove(found)
        assert not SCHEMA.validate(broken), path


def test_an_entry_says_who_for_what_and_from_when_in_each_language() -> None:
    dutch = atom.write(feed(announced())).decode()
    where = "Kade 1, Groningen, Nederland"
    for word in ("Nieuwe mailserver, per 1 januari 2027", "Postduif", "Mailwolk", where):
        assert word in dutch
    english = atom.write(feed(announced(), language="en")).decode()
    assert "Nieuwe mailserver (en), as of 1 January 2027" in english
    assert "naam (en)" in english


def test_an_entry_keeps_its_id_and_each_language_has_its_own() -> None:
    first, second = announced(0), entry("began", 1)
    told = ids(atom.write(feed(first, second)))
    assert ids(atom.write(feed(second, first))) == told[::-1]
    assert not set(ids(atom.write(feed(first, second, language="en")))) & set(told)
    assert len(set(ids(atom.write(feed(first, first | {"kind": "withdrawn"}))))) == 2
    assert all(UUID(one.removeprefix("urn:uuid:")) for one in told)


def test_a_json_feed_has_what_its_version_asks() -> None:
    told = json.loads(json_feed.write(feed(announced(), entry("ended", 1), next="50")))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"{HOME}/feeds/nl.json"
    assert told["next_url"] == f"{HOME}/feeds/nl.json?before=50"
    for item in told["items"]:
        assert {"id", "url", "title", "content_html", "content_text"} <= item.keys()
        assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert [item["id"] for item in told["items"]] == ids(
        atom.write(feed(announced(), entry("ended", 1)))
    )
    assert "next_url" not in json.loads(json_feed.write(feed(announced())))


@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=300)))
def test_a_hostile_name_comes_out_as_text_and_as_nothing_else(name: str) -> None:
    title = name if name.strip() else "x"
    made = feed(announced(title=title), name=title)
    tree = etree.fromstring(atom.write(made))
    assert SCHEMA.validate(tree), SCHEMA.error_log
    content = tree.findtext("a:entry/a:content", namespaces=ATOM)
    shown = html_tree.fragment_fromstring(content, create_parent=True)
    assert {one.tag for one in shown.iter()} <= {"div", "p", "dl", "dt", "dd"}
    told = json.loads(json_feed.write(made))
    assert told["items"][0]["title"] == tree.findtext("a:entry/a:title", namespaces=ATOM)


def test_a_party_that_is_named_as_markup_is_shown_as_typed() -> None:
    (item,) = json.loads(
        json_feed.write(feed(entry("began", 0, lines=[line("addition", None, "<i>Wolk</i>")])))
    )["items"]
    assert "<i>" not in item["content_html"]
    assert html.escape("<i>Wolk</i>", quote=False) in item["content_html"]
    assert "<i>Wolk</i>" in item["content_text"]


@pytest.fixture
async def api(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """In this loop, where the peers answer as well."""
    settings = stage.settings()
    served: Any = create_app(settings)
    signer = Signer("notifications", settings.signing_key)
    transport = httpx.ASGITransport(served)
    async with (
        httpx.AsyncClient() as peers,
        httpx.AsyncClient(transport=transport, base_url="http://notifications") as client,
    ):
        served.state.pool = stage.pool
        served.state.contracts = Peer("contracts", settings.contracts_url, signer, peers)
        yield client


async def ask(api: httpx.AsyncClient, stage: Stage, tenant: UUID = TENANT, **params: str) -> Any:
    portal = stage.token(kind="service", service="portal", role=None, id=None, tenant_id=tenant)
    return await api.get("/feed", params={"home": HOME} | params, headers=portal)


async def test_pages_follow_each_other_to_the_last_entry(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    stage.peers.history, stage.peers.page = history(*(entry("began", n) for n in range(5))), 2
    found, before = [], None
    while True:
        answer = await ask(api, stage, **({"before": before} if before else {}))
        assert answer.headers["content-type"].startswith("application/atom+xml")
        tree = etree.fromstring(answer.content)
        assert SCHEMA.validate(tree)
        found += ids(answer.content)
        links = {one.get("rel"): one.get("href") for one in tree.findall("a:link", ATOM)}
        assert links["self"].endswith(f"nl.atom?before={before}" if before else "nl.atom")
        if "next" not in links:
            break
        before = links["next"].rpartition("=")[2]
    assert found == ids(atom.write(feed(*stage.peers.history["items"])))


async def test_its_tag_and_its_moment_move_when_it_says_something_else(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    stage.peers.history = history(announced())
    first, again = await ask(api, stage), await ask(api, stage)
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["last-modified"] == again.headers["last-modified"]
    seen = [first.headers]
    for name in ("Andere naam", "Weer anders"):
        stage.peers.history = history(announced(), name=name)
        seen.append((await ask(api, stage)).headers)
    assert len({one["etag"] for one in seen}) == 3
    moments = [parsedate_to_datetime(one["last-modified"]) for one in seen]
    assert moments == sorted(set(moments))
    assert moments[0] <= datetime.now(UTC)


async def test_the_forms_differ_in_nothing_but_their_form(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    stage.peers.history = history(announced(), entry("began", 1))
    as_atom, as_json = await ask(api, stage), await ask(api, stage, form="json")
    assert as_json.headers["content-type"].startswith("application/feed+json")
    assert ids(as_atom.content) == [one["id"] for one in as_json.json()["items"]]
    assert as_atom.headers["last-modified"] == as_json.headers["last-modified"]
    assert as_atom.headers["etag"] != as_json.headers["etag"]


async def test_each_provider_has_ids_and_moments_of_its_own(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    stage.peers.history = history(announced())
    own, other = await ask(api, stage), await ask(api, stage, OTHER_TENANT)
    assert not set(ids(own.content)) & set(ids(other.content))
    rows = await stage.owner.fetch("SELECT tenant_id FROM notifications.feed")
    assert rows == []  # the owner of the tables is shut in a tenant too


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"before": "nergens"}, 404),
        ({"before": "99"}, 404),
        ({"form": "rss"}, 400),
        ({"language": "de"}, 400),
        ({"home": "javascript:alert(1)"}, 400),
        ({"home": ""}, 400),
    ],
)
async def test_what_is_no_feed_gets_a_clear_problem(
    stage: Stage, api: httpx.AsyncClient, params: dict[str, str], status: int
) -> None:
    stage.peers.history = history(announced())
    answer = await ask(api, stage, **params)
    assert answer.status_code == status
    assert answer.json()["type"].startswith("urn:schakel:problem:")


async def test_while_contracts_is_down_there_is_no_feed(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    stage.peers.down = True
    assert (await ask(api, stage)).status_code == 503


async def test_only_the_portal_is_given_a_feed(stage: Stage, api: httpx.AsyncClient) -> None:
    services = [
        stage.token(kind="service", service=name, role=None, id=None)
        for name in ("contracts", "documents")
    ]
    for headers in (stage.token(), *services):
        answer = await api.get("/feed", params={"home": HOME}, headers=headers)
        assert answer.status_code == 403
    assert (await api.get("/feed", params={"home": HOME})).status_code == 401
