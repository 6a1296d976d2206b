from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from shared.errors import Unauthenticated
from shared.identity import Actor, Signer, Verifier, new_key

KEYS = {name: new_key() for name in ("portal", "documents")}
VERIFIER = Verifier("contracts", {name: public for name, (_, public) in KEYS.items()})
OWNER: dict[str, Any] = {"kind": "staff", "role": "owner", "id": uuid4()}


def signed(issuer: str, audience: str = "contracts", **claims: Any) -> str:
    signer = Signer(issuer, SecretStr(KEYS[issuer][0]))
    return signer.sign(Actor(tenant_id=uuid4(), **claims), audience, timedelta(minutes=1))


def test_a_service_speaks_for_itself_and_the_portal_for_people() -> None:
    assert VERIFIER.verify(signed("documents", kind="service", service="documents")).service
    assert VERIFIER.verify(signed("portal", **OWNER)).role == "owner"


@pytest.mark.parametrize(
    ("issuer", "claims"),
    [
        ("documents", OWNER),
        ("documents", OWNER | {"service": "documents"}),
        ("documents", {"kind": "contact", "client_id": uuid4(), "service": "documents"}),
        ("documents", {"kind": "service", "service": "portal"}),
        ("portal", {"kind": "service", "service": "documents"}),
    ],
)
def test_nobody_signs_for_another(issuer: str, claims: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(signed(issuer, **claims))


def test_a_token_for_another_service_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(signed("documents", "notifications", kind="service", service="documents"))


@pytest.mark.parametrize(
    ("issuer", "claims", "code"),
    [
        ("documents", {"kind": "service", "service": "documents"}, "clock-behind"),
        ("portal", OWNER, "token-invalid"),
        ("documents", OWNER, "token-invalid"),
    ],
)
def test_a_service_whose_clock_lags_is_told_so(
    issuer: str, claims: dict[str, Any], code: str
) -> None:
    signer = Signer(issuer, SecretStr(KEYS[issuer][0]))
    late = signer.sign(Actor(tenant_id=uuid4(), **claims), "contracts", timedelta(seconds=-1))
    with pytest.raises(Unauthenticated) as refused:
        VERIFIER.verify(late)
    assert refused.value.code == code
    if code == "clock-behind":
        assert "documents" in refused.value.detail
        assert "contracts" in refused.value.detail
        assert "NTP" in refused.value.detail


def test_a_late_token_that_is_not_of_that_service_says_nothing_of_clocks() -> None:
    actor = Actor(kind="service", tenant_id=uuid4(), service="documents")
    forged = Signer("documents", SecretStr(new_key()[0]))
    elsewhere = Signer("documents", SecretStr(KEYS["documents"][0]))
    for signer, audience in ((forged, "contracts"), (elsewhere, "notifications")):
        with pytest.raises(Unauthenticated) as refused:
            VERIFIER.verify(signer.sign(actor, audience, timedelta(seconds=-1)))
        assert refused.value.code == "token-invalid"
