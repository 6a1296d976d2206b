"""What the seal of a PDF still proves: also run as a program of its own, with hard limits.

python -I seal_check.py < document.pdf > findings.json

It stands alone, because it is started without the project, and reads what strangers send. Nothing
is fetched: who vouches for a certificate is for the caller to say, who knows which one it expects.
"""

import json
import resource
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

_MEMORY = 1 << 30


@dataclass(frozen=True)
class Finding:
    """The first seal of a PDF. ``intact``: not a byte of the file differs from what was sealed, and
    nothing was added. ``fingerprint`` is the SHA-256 of the certificate in hex; ``stamped_at`` what
    an authority said, whose own standing was not looked into."""

    intact: bool
    fingerprint: str
    subject: str
    issuer: str
    self_made: bool
    sealed_at: str | None
    stamped_at: str | None
    authority: str | None


def inspect(pdf: bytes) -> Finding | None:
    """Null for a PDF without a seal. Raises whatever pyHanko does for what is no PDF."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # half a second, for who needs it alone

    signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    return _read(signatures[0]) if signatures else None


def _read(signature: Any) -> Finding:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = signature.signer_cert
    # Only the signature itself is weighed: the caller knows the certificate or it doesn't.
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, context, skip_diff=True)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity
    stamped = stamp if stamp is not None and stamp.intact and stamp.valid else None
    return Finding(
        intact=bool(status.intact and status.valid and whole),
        fingerprint=certificate.sha256.hex(),
        subject=certificate.subject.human_friendly,
        issuer=certificate.issuer.human_friendly,
        self_made=certificate.self_signed in ("yes", "maybe"),
        sealed_at=_written(signature.self_reported_timestamp),
        stamped_at=_written(stamped.timestamp) if stamped else None,
        authority=stamped.signing_cert.subject.human_friendly if stamped else None,
    )


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        found = inspect(sys.stdin.buffer.read())
    except Exception:  # whatever a hostile document does to a reader, it is one that can't be read
        return 3
    sys.stdout.write(json.dumps(found and asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
