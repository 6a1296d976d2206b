"""A seal against stock pyHanko with RSA-3072, both over the same PDF, in turns in one process.

pyHanko is used as its documentation says: the certificate is loaded once (``SimpleSigner``), then
each document is opened and signed in PAdES form. Both results have to validate.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from bench.report import Result, compared
from services.documents.engine.seal import Sealer
from services.documents.engine.seal_check import inspect

ROUNDS = 7
SECONDS = 1.0
KEY_BITS = 3072
MEASURED_WITH = ("pyhanko", "cryptography", "asn1crypto")
PASSWORD = b"bench"


def certificate_of(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bench")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )


def stock_signer(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> signers.SimpleSigner:
    shut = BestAvailableEncryption(PASSWORD)
    content = serialize_key_and_certificates(b"bench", key, certificate, None, shut)
    loaded: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12_data(
        content, other_certs=[], passphrase=PASSWORD
    )
    assert loaded is not None
    return loaded


def stock(signer: signers.SimpleSigner, pdf: bytes) -> bytes:
    how = signers.PdfSignatureMetadata(
        field_name="Signature1", subfilter=fields.SigSeedSubFilter.PADES
    )
    made = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), how, signer=signer)
    content: bytes = made.getvalue()
    return content


def ours(sealer: Sealer, pdf: bytes) -> bytes:
    return sealer.seal_now(pdf, "Bench").content


def per_second(work: Callable[[], bytes]) -> float:
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        work()
        done += 1
    return done / (time.perf_counter() - started)


def measure(pdf: bytes) -> Result:
    key = rsa.generate_private_key(65537, KEY_BITS)
    certificate = certificate_of(key)
    sealed = partial(ours, Sealer(key, certificate.public_bytes(Encoding.DER)), pdf)
    signed = partial(stock, stock_signer(key, certificate), pdf)
    for work in (sealed, signed):
        found = inspect(work())
        if found is None or not found.intact:
            raise SystemExit("One of the two does not validate; there is nothing to compare.")
    rounds = [(per_second(sealed), per_second(signed)) for _ in range(ROUNDS)]
    return compared("seal-vs-stock", "seals/s", "stock pyHanko", rounds, MEASURED_WITH)
