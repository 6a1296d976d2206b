"""The zip form of a DOCX, written so that the same parts always give the same bytes."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from zlib_ng import zlib_ng

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x800
_EPOCH = (1 << 5) | 1  # 1 January 1980, the first day a zip can name
_LARGEST = 0xFFFFFFFF
_RAW_DEFLATE = -15


class ArchiveError(Exception):
    """The bytes are no zip, or one that a DOCX has no reason to be."""


@dataclass(frozen=True)
class Member:
    """One file of the zip as it lies there: `data` is still compressed."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes

    def read(self) -> bytes:
        if self.method == zipfile.ZIP_STORED:
            return self.data
        # Never more than it was seen to hold.
        return zlib.decompressobj(_RAW_DEFLATE).decompress(self.data, self.size)


def deflated(name: str, content: bytes, level: int) -> Member:
    data = zlib_ng.compress(content, level, _RAW_DEFLATE)
    return Member(name, zipfile.ZIP_DEFLATED, zlib_ng.crc32(content), len(content), data)


def members(archive: bytes) -> list[Member]:
    """Every file of a zip of our own making, in its order; uploads go through the gate."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            return [_member(archive, info) for info in opened.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, struct.error, zlib.error) as failure:
        raise ArchiveError(str(failure)) from failure


def _member(archive: bytes, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(f"{info.filename} is encrypted or packed in an unusual way")
    local = _LOCAL.unpack_from(archive, info.header_offset)
    start = info.header_offset + _LOCAL.size + local[9] + local[10]
    data = archive[start : start + info.compress_size]
    return Member(info.filename, info.compress_type, info.CRC, info.file_size, data)


class Bundle:
    """Members that never change, kept as one block: a document only adds its own to it."""

    def __init__(self, unchanged: list[Member]) -> None:
        body, directory = bytearray(), bytearray()
        for member in unchanged:
            _append(member, body, directory)
        self._body, self._directory, self._count = bytes(body), bytes(directory), len(unchanged)

    def with_members(self, added: list[Member]) -> bytes:
        body, directory = bytearray(self._body), bytearray(self._directory)
        for member in added:
            _append(member, body, directory)
        count = self._count + len(added)
        start = len(body)
        body += directory
        body += _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
        return bytes(body)


def _append(member: Member, body: bytearray, directory: bytearray) -> None:
    name = member.name.encode()
    flags = 0 if name.isascii() else _UTF8
    offset, packed = len(body), len(member.data)
    if max(offset, packed, member.size) >= _LARGEST:
        raise ArchiveError("a document of 4 GB or more is not supported")
    shape = (flags, member.method, 0, _EPOCH, member.crc, packed, member.size, len(name))
    body += _LOCAL.pack(b"PK\3\4", _VERSION, *shape, 0)
    body += name
    body += member.data
    directory += _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *shape, 0, 0, 0, 0, 0, offset)
    directory += name
