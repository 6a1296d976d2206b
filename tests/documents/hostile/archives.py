"""Attacks on the zip itself: bombs, lies, doubles and tricks with names."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple

from tests.documents.hostile.package import document, packed, paragraph, parts, run


class Attack(NamedTuple):
    """``code``: for which it must be refused."""

    name: str
    code: str
    make: Callable[[], bytes]


def clean() -> bytes:
    return packed(parts())


def _altered(at: str, offset: int, shape: str, value: int, name: bytes = b"") -> bytes:
    """One number in the header of the first file (`at` l), in its directory (c), or the end (e)."""
    content = bytearray(clean())
    marks = {"l": b"PK\3\4", "c": b"PK\1\2", "e": b"PK\5\6"}
    struct.pack_into(shape, content, content.find(marks[at]) + offset, value)
    return bytes(content)


def _with(name: str, data: bytes = b"x") -> bytes:
    return packed(parts() | {name: data})


def _double(first: str, second: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in (parts() | {first: document()}).items():
            archive.writestr(name, data)
        archive.writestr(second, document(paragraph(run("anders"))))
    return written.getvalue()


def _linked() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("word/media/x.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


def _inserted(at: Callable[[bytes], int], junk: bytes) -> bytes:
    content = clean()
    place = at(content)
    return content[:place] + junk + content[place:]


def _gapped() -> bytes:
    """Bytes between the files and the directory, with the directory told where it went."""
    content, junk = clean(), b"verborgen"
    start = content.find(b"PK\1\2")
    end = bytearray(content[start:])
    at = end.find(b"PK\5\6")
    struct.pack_into("<L", end, at + 16, start + len(junk))
    return content[:start] + junk + bytes(end)


def _overlapping() -> bytes:
    """Two entries of the directory that unpack the same bytes, as the best bombs do."""
    content = clean()
    start, finish = content.find(b"PK\1\2"), content.find(b"PK\5\6")
    directory = content[start:finish]
    second = bytearray(directory[: directory.find(b"PK\1\2", 4)])
    second[46:49] = b"(C)"
    end = bytearray(content[finish:])
    struct.pack_into("<HHL", end, 8, 4, 4, len(directory) + len(second))
    return content[:start] + directory + bytes(second) + bytes(end)


def _bomb(name: str, size: int) -> bytes:
    return _with(name, bytes(size))


def _understated() -> bytes:
    """200 MB that both headers call one hundred bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    name = b"word/media/a.png"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(data), 100, len(name), 0)
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(data), 100, len(name), *(0,) * 6
    )
    content = clean()
    start, finish = content.find(b"PK\1\2"), content.find(b"PK\5\6")
    moved = bytearray(central)
    struct.pack_into("<L", moved, 42, start)
    length = finish - start + len(moved) + len(name)
    at = start + len(local) + len(name) + len(data)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 4, 4, length, at, 0)
    files = content[:start] + local + name + data
    return files + content[start:finish] + bytes(moved) + name + end


def _utf16_document() -> bytes:
    return packed(parts(word__document=document(paragraph(run("x" * (5 << 20))))))


def _recompressed(method: int) -> bytes:
    return packed(parts(), method)


def _extra(kind: int) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in parts().items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HHL", kind, 4, 0)
            archive.writestr(info, data)
    return written.getvalue()


def _commented() -> bytes:
    written = BytesIO(clean())
    with zipfile.ZipFile(written, "a") as archive:
        archive.comment = b"PK\5\6" + bytes(18)
    return written.getvalue()


_NAMES = {
    "parent": "../../etc/cron.d/x.png",
    "absolute": "/etc/passwd.png",
    "backslash": "word\\media\\x.png",
    "drive": "C:/x.png",
    "dot": "word/./x.png",
    "empty": "word//x.png",
    "control": "word/x\n.png",
    "right-to-left": "word/\u202egnp.exe",
    "percent": "word/%2e%2e/x.png",
    "trailing-dot": "word/x.png.",
    "in-a-part": "word/document.xml/x.png",
}


def attacks() -> Iterator[Attack]:
    for name, trick in _NAMES.items():
        code = "template-names-odd"
        yield Attack(f"name-{name}", code, lambda trick=trick: _with(trick))
    double = "template-names-double"
    yield Attack("double", double, lambda: _double("word/styles.xml", "word/styles.xml"))
    yield Attack("double-by-case", double, lambda: _double("word/styles.xml", "word/Styles.XML"))
    yield Attack("symbolic-link", "template-names-odd", _linked)
    yield from _lies()
    yield from _bombs()
    yield from _odd()


def _lies() -> Iterator[Attack]:
    code = "template-archive-lies"
    yield Attack("gap-before-directory", code, _gapped)
    yield Attack("overlap", code, _overlapping)
    yield Attack("other-name-in-local-header", code, lambda: _altered("l", 30, "<B", 0x7B))
    yield Attack("other-size-in-local-header", code, lambda: _altered("l", 22, "<L", 5))
    yield Attack("other-method-in-local-header", code, lambda: _altered("l", 8, "<H", 0))
    yield Attack("other-checksum", code, lambda: _altered("c", 16, "<L", 7))
    yield Attack("first-file-elsewhere", code, lambda: _altered("c", 42, "<L", 9))
    yield Attack(
        "program-before-the-zip", "template-no-docx", lambda: b"\x7fELF" + bytes(60) + clean()
    )
    yield Attack("two-zips", code, lambda: clean() + clean())
    yield Attack(
        "fewer-entries-than-said", "template-archive-odd", lambda: _altered("e", 8, "<H", 2)
    )
    yield Attack("cut-off", "template-damaged", lambda: clean()[:-40])
    yield Attack(
        "bytes-in-a-file", code, lambda: _inserted(lambda c: c.find(b"PK\3\4", 4), b"junk")
    )


def _bombs() -> Iterator[Attack]:
    code = "template-expands"
    yield Attack("picture-of-50-mb-of-nothing", code, lambda: _bomb("word/media/a.png", 50 << 20))
    yield Attack("xml-of-9-mb", code, lambda: _bomb("word/a.xml", 9 << 20))
    yield Attack("understated", code, _understated)
    yield Attack("text-that-packs-too-well", code, _utf16_document)
    yield Attack(
        "many-of-900-kb",
        code,
        lambda: packed(parts() | {f"word/media/{n}.png": bytes(900_000) for n in range(100)}),
    )
    yield Attack(
        "301-parts",
        "template-too-many-parts",
        lambda: packed(parts() | {f"word/media/{n}.png": b"" for n in range(298)}),
    )
    yield Attack("11-mb", "template-too-large", lambda: clean() + bytes(11 << 20))


def _odd() -> Iterator[Attack]:
    odd = "template-archive-odd"
    yield Attack("encrypted", "template-encrypted", lambda: _altered("c", 8, "<H", 1))
    yield Attack("strongly-encrypted", "template-encrypted", lambda: _altered("c", 8, "<H", 0x40))
    yield Attack("bzip2", odd, lambda: _recompressed(zipfile.ZIP_BZIP2))
    yield Attack("lzma", odd, lambda: _recompressed(zipfile.ZIP_LZMA))
    yield Attack("zip64-sizes", odd, lambda: _altered("c", 24, "<L", 0xFFFFFFFF))
    yield Attack("zip64-extra", odd, lambda: _extra(0x0001))
    yield Attack("another-name-in-extra", odd, lambda: _extra(0x7075))
    yield Attack("second-disk", odd, lambda: _altered("e", 4, "<H", 1))
    yield Attack("comment-with-an-end", "template-archive-lies", _commented)
    yield Attack("nothing", "template-no-docx", lambda: b"")
    yield Attack("text", "template-no-docx", lambda: b"Geachte heer,")
    yield Attack("pdf", "template-no-docx", lambda: b"%PDF-1.7\n" + clean())
    yield Attack("html-as-docx", "template-no-docx", lambda: b"<html><img src='http://x/'></html>")
    yield Attack("rtf", "template-no-docx", lambda: b"{\\rtf1 {\\field INCLUDEPICTURE}}")
    yield Attack(
        "old-word",
        "template-old-or-locked",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    )
    yield Attack("only-a-beginning", "template-damaged", lambda: b"PK\3\4")
