"""What an upload costs before it is kept: the gate and the lint, in milliseconds of CPU.

Nobody's tool does the same work, so it is held against a limit: 50 ms, which nobody waiting for an
upload would notice. The template is the Word-like one of eight pages; the fonts of this machine
are known already, as in a service that runs.
"""

import platform
import statistics
import time
from importlib.metadata import version

from bench import word
from bench.report import Result
from services.documents.engine.gate import admit
from services.documents.engine.lint import fonts, inspect

LIMIT_MS = 50
ROUNDS = 21
MEASURED_WITH = ("jinja2", "lxml", "rapidfuzz")


def once(content: bytes) -> float:
    started = time.process_time()
    admit(content)
    inspect(content, "agreement", "nl")
    return (time.process_time() - started) * 1000


def measure() -> Result:
    """``ratio``: how many times it fits in the limit."""
    content = word.template()
    fonts.installed()
    spent = round(statistics.median(once(content) for _ in range(ROUNDS)), 1)
    return Result(
        name="gate-and-lint",
        value=spent,
        unit="ms of CPU",
        against="the limit in ms",
        against_value=LIMIT_MS,
        ratio=round(LIMIT_MS / spent, 2),
        versions={"python": platform.python_version()}
        | {part: version(part) for part in MEASURED_WITH},
    )
