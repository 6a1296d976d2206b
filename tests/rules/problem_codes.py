"""Every code of a problem (RFC 9457) that the services answer, read from the code that raises it.

python -m tests.rules.problem_codes    writes docs/problems.md anew
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shared.problems import STATUS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "problems.md"
KINDS = {kind.__name__: str(status) for kind, (status, _) in STATUS.items()}
# Of one field, in ``errors``.
KINDS |= dict.fromkeys(("PydanticCustomError", "_need"), "field")
HEAD = """# Problems

Every refusal is `application/problem+json` (RFC 9457). Its `type` is `urn:schakel:problem:` and one
of these codes, which stay what they are; `detail` says the way out, in English. Where `…` stands,
the answer names the thing.

- `request-invalid` (400): the body or a parameter has mistakes in it. `errors` names each field,
  with a code of its own and what is wrong: those below that say *field*, and those of pydantic,
  such as `missing` or `string_too_long`.
- `<noun>-unknown` (404): there is no such thing, or it is not for this reader to know.
- `signatory-missing`, `notice-missing` (400) and `last-signatory`, `last-notice` (409): at a client
  nobody would be left who signs, or who is told of changes.
- The codes of the transfer check (400) stand in [transfers](transfers.md), those of a document that
  can't be read (400, `text-…`) in [files](files.md), those of an uploaded template (400,
  `template-…`) in [the gate of templates](template-gate.md).
- `body-too-large` (413), `internal` (500: nothing was changed).

"""


class Told(NamedTuple):
    status: str
    code: str
    detail: str


def codes() -> list[Told]:
    """Each once for a status; of several details the first."""
    found: dict[tuple[str, str], Told] = {}
    sources = [*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]
    for source in sorted(sources):
        for one in _raised(ast.parse(source.read_text())):
            found.setdefault((one.status, one.code), one)
    return [found[key] for key in sorted(found)]


def _raised(tree: ast.Module) -> Iterator[Told]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        called, code = ast.unparse(node.func).rpartition(".")[2], node.args[0]
        if called in KINDS and isinstance(code, ast.Constant) and isinstance(code.value, str):
            detail = "fill in " + ", ".join(map(_text, node.args[1:])) if called == "_need" else ""
            yield Told(KINDS[called], code.value, detail or _sentence(node.args[1]))


def _sentence(node: ast.expr) -> str:
    text = _text(node)
    return text if text.strip("… ") else "The answer says what to do instead."


def _text(node: ast.expr) -> str:
    """What is filled in while it runs is an ellipsis."""
    if isinstance(node, ast.Constant):
        return re.sub(r"{\w+}", "…", str(node.value))
    if isinstance(node, ast.IfExp):
        return _text(node.body)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(one) if isinstance(one, ast.Constant) else "…" for one in node.values)
    return "…"


def page() -> str:
    rows = [f"| `{one.code}` | {one.status} | {one.detail} |" for one in codes()]
    return HEAD + "\n".join(["| code | status | detail |", "|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
