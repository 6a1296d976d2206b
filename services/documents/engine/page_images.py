"""The pages of a PDF as pictures: run as a program of its own, with hard limits.

python -I page_images.py < pdf > pictures

Writes each page as a PNG of 80 dots per inch behind its length in four bytes, the first sixty pages
at most. Ends with 0, or with 3 when the PDF can't be read. It stands alone, because it is started
without the project.
"""

import resource
import struct
import sys
import zlib

UNREADABLE = 3
_DOTS_PER_INCH = 80
_POINTS_PER_INCH = 72
_MEMORY = 1 << 30
_MOST_PAGES = 60
_MOST_DOTS = 4_000_000
_FASTEST = 1
_HEAD = b"\x89PNG\r\n\x1a\n"
_TRUECOLOUR = 2


def png(width: int, height: int, rows: list[bytes]) -> bytes:
    """Rows of three bytes a dot; each is told as what it differs from the row above."""
    above = bytes(3 * width)
    filtered = bytearray()
    for row in rows:
        same = row == above
        filtered += (b"\2" + bytes(3 * width)) if same else (b"\0" + row)
        above = row
    header = struct.pack(">IIBBBBB", width, height, 8, _TRUECOLOUR, 0, 0, 0)
    packed = zlib.compress(bytes(filtered), _FASTEST)
    return _HEAD + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def draw(pdf: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        scale = _DOTS_PER_INCH / _POINTS_PER_INCH
        width, height = page.get_size()
        scale *= min(1.0, (_MOST_DOTS / max(width * height * scale * scale, 1)) ** 0.5)
        drawn = page.render(scale=scale, rev_byteorder=True)
        data, stride, wide = bytes(drawn.buffer), drawn.stride, 3 * drawn.width
        rows = [data[at : at + wide] for at in range(0, drawn.height * stride, stride)]
        picture = png(drawn.width, drawn.height, rows)
        sys.stdout.buffer.write(struct.pack(">I", len(picture)) + picture)
        page.close()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        draw(sys.stdin.buffer.read())
    except Exception:  # whatever a PDF does to its reader, it is one that can't be shown
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
