"""Text as bytes that survive SMTP: quoted-printable bodies (RFC 2045) and header words (RFC 2047).

No line of a body ever starts with a dot, so that dot-stuffing (RFC 5321, 4.5.2) has nothing to do
and a relay that forgets it does no harm.
"""

import base64
import binascii

_WIDTH = 75  # with the soft break, 76: the longest line that RFC 2045 allows
# What one_line and escape leave as it is, and quoted-printable too, a space excepted; the line
# breaks stand between values.
_PLAIN = b"\n" + bytes(number for number in range(32, 127) if number not in b"=&<>\"'")
_MENDED = (b"  ", b"\n ", b" \n", b"\n.")
_EDGES = (b" ", b".")
_HEADER = 64  # which fits behind "Subject: " into the 78 of RFC 5322, 2.1.1
_WORD_BYTES = 39  # 52 letters of base64 and a word of 64, which fits behind "Subject: "


def value(text: str) -> bytes:
    """A value that starts a line of its own and is followed by a soft break."""
    quoted = binascii.b2a_qp(text.encode(), quotetabs=True, istext=False, header=False)
    if b"\n" in quoted or quoted.startswith(b"."):
        return _folded(text.encode())
    return quoted


def plain(texts: list[str]) -> list[bytes] | None:
    """What ``value`` makes of texts that no body needs to escape or to mend; None where one of them
    is no such text.

    Nearly every value is one, and all of a message at once cost less than the first by itself.
    """
    data = "\n".join(texts).encode()
    if data.translate(None, _PLAIN) or data[:1] in _EDGES or data[-1:] == b" ":
        return None
    for mended in _MENDED:
        if mended in data:
            return None
    quoted = data.replace(b" ", b"=20").split(b"\n")
    if len(quoted) != len(texts):
        return None
    if max(map(len, quoted)) > _WIDTH:
        quoted = [
            one if len(one) <= _WIDTH else value(text)
            for one, text in zip(quoted, texts, strict=True)
        ]
    return quoted


def line(text: str) -> bytes:
    """One line of a body, without its end; long lines are folded with soft breaks."""
    return _folded(text.encode())


def _folded(data: bytes) -> bytes:
    lines, current = [], b""
    for number in data:
        unit = bytes((number,)) if 33 <= number <= 126 and number != 61 else b"=%02X" % number
        if number == 32:
            unit = b" "
        if len(current) + len(unit) > _WIDTH:
            lines.append(current)
            current = b""
        if not current and unit == b".":
            unit = b"=2E"
        current += unit
    if current.endswith(b" "):
        current = current[:-1] + b"=20"
    return b"=\r\n".join([*lines, current])


def words(text: str) -> bytes:
    """The text of an unstructured header, folded between its words where those are plain, and by
    encoded words otherwise: what is encoded without need, checkers take for hiding."""
    if (
        text.isascii()
        and text.isprintable()
        and "=?" not in text
        and text == " ".join(text.split())
    ):
        lines = _wrapped(text.split())
        if all(len(line) <= _HEADER for line in lines):
            return "\r\n ".join(lines).encode()
    return b"\r\n ".join(_encoded(chunk) for chunk in _chunks(text))


def _wrapped(pieces: list[str]) -> list[str]:
    lines = pieces[:1]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) <= _HEADER:
            lines[-1] += " " + piece
        else:
            lines.append(piece)
    return lines


def phrase(text: str) -> bytes:
    """A display name before an address: quoted, or as encoded words."""
    if text.isascii() and len(text) <= 60 and text.isprintable() and "=?" not in text:
        return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    return b"\r\n ".join(_encoded(chunk) for chunk in _chunks(text))


def _encoded(chunk: bytes) -> bytes:
    return b"=?utf-8?b?" + base64.b64encode(chunk) + b"?="


def _chunks(text: str) -> list[bytes]:
    """Whole characters only, as RFC 2047 (5) asks."""
    chunks = [b""]
    for character in text:
        data = character.encode()
        if len(chunks[-1]) + len(data) > _WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += data
    return chunks
