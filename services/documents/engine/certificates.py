"""Certificates with their keys: those that an owner hands in (PKCS#12), and those made here."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import pkcs12 as envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import NameOID

from services.documents.domain.seal import Identity
from services.documents.engine.seal import PrivateKey
from shared.errors import Invalid

_WEAKEST_RSA = 2048
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_YEARS = timedelta(days=5 * 365)
# A machine whose clock is behind still finds it valid.
_EARLIER = timedelta(minutes=10)
_LONGEST_NAME = 64
_FILE = "pkcs12"


@dataclass(frozen=True)
class Pair:
    """A certificate and the key to it (PKCS#8 DER); the key is for the vault alone."""

    identity: Identity
    key: bytes


def read_pkcs12(told: str, password: str, now: datetime) -> Pair:
    """What an owner handed in, in base64. ``Invalid`` with its field when nothing can be sealed
    with it, today or safely."""
    content = _decoded(told)
    _require_envelope(content)
    try:
        opened = load_pkcs12(content, password.encode())
    except (ValueError, TypeError, binascii.Error):
        raise Invalid(
            "certificate-password-wrong",
            "This password does not open the file; type it again.",
            field="password",
        ) from None
    if opened.cert is None or opened.key is None:
        raise Invalid(
            "certificate-key-missing",
            "There is no certificate with its private key in this file; export both together.",
            field=_FILE,
        )
    certificate = opened.cert.certificate
    key = _key(opened.key, certificate)
    _require_valid(certificate, now)
    _require_purpose(certificate)
    chain = [one.certificate for one in opened.additional_certs]
    return Pair(_identity(certificate, chain, self_made=False), _private(key))


def make_own(name: str, now: datetime) -> Pair:
    """A certificate that nobody vouches for, so that a tenant without one can seal at once."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_USAGE, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Pair(_identity(certificate, [], self_made=True), _private(key))


_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def open_key(key: bytes) -> PrivateKey:
    """PKCS#8 DER as the vault gave it back; it was checked when it was put there."""
    opened = load_der_private_key(key, password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(opened, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return opened


def pem(certificate: bytes) -> str:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode()


def _decoded(told: str) -> bytes:
    try:
        return base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable() from None


def _unreadable() -> Invalid:
    return Invalid(
        "certificate-unreadable",
        "This is no PKCS#12 file; choose one that ends in .p12 or .pfx.",
        field=_FILE,
    )


def _require_envelope(content: bytes) -> None:
    """Apart from the password, for whoever typed that wrong has chosen the right file."""
    try:
        version = envelope.Pfx.load(content, strict=True)["version"].native
    except (ValueError, TypeError):
        raise _unreadable() from None
    if version != "v3":
        raise _unreadable()


def _key(key: object, certificate: x509.Certificate) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey):
        strong = key.key_size >= _WEAKEST_RSA
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        strong = key.curve.name in _CURVES
    else:
        strong = False
    if not strong or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Invalid(
            "certificate-weak",
            "Its key is too weak, or of a kind that PDF readers do not know: use RSA of at least"
            " 2048 bits, or the curves P-256, P-384 or P-521.",
            field=_FILE,
        )
    if _public(key.public_key()) != _public(certificate.public_key()):
        raise Invalid(
            "certificate-key-missing",
            "The private key belongs to another certificate than this.",
            field=_FILE,
        )
    return key


def _public(key: object) -> bytes:
    told: bytes = key.public_bytes(  # type: ignore[attr-defined]
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return told


def _private(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _require_valid(certificate: x509.Certificate, now: datetime) -> None:
    if certificate.not_valid_after_utc <= now:
        raise Invalid(
            "certificate-expired", "This certificate has expired; ask for a new one.", field=_FILE
        )
    if certificate.not_valid_before_utc > now:
        raise Invalid(
            "certificate-premature",
            "This certificate is not valid yet; hand it in on its day.",
            field=_FILE,
        )


def _require_purpose(certificate: x509.Certificate) -> None:
    """To sign with: RFC 5280, 4.2.1.3. One that says nothing of its use may be used for all."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise Invalid(
            "certificate-unsuitable",
            "This certificate is not meant to sign with; ask for a seal.",
            field=_FILE,
        )


def _identity(
    certificate: x509.Certificate, chain: list[x509.Certificate], *, self_made: bool
) -> Identity:
    return Identity(
        self_made=self_made,
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        algorithm=_algorithm(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()),
        certificate=certificate.public_bytes(Encoding.DER),
        chain=tuple(one.public_bytes(Encoding.DER) for one in chain),
    )


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return f"EC {key.curve.name}"
