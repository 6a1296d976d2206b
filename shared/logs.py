"""Logs, a JSON object a line: identifiers only, never a name, an address or a token."""

import logging
import sys

import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        ),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)

# It logs addresses whole, and what stands in their query may be somebody's.
logging.getLogger("httpx").setLevel(logging.WARNING)

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
