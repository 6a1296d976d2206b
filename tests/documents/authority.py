"""A time-stamp authority (RFC 3161) on this machine, and certificates as owners hand them in."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import asn1crypto.keys
import asn1crypto.tsp
import asn1crypto.x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

PASSWORD = "geheim van de eigenaar"


@cache
def rsa_key(size: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, size)


def certificate_of(
    key: Any,
    name: str = "Voorbeeldhost B.V.",
    begins: timedelta = -timedelta(days=1),
    ends: timedelta = timedelta(days=365),
    *extensions: x509.ExtensionType,
    issued_by: str = "Verzonnen CA",
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issued_by)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(rsa_key(), hashes.SHA256())


def usage(**meant: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: meant.get(name, False) for name in every})


def pkcs12(
    certificate: x509.Certificate | None = None, key: Any = None, password: str = PASSWORD
) -> str:
    """In base64, as it is sent."""
    key = key or rsa_key()
    content = serialize_key_and_certificates(
        b"seal",
        key,
        certificate or certificate_of(key),
        None,
        BestAvailableEncryption(password.encode()),
    )
    return base64.b64encode(content).decode()


def der(key: Any) -> bytes:
    told: bytes = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return told


def new_curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _stamper() -> DummyTimeStamper:
    meant = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    year = timedelta(days=365)
    certificate = certificate_of(
        rsa_key(), "Verzonnen tijdstempeldienst", -timedelta(days=1), year, meant
    )
    return DummyTimeStamper(
        asn1crypto.x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1crypto.keys.PrivateKeyInfo.load(der(rsa_key())),
    )


@asynccontextmanager
async def authority(spoil: str = "") -> AsyncIterator[str]:
    """Its address. ``spoil``: it is "silent", "broken", or gives a stamp over "another" thing."""
    stamper = _stamper()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.split("content-length:")[1].split("\r\n")[0])
        asked = asn1crypto.tsp.TimeStampReq.load(await reader.readexactly(size))
        if spoil == "silent":
            await asyncio.sleep(30)
        if spoil == "another":
            asked["message_imprint"]["hashed_message"] = bytes(32)
        body = b"?" * 50 if spoil == "broken" else stamper.request_tsa_response(asked).dump()
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\n"
            b"connection: close\r\ncontent-length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
