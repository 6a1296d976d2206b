"""What the browser gets from others."""

import os
from pathlib import Path

import pytest

from deploy.local import assets


def test_nothing_is_fetched_while_the_lock_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets.fetch()
    monkeypatch.setenv("PATH", str(tmp_path))
    said: list[str] = []
    assets.fetch(said.append)
    assert said == []


def test_a_registry_that_is_out_of_reach_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'getaddrinfo ENOTFOUND' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(assets, "STAMP", tmp_path / "digest.txt")
    with pytest.raises(assets.AssetsMissing, match=r"(?s)registry reachable.*ENOTFOUND"):
        assets.fetch(lambda _: None)


def test_tokens_that_nothing_asks_for_are_left_out_and_chains_are_kept() -> None:
    theme = ".x {\n  --a: var(--b);\n  --b: #fff;\n  --c: #000; /* note */\n}\n"
    assert assets.only_used_tokens(theme, "p { color: var(--a) }") == (
        ".voorbeeld-theme {\n  --a: var(--b);\n  --b: #fff;\n}\n"
    )


def test_pages_get_what_they_ask_for() -> None:
    assets.fetch()
    layout = (assets.PORTAL / "templates/layout.html").read_text()
    names = ["source-sans-3.css", "source-serif-4.css", "tokens.css", "components.css", "htmx.js"]
    for name in names:
        assert (assets.VENDOR / name).stat().st_size > 500
        assert name.removesuffix(".css") in layout
