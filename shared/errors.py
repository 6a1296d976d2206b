"""What can go wrong in the domain, told without a word of HTTP."""

from typing import Any


class DomainError(Exception):
    """An expected failure: a stable code, a sentence that says the way out, and the field at fault.

    ``extra`` becomes top-level members of the problem document (RFC 9457, 3.2).
    """

    def __init__(self, code: str, detail: str, *, field: str | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.code, self.detail, self.field, self.extra = code, detail, field, extra


class Invalid(DomainError):
    """The request is well-formed and says something that can't be."""


class Conflict(DomainError):
    """The request clashes with what already stands."""


class Stale(DomainError):
    """What the caller saw has changed since; nothing was done (RFC 9110, 13.1.1)."""


class Unconditional(DomainError):
    """The caller must say which state it saw before it may change it (RFC 6585, 3)."""


class Missing(DomainError):
    """There is no such thing, or it is not for this reader to know that there is."""


class Forbidden(DomainError):
    """The reader is known, and may not do this."""


class Unauthenticated(DomainError):
    """No token, or one that does not hold."""


class TooMany(DomainError):
    """The caller asked more often than it may; ``retry_after`` are seconds."""

    def __init__(self, code: str, detail: str, *, retry_after: int) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A part that this needs is down; nothing was lost and the same call may be made again."""
