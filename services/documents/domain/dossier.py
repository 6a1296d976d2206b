"""The whole file of one client: what goes into it, under which name, and what proves it."""

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import rfc8785

from services.documents.domain.rendering import Record
from shared.text import Language

Audience = Literal["provider", "client"]
State = Literal["waiting", "making", "failing", "ready", "gone"]

_FOLDERS: dict[Language, dict[str, str]] = {
    "nl": {
        "client": "klant",
        "agreement": "overeenkomst",
        "version": "versies",
        "signature": "ondertekeningen",
        "amendment": "wijzigingen-van-de-overeenkomst",
        "termination": "beeindigingen",
        "objection": "bezwaren",
        "approval": "toestemmingen",
        "recipient": "kennisgevingen",
        "evidence": "bewijs-van-kennisgevingen",
        "letters": "brieven",
        "register": "registers",
        "files": "bestanden",
    },
    "en": {
        "client": "client",
        "agreement": "agreement",
        "version": "versions",
        "signature": "signatures",
        "amendment": "amendments",
        "termination": "terminations",
        "objection": "objections",
        "approval": "approvals",
        "recipient": "notices",
        "evidence": "evidence-of-notices",
        "letters": "letters",
        "register": "registers",
        "files": "files",
    },
}
_README: dict[Language, tuple[str, str]] = {
    "nl": (
        "LEESMIJ.txt",
        """Het hele dossier van een klant, gemaakt op {moment}.

{count} bestanden. In manifest.json staat van elk de naam, de grootte in bytes en de SHA-256;
de SHA-256 van manifest.json zelf is

    {digest}

Zo gaat u na of er niets is veranderd (Linux): sha256sum manifest.json
Een tekst.json is letterlijk de bevroren tekst van een versie: zijn SHA-256 is de controlecode
die in het document staat en waaronder is getekend.
Wat de wet verbiedt mee te delen, en waarover alleen de verwerker beslist, staat er niet in.
""",
    ),
    "en": (
        "README.txt",
        """The whole file of a client, made on {moment}.

{count} files. manifest.json says of each its name, its size in bytes and its SHA-256;
the SHA-256 of manifest.json itself is

    {digest}

To see that nothing was altered (Linux): sha256sum manifest.json
A text.json is the very text of a version that was frozen: its SHA-256 is the digest that is
printed in the document and under which it was signed.
What the law forbids to tell, and what only the processor decides on, is not in it.
""",
    ),
}
_TEXT: dict[Language, str] = {"nl": "tekst.json", "en": "text.json"}
# What some system somewhere can't have in the name of a file.
_AWKWARD = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 120


class Dossier(Record):
    """``problem`` and ``detail`` say what the last attempt failed on; it is tried again by itself.
    Digests are raw SHA-256; sizes in bytes; ``removed_at``: it lay there long enough.
    """

    id: UUID
    client_id: UUID
    audience: Audience
    language: Language
    requested_at: datetime
    files_total: int | None
    bytes_total: int | None
    files_done: int
    bytes_done: int
    attempts: int
    problem: str | None
    detail: str | None
    completed_at: datetime | None
    object_key: str | None
    file_name: str | None
    digest: bytes | None
    size: int | None
    manifest_digest: bytes | None
    expires_at: datetime | None
    removed_at: datetime | None

    @property
    def state(self) -> State:
        if self.removed_at is not None:
            return "gone"
        if self.completed_at is not None:
            return "ready"
        if self.problem is not None:
            return "failing"
        return "waiting" if self.files_total is None else "making"


class Row(Record):
    """A row of the record, as contracts tells it."""

    kind: str
    id: UUID
    record: dict[str, Any]
    files: tuple[UUID, ...] = ()


class Entry(NamedTuple):
    """A member whose bytes are at hand."""

    path: str
    content: bytes


class Held(NamedTuple):
    """A member whose bytes lie in storage; ``digest`` is what they must be."""

    path: str
    key: str
    digest: bytes
    size: int


class Written(NamedTuple):
    """What went into the file."""

    path: str
    digest: bytes
    size: int


class Paths:
    """Names within one file, each once."""

    def __init__(self, language: Language) -> None:
        self._folders, self._text = _FOLDERS[language], _TEXT[language]
        self._taken: set[str] = set()

    def of_row(self, row: Row) -> str:
        if row.kind in ("client", "agreement"):
            return self._free(f"{self._folders[row.kind]}.json")
        if row.kind == "register":
            return self._free(f"{self._folders['register']}/{row.record['kind']}/{row.id}.json")
        return self._free(f"{self._folders[row.kind]}/{row.id}.json")

    def of_text(self, version: int) -> str:
        return self._free(f"{self._folders['version']}/v{version}/{self._text}")

    def of_version(self, version: int) -> str:
        return self._free(f"{self._folders['version']}/v{version}.json")

    def of_document(self, version: int | None, file_name: str) -> str:
        folder = f"v{version}" if version else "–"
        return self._free(f"{self._folders['version']}/{folder}/{plain(file_name)}")

    def of_evidence(self, delivery_id: UUID) -> str:
        return self._free(f"{self._folders['evidence']}/{delivery_id}.json")

    def of_letter(self, file_name: str) -> str:
        return self._free(f"{self._folders['letters']}/{plain(file_name)}")

    def of_file(self, name: str) -> str:
        return self._free(f"{self._folders['files']}/{plain(name)}")

    def _free(self, path: str) -> str:
        """Systems differ in whether ``A`` and ``a`` are one name."""
        free, number = path, 1
        while free.casefold() in self._taken:
            number += 1
            stem, dot, ending = path.rpartition(".")
            free = f"{stem} ({number}).{ending}" if dot else f"{path} ({number})"
        self._taken.add(free.casefold())
        return free


def plain(name: str) -> str:
    """A name that can be a file's wherever it is unpacked."""
    kept = _AWKWARD.sub("-", unicodedata.normalize("NFC", name)).strip(" .") or "-"
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:_LONGEST]
    return f"{stem[:_LONGEST]}.{ending}"


def concealed(row: Row) -> bool:
    """What an authority asked for, and the client was not told of: the law may forbid to tell it
    (Art. 28(3)(a) AVG)."""
    if row.kind != "register" or row.record["kind"] != "disclosure":
        return False
    return row.record["revisions"][-1]["facts"].get("client_told") not in ("before", "after")


def readable(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def manifest(client_id: UUID, requested_at: datetime, members: Iterable[Written]) -> bytes:
    """Canonical JSON (RFC 8785), so that whoever makes it anew gets the same bytes."""
    told: dict[str, Any] = {
        "client_id": str(client_id),
        "made_at": requested_at.isoformat(),
        "members": [
            {"path": one.path, "sha256": one.digest.hex(), "size": one.size} for one in members
        ],
    }
    return rfc8785.dumps(told)


def readme(language: Language, moment: datetime, count: int, digest: bytes) -> Entry:
    path, text = _README[language]
    said = text.format(moment=f"{moment:%Y-%m-%d}", count=count, digest=digest.hex())
    return Entry(path, said.replace("\n", "\r\n").encode())
