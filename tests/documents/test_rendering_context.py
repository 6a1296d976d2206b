"""What a template may print of a signature, by variant and by version."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.domain.rendering import Version, context

FIRST = uuid4()


def _version(version_id: UUID, cause: str, *, signed: bool = True) -> Version:
    signature: dict[str, Any] = {
        "version_id": FIRST,
        "typed_name": "Bea",
        "job_title": None,
        "signed_on": "2026-11-22",
        "signed_at": "2026-11-22T10:00:00Z",
        "digest": "0" * 64,
        "method": "sign_in_link",
        "address": "192.0.2.1",
    }
    return Version.model_validate(
        {
            "version_id": version_id,
            "agreement_id": uuid4(),
            "client_id": uuid4(),
            "cause": cause,
            "digest": "0" * 64,
            "canonical": "{}",
            "signature": signature if signed else None,
        }
    )


def test_the_offered_version_shows_no_signature_even_once_it_is_signed() -> None:
    found = context(_version(FIRST, "onboarding"), "offered")
    assert (found["signature"], found["earlier_signature"]) == (None, None)


def test_the_signed_version_shows_its_own_signature() -> None:
    found = context(_version(FIRST, "onboarding"), "signed")
    assert found["signature"]["typed_name"] == "Bea"
    assert found["earlier_signature"] is None


@pytest.mark.parametrize("cause", ["change", "drift"])
def test_a_renewed_version_shows_the_earlier_signature(cause: str) -> None:
    found = context(_version(uuid4(), cause), "offered")
    assert found["signature"] is None
    assert found["earlier_signature"]["typed_name"] == "Bea"


def test_a_renewed_version_of_an_unsigned_agreement_asks_for_a_signature() -> None:
    found = context(_version(uuid4(), "drift", signed=False), "offered")
    assert (found["signature"], found["earlier_signature"]) == (None, None)
