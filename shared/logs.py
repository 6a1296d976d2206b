"""Logs, a JSON object a line: identifiers only, never a name, an address or a token."""

import logging
import sys
from collections.abc import Iterable
from typing import Any

import structlog

_read = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


def _silently(stacks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What failed and where: the words of an exception may be somebody's name or address."""
    kept = ("exc_type", "is_cause", "frames")
    return [
        {key: stack[key] for key in kept}
        | {"exceptions": [_silently(one) for one in stack["exceptions"]]}
        for stack in stacks
    ]


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(lambda failure: _silently(_read(failure))),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)

# It logs addresses whole, and what stands in their query may be somebody's.
logging.getLogger("httpx").setLevel(logging.WARNING)

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
