"""Certificates that owners hand in, those made here, and how their keys lie."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from pydantic import SecretStr

from services.documents.engine import certificates
from services.documents.engine.vault import Vault
from shared.errors import Invalid, Unavailable
from tests.documents import authority
from tests.documents.authority import PASSWORD, certificate_of, rsa_key, usage

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


def _without_certificate() -> str:
    shut = BestAvailableEncryption(PASSWORD.encode())
    content = pkcs12.serialize_key_and_certificates(b"seal", rsa_key(), None, None, shut)
    return base64.b64encode(content).decode()


def _of(begins: timedelta, ends: timedelta) -> str:
    return authority.pkcs12(certificate_of(rsa_key(), "X", begins, ends))


def _weak(key: object) -> str:
    return authority.pkcs12(certificate_of(key), key)


def _without_key() -> str:
    shut = BestAvailableEncryption(PASSWORD.encode())
    alone = certificate_of(rsa_key())
    content = pkcs12.serialize_key_and_certificates(b"seal", None, alone, None, shut)
    return base64.b64encode(content).decode()


REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "no base64": (lambda: "§", "certificate-unreadable"),
    "no PKCS#12": (lambda: base64.b64encode(b"-----BEGIN").decode(), "certificate-unreadable"),
    "cut short": (lambda: authority.pkcs12()[:400], "certificate-unreadable"),
    "no private key": (_without_key, "certificate-key-missing"),
    "no certificate": (_without_certificate, "certificate-key-missing"),
    "expired": (lambda: _of(-YEAR, -timedelta(days=1)), "certificate-expired"),
    "not valid yet": (lambda: _of(timedelta(days=1), YEAR), "certificate-premature"),
    "RSA of 1024 bits": (lambda: _weak(rsa.generate_private_key(65537, 1024)), "certificate-weak"),
    "a small curve": (lambda: _weak(ec.generate_private_key(ec.SECP192R1())), "certificate-weak"),
    "Ed25519": (lambda: _weak(ed25519.Ed25519PrivateKey.generate()), "certificate-weak"),
    "for encryption": (
        lambda: authority.pkcs12(
            certificate_of(rsa_key(), "X", -timedelta(days=1), YEAR, usage(key_encipherment=True))
        ),
        "certificate-unsuitable",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_certificate_that_can_not_seal_is_refused_at_its_field(why: str) -> None:
    make, code = REFUSED[why]
    with pytest.raises(Invalid) as refused:
        certificates.read_pkcs12(make(), PASSWORD, NOW)
    assert (refused.value.code, refused.value.field) == (code, "pkcs12")


@pytest.mark.parametrize("password", ["", "geheim", "\ud800".encode("utf-8", "replace").decode()])
def test_a_wrong_password_is_told_apart_and_never_told(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        certificates.read_pkcs12(authority.pkcs12(), password, NOW)
    assert (refused.value.code, refused.value.field) == ("certificate-password-wrong", "password")
    assert PASSWORD not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("key", [rsa_key(), authority.new_curve()], ids=["RSA", "EC"])
def test_a_certificate_says_what_it_is(key: rsa.RSAPrivateKey) -> None:
    certificate = certificate_of(key)
    pair = certificates.read_pkcs12(authority.pkcs12(certificate, key), PASSWORD, NOW)
    told = pair.identity
    assert (told.subject, told.issuer) == ("CN=Voorbeeldhost B.V.", "CN=Verzonnen CA")
    assert not told.self_made
    assert told.certificate == certificate.public_bytes(Encoding.DER)
    assert certificates.open_key(pair.key).public_key() == key.public_key()


def test_one_that_is_made_here_says_so_and_fits_any_name() -> None:
    pair = certificates.make_own("Bakkerij & Zonen " * 20, NOW)
    told = pair.identity
    assert told.self_made
    assert told.subject == told.issuer
    assert told.valid_from < NOW < told.valid_until
    assert certificates.pem(told.certificate).startswith("-----BEGIN CERTIFICATE-----")


def test_a_key_opens_for_its_own_tenant_and_certificate_and_under_its_own_secret() -> None:
    tenant_id, key = uuid4(), b"a private key"
    vault = Vault(SecretStr(base64.b64encode(bytes(32)).decode()))
    shut = vault.shut(tenant_id, b"certificate", key)
    assert key not in shut
    assert vault.open(tenant_id, b"certificate", shut) == key
    another = Vault(SecretStr(base64.b64encode(bytes(31) + b"1").decode()))
    for wrong, whose, which in (
        (vault, uuid4(), b"certificate"),
        (vault, tenant_id, b"another"),
        (another, tenant_id, b"certificate"),
    ):
        with pytest.raises(Unavailable) as refused:
            wrong.open(whose, which, shut)
        assert refused.value.code == "seal-key-shut"


def test_what_an_earlier_secret_shut_still_opens_and_the_new_one_shuts() -> None:
    tenant_id = uuid4()
    old, new = (SecretStr(base64.b64encode(bytes([one]) * 32).decode()) for one in (1, 2))
    both = Vault(new, old)
    shut = Vault(old).shut(tenant_id, b"certificate", b"key")
    assert both.open(tenant_id, b"certificate", shut) == b"key"
    with pytest.raises(Unavailable):
        Vault(old).open(tenant_id, b"certificate", both.shut(tenant_id, b"certificate", b"key"))


def test_a_vault_with_a_short_secret_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(SecretStr(base64.b64encode(bytes(16)).decode()))
