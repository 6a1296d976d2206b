"""Which fonts a PDF can be made with here, and which of them stand in for others."""

import shutil
import subprocess
from collections.abc import Collection
from functools import cache

# Made to the same measures, so that lines and pages break where they did.
STANDINS = {
    "calibri": "Carlito",
    "cambria": "Caladea",
    "arial": "Liberation Sans",
    "helvetica": "Liberation Sans",
    "arial narrow": "Liberation Sans Narrow",
    "times new roman": "Liberation Serif",
    "times": "Liberation Serif",
    "courier new": "Liberation Mono",
    "courier": "Liberation Mono",
    "georgia": "Gelasio",
    "symbol": "OpenSymbol",
    "wingdings": "OpenSymbol",
    "wingdings 2": "OpenSymbol",
    "wingdings 3": "OpenSymbol",
    "webdings": "OpenSymbol",
}
_SECONDS = 20


@cache
def installed() -> frozenset[str] | None:
    """The families that fontconfig knows, in lower case; None where nobody can say."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603
            [program, ":", "family"], capture_output=True, text=True, timeout=_SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    names = (name for line in listed.splitlines() for name in line.split(","))
    return frozenset(name.strip().lower() for name in names if name.strip()) or None


def missing(fonts: Collection[str], there: Collection[str]) -> list[str]:
    """Those that are neither there nor have one of the same measures there."""
    return sorted(
        font
        for font in fonts
        if font.lower() not in there and STANDINS.get(font.lower(), "").lower() not in there
    )


def good(there: Collection[str]) -> list[str]:
    """Names of fonts that authors know and that can be used here."""
    known = ("Calibri", "Cambria", "Arial", "Times New Roman", "Courier New", "Georgia")
    return [font for font in known if not missing([font], there)]
