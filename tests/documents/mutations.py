"""Word documents broken at random: by bytes, by files of the zip, by elements and by tags."""

import random
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from tests.documents.quirks import W

_TOKENS = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%", "p ", "tr ", "tc ", "r ", " vm ", " hm ",
    "if ", "endif", "for ", "endfor", "else", "elif ", " in ", " == ", "client.name",
    "subprocessors", "loop.index", "signature", "|join", "|default('x', true)", "|nosuch", "'", '"',
    "(", ")", "[", "]", ".", "__class__", "_", "1", "~", "*", "-", "+", "\u00a0", "“", "”", "&",
    "<", ">", "raw", "endraw", "set x = 1", "colspan 2", "cellbg 'f00'", "\u200b", "\ud83d\ude00",
)  # fmt: skip
_NAMES = (
    "p", "r", "t", "tc", "tr", "tbl", "sdt", "sdtContent", "hyperlink", "ins", "del", "fldChar",
    "instrText", "fldSimple", "txbxContent", "altChunk", "object", "tcPr", "rPr", "pPr",
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The same document with a few things wrong; the same chance gives the same bytes."""
    change = chance.choice((_bytes, _members, _elements, _elements, _tags, _tags, _tags))
    try:
        for _ in range(chance.randint(1, 3)):
            content = change(content, chance)
    except (KeyError, etree.XMLSyntaxError, ValueError, NotImplementedError):
        return content
    return content


def _bytes(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(broken))
        kind = chance.randrange(4)
        if kind == 0:
            broken[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            broken[at : at + chance.randint(1, 40)] = b""
        elif kind == 2:
            broken[at:at] = chance.randbytes(chance.randint(1, 40))
        else:
            other = chance.randrange(len(broken))
            broken[at : at + 20] = broken[other : other + 20]
    return bytes(broken)


def _members(content: bytes, chance: random.Random) -> bytes:
    files = _unzipped(content)
    name = chance.choice(list(files))
    kind = chance.randrange(5)
    if kind == 0:
        del files[name]
    elif kind == 1:
        files[chance.choice(("word/x.xml", "../x", "word/media/a.png", name.upper()))] = files[name]
    elif kind == 2:
        files[name] = files[chance.choice(list(files))]
    elif kind == 3:
        files[name] = files[name][: chance.randrange(len(files[name]) + 1)]
    else:
        files[name] = b"\xef\xbb\xbf" + files[name].replace(
            b"UTF-8", chance.choice((b"UTF-16", b"x"))
        )
    return _zipped(files, chance)


def _in_part(
    content: bytes, chance: random.Random, change: Callable[[etree._Element, random.Random], None]
) -> bytes:
    files = _unzipped(content)
    names = [name for name in files if name.endswith((".xml", ".rels"))]
    weights = [20 if name == "word/document.xml" else 1 for name in names]
    name = chance.choices(names, weights)[0]
    root = etree.fromstring(files[name])
    change(root, chance)
    files[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _zipped(files, chance)


def _elements(content: bytes, chance: random.Random) -> bytes:
    return _in_part(content, chance, _break_elements)


def _break_elements(root: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        nodes = list(root.iter("*"))
        node, other = chance.choice(nodes), chance.choice(nodes)
        parent, kind = node.getparent(), chance.randrange(6)
        if kind == 0 and parent is not None:
            parent.remove(node)
        elif (
            kind == 1
            and node not in other.iterancestors()
            and node is not other
            and parent is not None
        ):
            other.append(node)
        elif kind == 2:
            node.tag = f"{{{W}}}{chance.choice(_NAMES)}"
        elif kind == 3:
            new = etree.SubElement(node, f"{{{W}}}{chance.choice(_NAMES)}")
            new.text = chance.choice(_TOKENS)
        elif kind == 4 and node.attrib:
            node.set(chance.choice(list(node.attrib)), chance.choice(_TOKENS))
        else:
            node.set(f"{{{W}}}fldCharType", chance.choice(("begin", "separate", "end")))


def _tags(content: bytes, chance: random.Random) -> bytes:
    return _in_part(content, chance, _break_tags)


def _break_tags(root: etree._Element, chance: random.Random) -> None:
    texts = [node for node in root.iter("*") if node.text and node.text.strip()]
    tagged = [node for node in texts if "{" in (node.text or "")] or texts
    for _ in range(chance.randint(1, 5)):
        if not tagged:
            return
        node = chance.choice(chance.choice((texts, tagged)))
        text = node.text or ""
        at = chance.randrange(len(text) + 1)
        until = at + chance.choice((0, 0, 0, 1, 2, 8))
        node.text = (
            text[:at] + "".join(chance.choices(_TOKENS, k=chance.randint(0, 3))) + text[until:]
        )


def _unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {info.filename: archive.read(info.filename) for info in archive.infolist()}


def _zipped(files: dict[str, bytes], chance: random.Random) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", chance.choice((ZIP_DEFLATED, ZIP_STORED))) as archive:
        for name, data in files.items():
            # A ZipInfo of its own: by name alone the hour of writing would go in.
            archive.writestr(ZipInfo(name), data, archive.compression)
    return written.getvalue()
