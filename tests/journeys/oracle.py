"""Reads what the demonstration made with other programs than those that made it."""

import email
import email.policy
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# Numbers, choices and codes, which a document puts in words.
NOT_AS_IT_IS = {"schema", "id", "link_id", "language", "terms", "zone", "mechanism", "country"}
NOT_AS_IT_IS |= {"duties", "change"}


def paper_text(path: Path) -> str:
    """The words of a DOCX or PDF, closed up: a narrow cell breaks them anywhere, and pdftotext
    takes the hyphen at the end of a line for hyphenation."""
    if path.suffix == ".docx":
        body = docx.Document(BytesIO(path.read_bytes())).element.body
        return closed_up("".join(run.text or "" for run in body.iter(qn("w:t"))))
    return closed_up(subprocess.check_output(["pdftotext", str(path), "-"], text=True))


def annex_3(path: Path) -> str:
    """The same of the annex of sub-processors alone: its table, or its pages."""
    if path.suffix == ".docx":
        tables = docx.Document(BytesIO(path.read_bytes())).tables
        (table,) = (one for one in tables if one.cell(0, 0).text == "Subverwerker")
        return closed_up("".join(cell.text for row in table.rows for cell in row.cells))
    text = paper_text(path)
    return text[text.rindex("Bijlage3.") : text.rindex("Bijlage4.")]


def closed_up(text: str) -> str:
    return re.sub(r"[\s\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}-]+", "", text)


def printed(value: Any, language: str) -> Iterator[str]:
    """Every value of a snapshot that a document must show, days in words."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in NOT_AS_IT_IS:
                yield from printed(part, language)
    elif isinstance(value, list):
        for part in value:
            yield from printed(part, language)
    elif isinstance(value, str):
        is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
        yield in_words(value, language) if is_day else value


def in_words(day: str, language: str) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    return f"{number} {MONTHS[language].split()[month - 1]} {year}"


def mail(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def as_sent(path: Path) -> bytes:
    """The message without the two headers that the mail server put before it."""
    head, _, rest = path.read_bytes().partition(b"\r\nFrom:")
    assert head.startswith(b"Return-Path:")
    return b"From:" + rest


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def broken_rows(report: dict[str, Any]) -> list[int]:
    """Rows at which the chain of an evidence report does not hold, by the report alone."""
    notice = bytes.fromhex(report["notice_id"].replace("-", ""))
    previous, broken = hashlib.sha256(b"schakel:evidence:1:" + notice).hexdigest(), []
    for number, row in enumerate(report["rows"], start=1):
        bound = {name: row[name] for name in ("at", "delivery_id", "attempt", "kind", "details")}
        bound |= {"commitment": row["commitment"], "previous": previous, "position": number}
        opened = bytes.fromhex(row["salt"]) + _canonical(row["payload"])
        whole = hashlib.sha256(_canonical(bound)).hexdigest() == row["digest"]
        if not whole or hashlib.sha256(opened).hexdigest() != row["commitment"]:
            broken.append(number)
        previous = row["digest"]
    return broken if previous == report["head"] else [*broken, len(report["rows"])]
