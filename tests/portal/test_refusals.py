"""Whatever the services refuse is said in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from services.portal.refusals import MESSAGES

SERVICES = Path(__file__).parents[2] / "services"
REFUSALS = {"Conflict", "Invalid", "Forbidden", "Stale"}
# No page can bring these about: they answer other services, the API, or a clock that nobody shows.
UNSEEN = {
    "clock-refused",
    "content-altered",
    "idempotency-key-invalid",
    "letter-client-not-one",
    "letter-key-taken",
    "link-id-taken",
    "not-a-request",
    "page-unknown",
    "snapshot-altered",
    "tenant-foreign",
}


def _codes() -> Iterator[str]:
    for service in ("contracts", "documents", "portal"):
        for path in (SERVICES / service).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
                    code = node.args[0] if node.args else None
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        yield code.value


def test_every_refusal_that_a_page_can_meet_has_a_sentence() -> None:
    codes = set(_codes())
    assert len(codes) > 60
    assert codes - UNSEEN - set(MESSAGES) == set()
    assert codes >= UNSEEN
