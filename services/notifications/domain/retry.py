"""When to come back to a mail server that said later."""

from datetime import timedelta

ATTEMPTS = 16
_FIRST = timedelta(seconds=20)
_LONGEST = timedelta(hours=4)


def wait_after(attempt: int, luck: float) -> timedelta:
    """Doubles from 20 seconds to 4 hours (RFC 5321 4.5.4.1); ``luck`` in 0…1 spreads it by a half,
    so that those deferred together don't come back together."""
    doubled: timedelta = min(_FIRST * 2.0 ** min(attempt - 1, 20), _LONGEST)
    return doubled * (0.75 + luck / 2)


def exhausted(attempt: int) -> bool:
    """After 16 attempts, about a day, somebody else must be reached."""
    return attempt >= ATTEMPTS
