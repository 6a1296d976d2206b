"""Pictures of an upload: what they say they are, and small enough to be drawn.

LibreOffice looks at the bytes and not at the name, so that a drawing that fetches others could
come in under the name of a photograph.
"""

import re
import struct
from collections.abc import Callable

from services.documents.domain.refusals import refused
from services.documents.engine import markup

_MOST_PIXELS = 40_000_000
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SVG_REFUSED = ("script", "foreignObject", "image", "use", "handler", "style", "iframe", "feImage")
_OUTSIDE = re.compile(r"^\s*(?!#)|url\s*\(\s*[\"']?(?!#)", re.IGNORECASE)

Size = tuple[int, int]


def refuse_picture(name: str, kind: str, content: bytes) -> None:
    """TemplateFault when the bytes are not of this content type, or too many pixels."""
    if kind == "image/svg+xml":
        _refuse_drawing(name, content)
        return
    measure = _MEASURES[kind.removeprefix("image/").removeprefix("x-").removeprefix("ms-")]
    try:
        size = measure(content)
    except (struct.error, IndexError):
        size = None
    if size is None:
        raise refused("template-picture", name, f"no {kind}")
    if abs(size[0] * size[1]) > _MOST_PIXELS:
        raise refused("template-picture", name, f"{size[0]} × {size[1]} pixels")


def _png(content: bytes) -> Size | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> Size | None:
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _bmp(content: bytes) -> Size | None:
    if not content.startswith(b"BM"):
        return None
    width, height = struct.unpack_from("<ii", content, 18)
    return width, height


def _jpeg(content: bytes) -> Size | None:
    """From marker to marker, up to the one that bears the size."""
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        if marker == 0xFF or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + max(struct.unpack_from(">H", content, at + 2)[0], 2)
    return None


def _emf(content: bytes) -> Size | None:
    """A drawing has no pixels of its own."""
    is_one = content[:4] == b"\1\0\0\0" and content[40:44] == b" EMF"
    return (0, 0) if is_one else None


def _wmf(content: bytes) -> Size | None:
    starts = (b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0\0", b"\2\0\x09\0\0")
    return (0, 0) if content.startswith(starts) else None


_MEASURES: dict[str, Callable[[bytes], Size | None]] = {
    "png": _png,
    "jpeg": _jpeg,
    "jpg": _jpeg,
    "pjpeg": _jpeg,
    "gif": _gif,
    "bmp": _bmp,
    "emf": _emf,
    "wmf": _wmf,
}


def _refuse_drawing(name: str, content: bytes) -> None:
    root = markup.parse(content, name).root
    if not str(root.tag).endswith("}svg"):
        raise refused("template-picture", name, "no image/svg+xml")
    for node in root.iter(*(f"{{*}}{tag}" for tag in _SVG_REFUSED)):
        raise refused("template-picture", name, f"a drawing with {node.tag}")
    for node in root.iter():
        for key, value in node.attrib.items():
            local = str(key).rpartition("}")[2].lower()
            leads_out = local in ("href", "src") and _OUTSIDE.match(str(value))
            if leads_out or local.startswith("on") or "url(" in _spaceless(value):
                raise refused("template-picture", name, f"a drawing with {local}")


def _spaceless(value: str | bytes) -> str:
    """Without what a reader of styles skips; links within the drawing taken away."""
    plain = re.sub(r"\s+|\\|/\*.*?\*/", "", str(value).lower())
    return re.sub(r"url\([\"']?#[\w.-]+[\"']?\)", "", plain)
