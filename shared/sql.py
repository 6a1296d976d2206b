"""Statements of a ``.sql`` file by name: each stands under a line ``-- name: <name>``."""

import re
from collections.abc import Iterator
from pathlib import Path

_HEADING = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


class Statements:
    """The statements of one file; an unknown name raises ``KeyError``."""

    def __init__(self, path: Path) -> None:
        _, *parts = _HEADING.split(path.read_text())
        names, texts = parts[::2], parts[1::2]
        if len(set(names)) != len(names):
            raise ValueError(f"{path.name} names a statement twice")
        self._texts = {n: t.strip().rstrip(";") for n, t in zip(names, texts, strict=True)}

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)


def load(module_file: str) -> Statements:
    """The statements beside a module: ``store/clients.py`` has ``store/clients.sql``."""
    return Statements(Path(module_file).with_suffix(".sql"))
