"""The two bodies of a message, text and HTML, still with slots for what differs per recipient."""

from collections.abc import Iterator
from html import escape

from services.notifications.channels.mail.wording import Action, Block, Line, Piece, Prose, Wording
from services.notifications.domain.wording import ACCENT, BrandDraft
from shared.text import Language

_FONT = "font-family:Arial,Helvetica,sans-serif"
_OPENING = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>'
)
_BOTTOM = "</main>\n</body>\n</html>\n"
_STYLES = {
    "heading": ("h2", "margin:24px 0 8px;font-size:20px;line-height:1.3"),
    "paragraph": ("p", "margin:0 0 16px"),
    "small": (
        "p",
        (
            "margin:24px 0 0;padding-top:16px;border-top:1px solid #d5dae0;font-size:14px;"
            "color:#4b5665"
        ),
    ),
}


def text(wording: Wording) -> Line:
    """Plain text; links on a line of their own so that every mail program finds them."""
    return tuple(piece for block in wording.blocks for piece in _text_of(block))


def _text_of(block: Block) -> Iterator[Piece]:
    if isinstance(block, Prose):
        yield from block.line
        yield "\n\n"
    elif isinstance(block, Action):
        yield from block.label
        yield ":\n"
        yield from block.link
        yield "\n\n"
    else:
        for label, value in block.rows:
            yield from label
            yield ": "
            yield from value
            yield "\n"
        yield "\n"


def html(wording: Wording, provider: str, brand: BrandDraft | None = None) -> Line:
    """One column, readable without images, scripts or a mouse; ``provider`` heads the page unless
    the brand has a name.

    Slots come out as they are: whoever fills them escapes the value.
    """
    accent = brand.accent if brand else ACCENT
    pieces: list[Piece] = [_OPENING.format(language=_tag(wording.language))]
    pieces += _escaped(wording.subject)
    pieces += [_top(accent), escape((brand and brand.name) or provider), "</h1>\n"]
    for block in wording.blocks:
        pieces += _html_of(block, accent)
    return (*pieces, _BOTTOM)


def _top(accent: str) -> str:
    return (
        '</title>\n</head>\n<body style="margin:0;padding:24px 12px;background:#f3f4f6;'
        f'color:#1c2430;{_FONT};font-size:16px;line-height:1.5">\n'
        '<main style="max-width:640px;margin:0 auto;'
        f'padding:24px;background:#ffffff;border-top:4px solid {accent}">\n'
        f'<h1 style="margin:0 0 16px;font-size:18px;line-height:1.3;color:{accent}">'
    )


def _tag(language: Language) -> str:
    return {"nl": "nl-NL", "en": "en-GB"}[language]


def _html_of(block: Block, accent: str) -> Iterator[Piece]:
    if isinstance(block, Prose):
        tag, style = _STYLES[block.kind]
        yield f'<{tag} style="{style}">'
        yield from _escaped(block.line)
        yield f"</{tag}>\n"
    elif isinstance(block, Action):
        yield '<p style="margin:24px 0"><a href="'
        yield from _escaped(block.link)
        yield (
            f'" style="display:inline-block;padding:12px 20px;background:{accent};color:#ffffff;'
            'font-weight:bold;text-decoration:none;border-radius:4px">'
        )
        yield from _escaped(block.label)
        yield "</a></p>\n"
    else:
        yield '<table style="width:100%;margin:0 0 16px;border-collapse:collapse">\n<tbody>\n'
        for label, value in block.rows:
            yield from _row(label, value)
        yield "</tbody>\n</table>\n"


def _row(label: Line, value: Line) -> Iterator[Piece]:
    cell = (
        "padding:6px 12px 6px 0;border-bottom:1px solid #d5dae0;text-align:left;vertical-align:top"
    )
    yield f'<tr><th scope="row" style="{cell};width:40%">'
    yield from _escaped(label)
    yield f'</th><td style="{cell};overflow-wrap:anywhere">'
    yield from _escaped(value)
    yield "</td></tr>\n"


def _escaped(line: Line) -> Iterator[Piece]:
    for piece in line:
        yield escape(piece) if isinstance(piece, str) else piece
