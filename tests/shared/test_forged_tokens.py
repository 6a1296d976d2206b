"""Tokens as somebody makes them who has no key, a key of another, or a token of their own."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Unauthenticated
from shared.identity import Verifier, new_key

KEYS = {name: new_key() for name in ("portal", "documents")}
VERIFIER = Verifier("contracts", {name: public for name, (_, public) in KEYS.items()})
PRIVATE = Ed25519PrivateKey.from_private_bytes(base64.b64decode(KEYS["portal"][0]))
ACTOR = {"kind": "staff", "tenant_id": str(uuid4()), "id": str(uuid4()), "role": "owner"}
Json = dict[str, Any]


def claims(**more: Any) -> Json:
    return {"iss": "portal", "aud": "contracts", "exp": time.time() + 60, "actor": ACTOR} | more


def signed(told: Json, *, key: Any = PRIVATE, kid: Any = "portal") -> str:
    return jwt.encode(told, key, algorithm="EdDSA", headers={"kid": kid})


def bare(header: Json, told: Json, signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(told).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in parts)


def without(name: str) -> Json:
    return {key: value for key, value in claims().items() if key != name}


def _hmac() -> str:
    """The public key, which anybody may know, taken for a secret."""
    public = base64.b64decode(KEYS["portal"][1])
    return jwt.encode(claims(), public, algorithm="HS256", headers={"kid": "portal"})


def _altered() -> str:
    head, body, signature = signed(claims(actor=ACTOR | {"role": "viewer"})).split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    told["actor"]["role"] = "owner"
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return f"{head}.{forged}.{signature}"


def _of_documents() -> str:
    return signed(
        claims(iss="documents"),
        key=Ed25519PrivateKey.from_private_bytes(base64.b64decode(KEYS["documents"][0])),
        kid="documents",
    )


FORGED: dict[str, Callable[[], str]] = {
    "no signature": lambda: bare({"alg": "none", "kid": "portal"}, claims()),
    "no algorithm": lambda: bare({"kid": "portal"}, claims(), b"x" * 64),
    "public key as secret": _hmac,
    "own key": lambda: signed(claims(), key=Ed25519PrivateKey.generate()),
    "key in the header": lambda: jwt.encode(
        claims(),
        Ed25519PrivateKey.generate(),
        algorithm="EdDSA",
        headers={"kid": "portal", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": KEYS["portal"][1]}},
    ),
    "unknown key": lambda: signed(claims(), kid="nobody"),
    "path for a key": lambda: signed(claims(), kid="../../dev/null"),
    "no key named": lambda: jwt.encode(claims(), PRIVATE, algorithm="EdDSA"),
    "altered": _altered,
    "another issuer's person": _of_documents,
    "issuer and key differ": lambda: signed(claims(iss="documents")),
    "expired": lambda: signed(claims(exp=time.time() - 1)),
    "expires never": lambda: signed(without("exp")),
    "not yet": lambda: signed(claims(nbf=time.time() + 3600)),
    "other audience": lambda: signed(claims(aud=["documents", "portal"])),
    "no audience": lambda: signed(without("aud")),
    "no issuer": lambda: signed(without("iss")),
    "no actor": lambda: signed(without("actor")),
    "actor is a list": lambda: signed(claims(actor=[ACTOR])),
    "unknown role": lambda: signed(claims(actor=ACTOR | {"role": "god"})),
    "unknown kind": lambda: signed(claims(actor=ACTOR | {"kind": "superuser"})),
    "unknown scope": lambda: signed(claims(actor=ACTOR | {"scopes": ["admin"]})),
    "unknown claim": lambda: signed(claims(actor=ACTOR | {"superuser": True})),
    "the portal as documents": lambda: signed(
        claims(actor={"kind": "service", "service": "documents", "tenant_id": ACTOR["tenant_id"]})
    ),
}


def test_the_same_token_unforged_is_let_through() -> None:
    assert VERIFIER.verify(signed(claims())).role == "owner"


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused(how: str) -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(FORGED[how]())


@given(st.one_of(st.text(max_size=200), st.from_regex(r"[\w-]*\.[\w-]*\.[\w-]*", fullmatch=True)))
def test_whatever_stands_in_the_header_is_refused_and_nothing_breaks(token: str) -> None:
    with pytest.raises(Unauthenticated):
        VERIFIER.verify(token)


def test_a_token_with_one_bit_changed_is_refused() -> None:
    head, body, signature = signed(claims()).split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    for at in range(0, len(raw), 7):
        bent = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        text = base64.urlsafe_b64encode(bent).decode().rstrip("=")
        with pytest.raises(Unauthenticated):
            VERIFIER.verify(f"{head}.{body}.{text}")


def test_scopes_give_an_integration_no_role_of_staff() -> None:
    """Whatever role its token names, which the portal never writes."""
    told = ACTOR | {"kind": "application", "scopes": ["onboard"]}
    assert VERIFIER.verify(signed(claims(actor=told))).capacities == {"onboard"}
    nothing = ACTOR | {"kind": "application"}
    assert VERIFIER.verify(signed(claims(actor=nothing))).capacities == frozenset()
