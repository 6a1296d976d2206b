"""Messages as bytes, read back by the standard library's own parser."""

import random
import re
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import parseaddr
from html import escape, unescape
from typing import get_args

import pytest

from services.notifications.channels.mail import bodies, quoting
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.context import context, shape, values
from services.notifications.channels.mail.wording import filled, one_line, word
from services.notifications.domain.facts import Kind
from services.notifications.domain.subscription import PUBLIC
from tests.notifications import samples

HOSTILE = [
    'Jan "de Bakker" \\ Proef',
    "O'Brien <script>alert(1)</script> & zoon",
    "regel een\nregel twee\r\nBcc: iemand@anders.example",
    ".begint met een punt",
    "..",
    ".",
    "| rij | waarde",
    "-> https://elders.example | klik",
    "{{ link }} {% for %} %b %(to)b %s 100%",
    "محمد بن عبد الله",
    "שלום עולם",
    "\u202etxet desrever\u202c",
    "👩‍👩‍👧‍👦 familie 🏳️‍🌈",
    "é" * 300,
    "." * 300,
    "a." * 150,
    "=" * 300,
    "=?utf-8?q?=41?=",
    "a b" * 100,
    "\t tab en spaties  ",
    "",
    "--=_boundary",
    "From hier",
    "\x00\x07\x1b[31m",
    "漢字" * 150,
]
COMPOSER = Composer(Letterhead("meldingen@schakel.example", "schakel.example"))


def compose(
    kind: Kind, link: str | None = "https://x.example/in/t?a=1&b=2", **more: object
) -> bytes:
    delivery = samples.delivery(kind, **more)
    return COMPOSER.compose(kind, samples.EVERY_KIND[kind], delivery, link).data


def parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
    return message


def shown_name(data: bytes) -> str:
    """By the older decoder: the newer one leaves spaces between encoded words of a phrase."""
    raw, _ = parseaddr(str(message_from_bytes(data)["To"]))
    return str(make_header(decode_header(raw)))


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    text: str = part.get_content()
    return text


def oracle(kind: Kind, link: str, **more: object) -> EmailMessage:
    """The same words put into a message by the standard library."""
    delivery = samples.delivery(kind, **more)
    facts, form = samples.EVERY_KIND[kind], shape(delivery.terms)
    wording = word(kind, form.language, context(facts, form))
    ready = {name: one_line(text) for name, text in values(delivery, link).items()}
    marked = {name: escape(text) for name, text in ready.items()}
    message = EmailMessage(policy=SMTP)
    message.set_content(filled(bodies.text(wording), ready))
    message.add_alternative(filled(bodies.html(wording, facts.provider.name), marked), "html")
    return parse(message.as_bytes())


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_notice_has_words_in_both_languages(kind: Kind, language: str) -> None:
    message = parse(compose(kind, language=language))
    assert message["Content-Language"] == language
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Voorbeeldhost" in message["Subject"]
    assert "Voorbeeldhost" in body(message, "plain")
    assert f'<html lang="{language}-' in body(message, "html")
    assert "None" not in body(message, "plain")
    assert "{" not in body(message, "plain")
    # What begins a block stands at the beginning of one.
    assert not re.search(r"(#|\||->|~) ", body(message, "plain"))


@pytest.mark.parametrize(
    "text",
    [
        "Agreement with Voorbeeldhost B.V. is ready to be signed, by whoever may sign it for you",
        "word " * 60 + "end",
        "x" * 300,
        "two  spaces and a long rest that would have to be folded somewhere in the middle",
        " edges " * 12,
        "=?utf-8?b?aGk=?= " * 6,
        "Wijziging – " * 12,
    ],
)
def test_a_long_subject_is_read_as_it_was_written(text: str) -> None:
    head = b"Subject: " + quoting.words(text)
    assert max(map(len, head.split(b"\r\n"))) <= 76
    read = message_from_bytes(head + b"\r\n\r\n")["Subject"].replace("\r\n", "")
    assert str(make_header(decode_header(read))) == text


def test_a_change_says_all_that_a_client_needs_to_judge_it() -> None:
    for kind in ("plain", "html"):
        text = body(parse(compose("change_announced")), kind)
        for fact in (
            "Oudboek",
            "Nieuwboek",
            "facturen bewaren",
            "naam, adres",
            "Nederland",
            "31 december 2026",
            "22 december 2026",
            "bezwaar",
            "VWO-2026-0001",
            "Bakkerij Voorbeeld 1",
            "Het oude pakket stopt.",
        ):
            assert fact in text
    assert "https://x.example/in/t?a=1&b=2" in body(parse(compose("change_announced")), "plain")
    assert 'href="https://x.example/in/t?a=1&amp;b=2"' in body(
        parse(compose("change_announced")), "html"
    )


def test_specific_authorisation_is_asked_for_approval_and_told_that_silence_is_none() -> None:
    text = body(parse(compose("change_announced", authorisation="specific")), "plain")
    assert "goedkeuring" in text
    assert "niet reageren geldt niet als toestemming" in text
    assert "gaan wij ervan uit dat u met de wijziging instemt" not in text


def test_a_term_that_has_yet_to_start_is_told_with_the_last_day_of_a_start_today() -> None:
    more = {
        "deadline": None,
        "earliest_deadline": date(2026, 12, 23),
        "counted_from": "delivered",
        "language": "en",
    }
    text = body(parse(compose("change_announced", **more)), "plain")
    assert "until and including: 23 December 2026" in text
    assert "if this message is delivered later, the term is counted from that day" in text


def test_contractual_notices_offer_no_unsubscribing() -> None:
    for kind in set(get_args(Kind)) - set(PUBLIC):
        assert parse(compose(kind))["List-Unsubscribe"] is None


def test_headers_follow_from_the_delivery_alone() -> None:
    delivery = samples.delivery()
    message = parse(compose("change_announced"))
    assert message["Message-ID"] == f"<{delivery.id}@schakel.example>"
    assert message["Date"].datetime == samples.MOMENT
    assert str(message["Reply-To"].addresses[0].addr_spec) == "privacy@voorbeeldhost.example"
    assert message["From"].addresses[0].addr_spec == "meldingen@schakel.example"
    assert compose("change_announced") == compose("change_announced")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_out_as_the_standard_library_writes_them(name: str) -> None:
    link = "https://x.example/in/t?a=1&b=2"
    data = compose("change_announced", link, name=name, client=name)
    ours, theirs = parse(data), oracle("change_announced", link, name=name, client=name)
    for subtype in ("plain", "html"):
        assert body(ours, subtype).strip() == body(theirs, subtype).strip()
    assert len(ours["To"].addresses) == 1
    assert ours["To"].addresses[0].addr_spec == "proef1@bakkerij.example"
    assert shown_name(data) == one_line(name)
    assert ours["Bcc"] is None


def test_random_names_survive_too() -> None:
    luck = random.Random(7)
    pool = "abc. =?<>&\"'\\%\n\r\t\u202e\u00e9\u4e2d\U0001f600-_|"
    for _ in range(100):
        name = "".join(luck.choice(pool) for _ in range(luck.randint(1, 120)))
        ours = parse(compose("change_announced", client=name))
        theirs = oracle("change_announced", "https://x.example/in/t?a=1&b=2", client=name)
        for subtype in ("plain", "html"):
            assert body(ours, subtype).strip() == body(theirs, subtype).strip()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_line_starts_with_a_dot_or_is_too_long(name: str) -> None:
    data = compose("change_announced", name=name, client=name)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert not line.startswith(b".")
        assert len(line) <= 78
    assert data.isascii()


def test_a_hostile_provider_and_reason_can_t_become_structure() -> None:
    facts = samples.change(
        provider=samples.PROVIDER.model_copy(update={"name": "%(to)b {{ x }}\n# kop"}),
        title=samples.same("# kop\n\n| rij | 1 <b>"),
        reason=samples.same("-> https://elders.example | klik\n\n~ klein %b"),
    )
    composer = Composer(Letterhead("meldingen@schakel.example", "schakel.example"))
    message = parse(
        composer.compose("change_announced", facts, samples.delivery(), "https://x").data
    )
    text, html = body(message, "plain"), body(message, "html")
    assert "# kop | rij | 1 <b>" in text
    assert "-> https://elders.example | klik ~ klein %b" in text
    assert 'href="https://elders.example' not in html
    assert html.count("<h1") == 1
    assert html.count("<h2") == 2
    assert "# kop | rij | 1 <b>" in unescape(html)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "gewoon", "J. de Proef", "a=b", "x" * 76, "twee  spaties"]
)
def test_a_plain_value_is_quoted_as_any_other_only_faster(text: str) -> None:
    for texts in ([text], ["Bakkerij", text, "v"], [text, ""], ["", text]):
        fast = quoting.plain(texts)
        if fast is not None:
            lines = [one_line(each) for each in texts]
            assert fast == [quoting.value(line) for line in lines]
            assert fast == [quoting.value(escape(line)) for line in lines]


@pytest.mark.parametrize(
    "odd", [" v", "v ", ".v", "v  v", "a\nb", "a=b", "<b>", "\u00e9", '"', "'"]
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_value_that_needs_care_keeps_all_of_its_message_from_the_fast_way(
    odd: str, at: int
) -> None:
    texts = ["Bakkerij Proef", "", "J. de Proef"]
    texts[at] = odd
    assert quoting.plain(texts) is None


def test_an_ordinary_name_takes_the_fast_way() -> None:
    assert quoting.plain(["J. de Proef-Bakker (1)"]) == [b"J.=20de=20Proef-Bakker=20(1)"]
    assert quoting.plain([""]) == [b""]
