"""Conditional requests (RFC 9110, 13; RFC 6585, 3): who changes a record says which state they saw,
so that of two clerks who edit at once neither overwrites the other unseen.
"""

import hashlib
from contextvars import ContextVar
from typing import Annotated, Any, NamedTuple, TypeVar

from litestar import Response
from litestar.params import HeaderParameter
from pydantic import BaseModel

from shared.errors import Stale, Unconditional

R = TypeVar("R", bound=BaseModel)

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", description="The ETag of the state that you saw.", max_length=200
    ),
]


def etag_of(record: BaseModel) -> str:
    """A strong tag over all that a reader sees of the record."""
    return f'"{hashlib.sha256(record.model_dump_json().encode()).hexdigest()[:32]}"'


class Answer(NamedTuple):
    record: Any
    etag: str | None = None


# What the running request answers with; whoever keeps requests asks for it.
answered: ContextVar[Answer | None] = ContextVar("answered", default=None)


def tagged(record: R, etag: str | None = None) -> Response[R]:
    """The record with its ETag, unless another is the one to send back."""
    etag = etag or etag_of(record)
    answered.set(Answer(record, etag))
    return Response(record, headers={"ETag": etag})


def refuse_stale(seen: str | None, standing: BaseModel) -> None:
    """``Unconditional`` without an If-Match, ``Stale`` when it names another state.

    Call it with the row locked, in the transaction of the change.
    """
    if seen is None:
        raise Unconditional(
            "if-match-missing",
            "Read it first and send its ETag in the header If-Match, so that no edit is lost.",
        )
    refuse_other_tag(seen, etag_of(standing))


def refuse_other_tag(seen: str, standing: str) -> None:
    """``Stale`` when what the caller saw is not what bears this tag."""
    tags = [tag.strip() for tag in seen.split(",")]
    if "*" not in tags and standing not in tags:
        raise Stale("edited-since", "It was changed since you read it. Read it again, then decide.")
