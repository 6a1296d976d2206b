"""Check the seal of a PDF without asking anybody: the file and the public certificate are enough.

schakel verify FILE [--certificate PEM]

Exit status 0: not a byte differs from what was sealed with that certificate. 1: something was
changed, or another sealed it. 2: that can't be said, because there is no seal, because the file
can't be read, or because no certificate was given to hold the seal against.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from services.documents.engine.seal_check import Finding, inspect

INTACT, BROKEN, UNDECIDED = range(3)


class Undecided(Exception):
    """Why nothing can be said; the message is for the person who asked."""


def check(file: Path, certificate: Path | None) -> tuple[int, list[str]]:
    """The exit status, and lines to read. ``Undecided`` when there is nothing to go by."""
    trusted = None if certificate is None else _fingerprints(certificate)
    finding = _found(file)
    status, verdict = _verdict(finding, trusted)
    return status, [verdict, *_facts(finding)]


def _verdict(finding: Finding, trusted: Sequence[str] | None) -> tuple[int, str]:
    if not finding.intact:
        return BROKEN, "CHANGED: this is not what was sealed."
    if trusted is None:
        return UNDECIDED, (
            "INTACT, but whose seal it is can't be said: give the certificate of the provider with"
            " --certificate."
        )
    if finding.fingerprint not in trusted:
        return BROKEN, "SEALED BY ANOTHER: not with the certificate that you gave."
    return INTACT, "INTACT: sealed with the certificate that you gave, and not changed since."


def _facts(finding: Finding) -> list[str]:
    vouched = "nobody, it is self-made: no qualified seal" if finding.self_made else finding.issuer
    stamped = (
        f"{finding.stamped_at} by {finding.authority}, whose standing was not looked into"
        if finding.stamped_at
        else "none"
    )
    return [
        f"  certificate   {finding.subject}",
        f"  SHA-256       {finding.fingerprint}",
        f"  vouched for   by {vouched}",
        f"  sealed        {finding.sealed_at}, by the clock of who sealed it",
        f"  time stamp    {stamped}",
    ]


def _fingerprints(path: Path) -> list[str]:
    """Of every certificate in the file: a provider has had more than one."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise Undecided(f"{path} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise Undecided(f"{path} holds no certificate (PEM).") from error
    return [one.fingerprint(hashes.SHA256()).hex() for one in found]


def _found(path: Path) -> Finding:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Undecided(f"{path} can't be read: {error.strerror}.") from error
    if content.startswith(b"PK"):
        raise Undecided("A Word document bears no seal: check the PDF, or ask at /verify.")
    try:
        finding = inspect(content)
    except Exception as error:  # whatever a reader meets in what is no PDF
        raise Undecided(f"This PDF can't be read ({type(error).__name__}).") from error
    if finding is None:
        raise Undecided("This PDF bears no seal.")
    return finding


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="schakel verify", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="a PDF as it was received")
    parser.add_argument("--certificate", type=Path, help="the provider's certificates (PEM)")
    asked = parser.parse_args(arguments)
    try:
        status, lines = check(asked.file, asked.certificate)
    except Undecided as why:
        status, lines = UNDECIDED, [f"UNDECIDED: {why}"]
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
