"""LibreOffice as it is installed here, and the settings that no document can loosen."""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
_NAME = "libreoffice"
_VERSION = re.compile(r'oor:name="ooSetupVersionAboutBox">\s*<value>(\d[\w.]*)')
_HERE = "/proc/self/cwd"
PROFILE = f"file://{_HERE}/profile"
_LAYERS = re.compile(r"^CONFIGURATION_LAYERS=(.*)$", re.MULTILINE)
_PLAIN_LAYERS = (
    "xcsxcu:${BRAND_BASE_DIR}/share/registry",
    "res:${BRAND_BASE_DIR}/share/registry",
)
# Without the first of these LibreOffice fetches linked pictures, and shows files of this machine.
LOCKDOWN: tuple[tuple[str, str, str, str, str], ...] = (
    ("Office", "Common", "Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office", "Common", "Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office", "Common", "Security/Scripting", "DisableActiveContent", "true"),
    ("Office", "Common", "Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office", "Writer", "Content/Update", "Link", "2"),  # links are never brought up to date
    ("Office", "Common", "Misc", "FirstRun", "false"),
    ("Office", "Recovery", "AutoSave", "Enabled", "false"),
)
_DATA = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:data xmlns:oor="http://openoffice.org/2001/registry">{}</oor:data>\n'
)
_COMPONENT = (
    '<oor:component-data oor:name="{name}" oor:package="org.openoffice.{package}">{nodes}'
    "</oor:component-data>"
)
_PROPERTY = '<prop oor:name="{}" oor:finalized="true"><value>{}</value></prop>'
PDF_OPTIONS = (
    '{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"false"}}'
)


@dataclass(frozen=True)
class Office:
    """``soffice`` is the program that people start."""

    soffice: Path

    @property
    def folder(self) -> Path:
        """Where its programs and libraries lie."""
        return self.soffice.resolve().parent

    @property
    def program(self) -> Path:
        """Itself, without the script around it that waits for it."""
        program = self.folder / "soffice.bin"
        return program if program.is_file() else self.soffice

    @property
    def library(self) -> Path | None:
        """The one with which another program can do what LibreOffice does."""
        found = (self.folder / name for name in _LIBRARIES)
        return next((path for path in found if path.is_file()), None)

    @property
    def name(self) -> str:
        """With its version, where it tells that."""
        told = self.folder.parent / "share/registry/main.xcd"
        return _name(told, told.stat().st_mtime) if told.is_file() else _NAME

    def environment(self, folder: Path) -> dict[str, str]:
        """For a process that works in ``folder``, after ``lock_down`` of that.

        Home, profile and temporary files are wherever the process is: LibreOffice keeps what it
        read here, and a child of that process must find its own folder all the same.
        """
        return {
            "HOME": _HERE,
            "TMPDIR": _HERE,
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
            "SAL_LOK_OPTIONS": "unipoll",
            "LOK_ALLOWLIST_LANGUAGES": "nl en de fr",
            "MAX_CONCURRENCY": "1",
            "UserInstallation": PROFILE,
            "CONFIGURATION_LAYERS": " ".join((*self._layers(), _layer(folder))),
        }

    def _layers(self) -> tuple[str, ...]:
        """What came with LibreOffice: no extension, no setting of a user or of the desktop."""
        told = self.folder / "fundamentalrc"
        found = _LAYERS.search(told.read_text()) if told.is_file() else None
        shipped = found.group(1).split() if found else []
        return tuple(each for each in shipped if each.startswith(("xcsxcu:", "res:"))) or (
            _PLAIN_LAYERS
        )


@cache
def _name(told: Path, _changed: float) -> str:
    found = _VERSION.search(told.read_text(errors="replace"))
    return f"{_NAME} {found.group(1)}" if found else _NAME


def lock_down(folder: Path) -> None:
    """Write the settings as a layer of the configuration above which nothing can go."""
    registry = folder / "registry"
    registry.mkdir(exist_ok=True)
    (registry / "lockdown.xcd").write_text(_DATA.format("".join(_components())))


def _layer(folder: Path) -> str:
    return f"xcsxcu:{(folder / 'registry').as_uri()}"


def _components() -> list[str]:
    return [
        _COMPONENT.format(name=name, package=package, nodes=_nested(path, _PROPERTY.format(*item)))
        for package, name, path, *item in LOCKDOWN
    ]


def _nested(path: str, inside: str) -> str:
    for name in reversed(path.split("/")):
        inside = f'<node oor:name="{name}">{inside}</node>'
    return inside
