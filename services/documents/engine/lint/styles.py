"""What the styles of a template say: headings, fonts, language, hidden text."""

import re
from collections.abc import Iterator
from functools import cache, cached_property

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL = f"{_W}val"
_FONTS, _OUTLINE, _STYLE = f"{_W}rFonts", f"{_W}outlineLvl", f"{_W}style"
_PROPERTIES = f"{_W}pPr"
_PARAGRAPH_STYLE = f"{_PROPERTIES}/{_W}pStyle"
_DIRECT = f"{_PROPERTIES}/{_OUTLINE}"
_NAMED = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_SCRIPTS = ("ascii", "hAnsi")
_TEXT_LEVEL = 9
_OFF = ("0", "false", "off")
_DEEPEST = 40  # a style that is based on itself ends somewhere


class Styles:
    """``styles`` and ``theme`` are the roots of their parts; a template may have neither."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._root, self._theme = styles, theme
        listed = styles.iterchildren(_STYLE) if styles is not None else ()
        self._styles = {one.get(f"{_W}styleId", ""): one for one in listed}
        self.heading_of = cache(self._heading_of)
        self.hides = cache(self._hides)

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """1 to 9; None for what is no heading."""
        direct = paragraph.find(_DIRECT)
        if direct is not None:
            return _level(direct)
        style = paragraph.find(_PARAGRAPH_STYLE)
        return None if style is None else self.heading_of(style.get(_VAL, ""))

    def fonts(self, used: set[str]) -> set[str]:
        """The Latin fonts of text in these styles and of text in none."""
        found: set[str] = set()
        for style in used | self._default:
            chosen = next((fonts for one in self._line(style) if (fonts := self._own(one))), None)
            found |= chosen or self.fonts_of(self._defaults)
        return found or self.fonts_of(self._defaults)

    def fonts_of(self, within: etree._Element | None) -> set[str]:
        fonts = within.find(f".//{_FONTS}") if within is not None else None
        return set() if fonts is None else self.fonts_in(fonts)

    def fonts_in(self, fonts: etree._Element) -> set[str]:
        """The Latin fonts that one ``w:rFonts`` names, by itself or through the theme."""
        return {
            font
            for script in _SCRIPTS
            if (font := self._themed(fonts.get(f"{_W}{script}Theme")) or fonts.get(f"{_W}{script}"))
        }

    @cached_property
    def language(self) -> str | None:
        """The language of text that says nothing of it, as ``nl-NL``."""
        for one in (*(self._styles.get(name) for name in self._default), self._defaults):
            said = one.find(f"{_W}rPr/{_W}lang") if one is not None else None
            said = one.find(f".//{_W}lang") if said is None and one is not None else said
            if said is not None and said.get(_VAL):
                return str(said.get(_VAL))
        return None

    def _hides(self, style: str) -> bool:
        return any(
            mark.get(_VAL) not in _OFF
            for one in self._line(style)
            for mark in one.iterfind(f"{_W}rPr/{_W}vanish")
        )

    def _heading_of(self, style: str) -> int | None:
        for one in self._line(style):
            name = one.find(f"{_W}name")
            named = _NAMED.match(name.get(_VAL, "")) if name is not None else None
            if named:
                return int(named.group(1))
            outline = one.find(_DIRECT)
            if outline is not None:
                return _level(outline)
        return None

    def _line(self, style: str | None) -> Iterator[etree._Element]:
        """The style and what it is based on."""
        for _ in range(_DEEPEST):
            one = self._styles.get(style or "")
            if one is None:
                return
            yield one
            based = one.find(f"{_W}basedOn")
            style = based.get(_VAL) if based is not None else None

    def _own(self, style: etree._Element) -> set[str]:
        return self.fonts_of(style.find(f"{_W}rPr"))

    @cached_property
    def _default(self) -> set[str]:
        return {
            name
            for name, one in self._styles.items()
            if one.get(f"{_W}default") not in (None, *_OFF) and one.get(f"{_W}type") == "paragraph"
        }

    @cached_property
    def _defaults(self) -> etree._Element | None:
        return self._root.find(f"{_W}docDefaults") if self._root is not None else None

    def _themed(self, said: str | None) -> str | None:
        if said is None or self._theme is None:
            return None
        which = "majorFont" if said.startswith("major") else "minorFont"
        latin = self._theme.find(f".//{_A}{which}/{_A}latin")
        return latin.get("typeface") or None if latin is not None else None


def _level(outline: etree._Element) -> int | None:
    value = outline.get(_VAL, "")
    return int(value) + 1 if value.isdecimal() and int(value) < _TEXT_LEVEL else None
