"""The seal of a PDF: PAdES B-B, or B-T with a time stamp, by the certificate of one tenant.

A signature with RSA takes a millisecond; reading and checking the key takes two hundred, and a
first signature that only measures how long the second will be doubles the rest. So the key stays
open, and the room for the signature is known beforehand.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.documents.domain.faults import PdfFailed
from services.documents.domain.seal import Level
from services.documents.engine.timestamp import Authority

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

FIELD = "Schakel"
_FRAME_ROOM = 4_000
_STAMP_ROOM = 12_000
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
}  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """``downgrade``: why there is no time stamp although an authority was to give one."""

    content: bytes
    level: Level
    downgrade: str | None = None


class _HeldKey(Signer):
    """Signs with a key that is open already."""

    def __init__(self, key: PrivateKey, certificate: bytes, chain: Sequence[bytes]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(one) for one in chain)
        own = x509.Certificate.load(certificate)
        super().__init__(signing_cert=own, cert_registry=store)
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        digest = _HASHES[digest_algorithm]()
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), digest)
        return self._key.sign(data, ECDSA(digest))


class Sealer:
    """One certificate with its key, DER throughout; ``chain`` leads to whoever vouches for it."""

    def __init__(
        self,
        key: PrivateKey,
        certificate: bytes,
        chain: Sequence[bytes] = (),
        authority: Authority | None = None,
    ) -> None:
        self._signer = _HeldKey(key, certificate, chain)
        self._authority = authority
        # In hexadecimal: two for each byte.
        self._room = 2 * (_FRAME_ROOM + len(certificate) + sum(map(len, chain)))

    async def seal(self, pdf: bytes, reason: str) -> Sealed:
        """The same pages under a seal. PdfFailed for what is no PDF that can be sealed.

        When the authority gives no time stamp, the seal stands without one: a document that is
        late helps nobody.
        """
        return await asyncio.to_thread(self.seal_now, pdf, reason)

    def seal_now(self, pdf: bytes, reason: str) -> Sealed:
        """As ``seal``, in this thread, which may have no event loop."""
        if self._authority is not None:
            try:
                return Sealed(self._signed(pdf, reason, self._authority), "B-T")
            except (OSError, SigningError) as failure:
                return Sealed(self._signed(pdf, reason, None), "B-B", str(failure)[:200])
        return Sealed(self._signed(pdf, reason, None), "B-B")

    def _signed(self, pdf: bytes, reason: str, authority: Authority | None) -> bytes:
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            _order_by_structure(writer)
            signer = PdfSigner(
                _metadata(reason),
                self._signer,
                timestamper=authority,
                new_field_spec=_field(reason),
            )
            room = self._room + (2 * _STAMP_ROOM if authority else 0)
            made = asyncio.run(signer.async_sign_pdf(writer, bytes_reserved=room))
        except PdfError as failure:
            raise PdfFailed(f"This PDF can't be sealed ({type(failure).__name__})") from failure
        content: bytes = made.getvalue()
        return content


def _metadata(reason: str) -> PdfSignatureMetadata:
    """A certification: from here on nothing in the document may change."""
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )


def _field(name: str) -> fields.SigFieldSpec:
    """It can't be seen, and lies outside the page: PDF/A forbids to hide it, PDF/UA to tag it not
    unless it lies there."""
    return fields.SigFieldSpec(
        FIELD,
        readable_field_name=name,
        invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
    )


def _order_by_structure(writer: IncrementalPdfFileWriter) -> None:
    """PDF/UA: where a page has annotations, they are reached in the order of the structure."""
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    if page.get("/Tabs") != "/S":
        page["/Tabs"] = NameObject("/S")
        writer.mark_update(reference)
