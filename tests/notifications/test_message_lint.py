"""What mail checkers ask of a message: of every built-in one, plain and in a brand."""

import re
from collections import Counter
from email.message import EmailMessage
from typing import Any, get_args

import pytest
from lxml import html

from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import BrandDraft, Dress
from shared.text import Language
from tests.notifications import samples
from tests.notifications.test_message import body, parse

LINK = "https://portaal.voorbeeldhost.example/in/abc"
BRAND = BrandDraft(name="Voorbeeldhost", accent="#7a1f5c", footer_nl="KvK 12345678")
EVERY = [(kind, language) for kind in get_args(Kind) for language in ("nl", "en")]
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
# What checkers take for a lure, or for a way to see who reads what.
SUSPECT = (
    "//script|//img|//form|//iframe|//object|//embed|//input|//link|//base|//*[@onclick]|//font"
)
_SPACES = re.compile(r"\s+")


def made(kind: Kind, language: Language, dress: Dress | None = None) -> bytes:
    facts, delivery = samples.EVERY_KIND[kind], samples.delivery(kind, language=language)
    composer = Composer(Letterhead("meldingen@schakel.example", "schakel.example"))
    return composer.compose(kind, facts, delivery, LINK, dress=dress or Dress()).data


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w@:/.%-]*\w", text))


def tree(message: EmailMessage) -> Any:
    return html.document_fromstring(body(message, "html"))


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_header_is_missing_or_there_twice(kind: Kind, language: Language) -> None:
    data = made(kind, language)
    message = parse(data)
    assert [name for name in ONCE if len(message.get_all(name, [])) != 1] == []
    assert message["From"].addresses[0].domain == "schakel.example"
    assert message["Message-ID"].endswith("@schakel.example>")
    subject = str(message["Subject"])
    assert 10 <= len(subject) <= 160
    assert not subject.isupper()
    assert not subject.isascii() or b"\nSubject: =?" not in data, "encoded without need"
    assert not re.search(r"[!$€]|^re:|^fwd?:", subject, re.IGNORECASE)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_both_parts_say_the_same_in_the_same_charset(kind: Kind, language: Language) -> None:
    for dress in (Dress(), Dress(brand=BRAND)):
        message = parse(made(kind, language, dress))
        assert message.get_content_type() == "multipart/alternative"
        parts = list(message.iter_parts())
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
        for part in parts:
            assert part.get_content_charset() == "utf-8"
            assert part["Content-Transfer-Encoding"] == "quoted-printable"
        page = tree(message)
        for name in ("title", "h1"):
            for one in page.iter(name):
                one.text = ""
        for one in page.iter("a"):
            one.text = f" {one.text} {one.get('href')} "
        for one in page.iter("th", "td", "p", "h2"):
            one.tail = f" {one.tail or ''} "
        said = words(page.text_content())
        plain = words(re.sub(r"(?<=\w):(?=\s)", " ", body(message, "plain")))
        assert said == plain


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_lines_are_short_and_plain(kind: Kind, language: Language) -> None:
    data = made(kind, language, Dress(brand=BRAND))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert len(data) < 100_000


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_nothing_in_it_lures_runs_or_is_fetched(kind: Kind, language: Language) -> None:
    message = parse(made(kind, language, Dress(brand=BRAND)))
    page = tree(message)
    assert page.xpath(SUSPECT) == []
    source = body(message, "html")
    assert not re.search(r"url\(|@import|display:\s*none|font-size:\s*[0-5]px|<!--", source)
    assert page.get("lang", "").startswith(language)
    assert page.xpath("string(//title)").strip()
    links = page.xpath("//a")
    assert len(links) <= 2
    for link in links:
        assert link.get("href").startswith("https://")
        assert not re.match(r"\s*(https?:|www\.)", link.text_content())
    text, markup = body(message, "plain"), _SPACES.sub(" ", page.text_content())
    assert len(text) > 60
    assert len(markup) / len(source) > 0.1
    assert not re.search(r"[A-Z]{12,}|!!|\bklik hier\b|\bclick here\b", text)
