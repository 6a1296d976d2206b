"""The zip of an upload, read so strictly that every reader of it must see the same files.

Each local header must follow the one before it without a gap and agree with the directory; what
is said of sizes counts for nothing until the bytes have been unpacked under a limit.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from services.documents.domain.refusals import refused
from services.documents.engine.archive import Member

LARGEST = 10 << 20
MOST_PARTS = 300
_LARGEST_PART = 80 << 20
_LARGEST_XML = 8 << 20
_LARGEST_TOTAL = 80 << 20
# Word packs text to a tenth or a thirtieth; what packs to less than a hundredth is made to.
_HIGHEST_RATIO = 100
_RATIO_FROM = 1 << 20

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_RAW_DEFLATE = -15
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DESCRIPTOR = 0x8
_KNOWN_FLAGS = 0x6 | _DESCRIPTOR | 0x800
_SENTINEL = 0xFFFFFFFF
_LINK = 0o120000
_OLE = b"\xd0\xcf\x11\xe0"
# ZIP64, strong encryption, AES, another name for Unicode.
_REFUSED_EXTRAS = {0x0001, 0x0017, 0x9901, 0x7075}
_NAME = re.compile(r"[A-Za-z0-9_.\[\]()~@!$&'*+,;= -]+(?:/[A-Za-z0-9_.\[\]()~@!$&'*+,;= -]+)*/?")


class _Entry(NamedTuple):
    """One file as the directory tells it; `start` is where its local header lies."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int


def unpack(content: bytes) -> list[tuple[Member, bytes]]:
    """Every file with its bytes, in the order of the directory; TemplateFault for all else."""
    if len(content) > LARGEST:
        raise refused("template-too-large")
    if content.startswith(_OLE):
        raise refused("template-old-or-locked")
    if not content.startswith(b"PK\3\4"):
        raise refused("template-no-docx")
    try:
        entries, directory = _directory(content)
        packed = _local(content, entries, directory)
    except struct.error as failure:
        raise refused("template-damaged", what="it ends too early") from failure
    return list(_contents(packed))


def _directory(content: bytes) -> tuple[list[_Entry], int]:
    if len(content) < _END.size or content[-_END.size :][:4] != b"PK\5\6":
        found = content.rfind(b"PK\5\6")
        raise refused("template-damaged" if found < 0 else "template-archive-odd", what=_TAIL)
    end = _END.unpack(content[-_END.size :])
    disk, first, here, count, length, start, comment = end[1:]
    if 0xFFFF in (disk, first, here, count) or _SENTINEL in (length, start):
        raise refused("template-archive-odd", what="ZIP64")
    if disk or first or comment or here != count:
        raise refused("template-archive-odd", what="a zip of several disks, or with a comment")
    if start + length != len(content) - _END.size:
        raise refused("template-archive-lies", what="its directory lies elsewhere than it says")
    if count > MOST_PARTS:
        raise refused("template-too-many-parts", what=str(count))
    entries, at = [], start
    for _ in range(count):
        entry, at = _entry(content, at)
        entries.append(entry)
    if at != start + length:
        raise refused("template-archive-lies", what="its directory holds more than it says")
    _refuse_doubles(entries)
    return entries, start


_TAIL = "something stands behind its directory"


def _entry(content: bytes, at: int) -> tuple[_Entry, int]:
    fields = _CENTRAL.unpack_from(content, at)
    signature, _, _, flags, method, _, _, crc, packed, size = fields[:10]
    named, extra, comment, disk, _, attributes, start = fields[10:]
    raw = content[at + _CENTRAL.size : at + _CENTRAL.size + named]
    if signature != b"PK\1\2":
        raise refused("template-damaged", what="its directory is cut off")
    name = _plain(raw)
    if flags & _ENCRYPTED:
        raise refused("template-encrypted", name)
    if flags & ~_KNOWN_FLAGS or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("template-archive-odd", name, f"method {method}, flags {flags:#x}")
    if _SENTINEL in (packed, size, start) or disk:
        raise refused("template-archive-odd", name, "ZIP64, or several disks")
    if attributes >> 16 & 0o170000 == _LINK:
        raise refused("template-names-odd", name, "a link")
    after = at + _CENTRAL.size + named
    _refuse_extras(content[after : after + extra], name)
    return _Entry(name, raw, flags, method, crc, packed, size, start), after + extra + comment


def _plain(raw: bytes) -> str:
    name = raw.decode("ascii", "replace")
    segments = name.removesuffix("/").split("/")
    if not _NAME.fullmatch(name) or any(set(one) <= {"."} or one[-1:] in ". " for one in segments):
        raise refused("template-names-odd", what=ascii(name[:80]))
    return name


def _refuse_extras(extra: bytes, name: str) -> None:
    at = 0
    while at < len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        at += 4 + length
        if kind in _REFUSED_EXTRAS or at > len(extra):
            raise refused("template-archive-odd", name, f"extra field {kind:#06x}")


def _refuse_doubles(entries: list[_Entry]) -> None:
    """Names that differ in case alone are one name to Word; a part is no folder of another."""
    names = sorted(entry.name.lower().rstrip("/") for entry in entries)
    files = {entry.name.lower() for entry in entries if not entry.name.endswith("/")}
    for earlier, later in pairwise(names):
        if earlier == later:
            raise refused("template-names-double", later)
    for name in names:
        folders = [name[:at] for at, sign in enumerate(name) if sign == "/"]
        if files.intersection(folders):
            raise refused("template-names-odd", name, "it lies in a part")


def _local(content: bytes, entries: list[_Entry], directory: int) -> Iterator[tuple[_Entry, bytes]]:
    """The packed bytes of each, once the local headers are seen to fill the file up exactly."""
    found, at = {}, 0
    for entry in sorted(entries, key=lambda one: one.start):
        if entry.start != at:
            raise refused("template-archive-lies", entry.name, "a gap, or an overlap")
        start = _opened(content, entry)
        at = start + entry.packed
        found[entry.start] = content[start:at]
        if entry.flags & _DESCRIPTOR:
            at += _described(content, at, entry)
    if at != directory:
        raise refused("template-archive-lies", what="something lies before its directory")
    return ((entry, found[entry.start]) for entry in entries)


def _opened(content: bytes, entry: _Entry) -> int:
    """Where the packed bytes begin."""
    fields = _LOCAL.unpack_from(content, entry.start)
    signature, _, flags, method, _, _, crc, packed, size, named, extra = fields
    name_at = entry.start + _LOCAL.size
    start: int = name_at + named + extra
    _refuse_extras(content[name_at + named : start], entry.name)
    told = (crc, packed, size)
    unsaid = bool(flags & _DESCRIPTOR) and told == (0, 0, 0)
    same = (
        signature == b"PK\3\4"
        and content[name_at : name_at + named] == entry.raw_name
        and flags == entry.flags
        and method == entry.method
    )
    if not same or not (unsaid or told == (entry.crc, entry.packed, entry.size)):
        raise refused("template-archive-lies", entry.name)
    return start


def _described(content: bytes, at: int, entry: _Entry) -> int:
    """How long the record behind the packed bytes is, with or without its signature."""
    told = struct.pack("<3L", entry.crc, entry.packed, entry.size)
    for record in (b"PK\7\x08" + told, told):
        if content[at : at + len(record)] == record:
            return len(record)
    raise refused("template-archive-lies", entry.name)


def _contents(packed: Iterator[tuple[_Entry, bytes]]) -> Iterator[tuple[Member, bytes]]:
    left = _LARGEST_TOTAL
    for entry, data in packed:
        content = _inflated(entry, data, left)
        left -= len(content)
        if entry.name.endswith("/"):
            if content:
                raise refused("template-archive-odd", entry.name, "a folder with content")
            continue
        yield Member(entry.name, entry.method, entry.crc, entry.size, data), content


def _inflated(entry: _Entry, data: bytes, left: int) -> bytes:
    """No more is ever unpacked than the limit and one byte."""
    is_xml = entry.name.lower().endswith((".xml", ".rels"))
    kind_most = _LARGEST_XML if is_xml else _LARGEST_PART
    most = min(left, kind_most, max(_RATIO_FROM, _HIGHEST_RATIO * len(data)))
    if len(data) != entry.packed:
        raise refused("template-damaged", entry.name)
    if entry.method == zipfile.ZIP_STORED:
        content, whole = data, entry.packed == entry.size
    else:
        content, whole = _deflated(entry, data, most)
    if len(content) > most:
        raise refused("template-expands", entry.name)
    if not whole or len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise refused("template-archive-lies", entry.name, "its size or its checksum")
    return content


def _deflated(entry: _Entry, data: bytes, most: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        content = unpacker.decompress(data, most + 1)
    except zlib.error as failure:
        raise refused("template-damaged", entry.name) from failure
    return content, unpacker.eof and not unpacker.unused_data
