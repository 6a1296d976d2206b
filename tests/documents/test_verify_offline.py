"""The check that needs the file and the public certificate alone, as a command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.documents.engine.certificates import make_own, open_key, pem
from services.documents.engine.compiled import Compiled
from services.documents.engine.pdf import Press
from services.documents.engine.seal import Sealer
from tests.documents.authority import certificate_of, new_curve
from tests.documents.drafts import draft
from tests.documents.test_certificates import NOW

ROOT = Path(__file__).resolve().parents[2]


def verify(*arguments: object) -> tuple[int, str]:
    """In a process that knows no setting and no service."""
    done = subprocess.run(
        [sys.executable, "-m", "services.documents.verify", *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
async def plain() -> bytes:
    made = Compiled(draft("# Titel", "tekst"), "nl").render({})
    return await Press(None, 90, at_once=1).convert(made)


@pytest.fixture
async def sealed(plain: bytes, tmp_path: Path) -> Path:
    """A sealed PDF; beside it the certificates of its provider, an earlier one among them."""
    pair, earlier = make_own("Voorbeeldhost B.V.", NOW), make_own("Voorbeeldhost", NOW)
    sealer = Sealer(open_key(pair.key), pair.identity.certificate)
    path = tmp_path / "VWO-2026-0001-v1.pdf"
    path.write_bytes((await sealer.seal(plain, "zegel")).content)
    both = (earlier, pair)
    (tmp_path / "certificate.pem").write_text(
        "".join(pem(one.identity.certificate) for one in both)
    )
    return path


def test_what_is_intact_and_sealed_by_the_provider_ends_with_0(sealed: Path) -> None:
    status, said = verify(sealed, "--certificate", sealed.with_name("certificate.pem"))
    assert status == 0
    assert said.startswith("INTACT: sealed with the certificate that you gave")
    assert "Voorbeeldhost B.V." in said
    assert "no qualified seal" in said


def test_one_other_byte_ends_with_1(sealed: Path) -> None:
    content = bytearray(sealed.read_bytes())
    content[content.index(b"stream") + 40] ^= 1
    sealed.write_bytes(content)
    status, said = verify(sealed, "--certificate", sealed.with_name("certificate.pem"))
    assert (status, said.splitlines()[0]) == (1, "CHANGED: this is not what was sealed.")


def test_the_seal_of_another_ends_with_1(sealed: Path) -> None:
    other = sealed.with_name("other.pem")
    other.write_bytes(certificate_of(new_curve()).public_bytes(Encoding.PEM))
    status, said = verify(sealed, "--certificate", other)
    assert status == 1
    assert said.startswith("SEALED BY ANOTHER")


def test_without_a_certificate_it_says_that_it_can_not_say_whose_it_is(sealed: Path) -> None:
    status, said = verify(sealed)
    assert status == 2
    assert said.startswith("INTACT, but whose seal it is can't be said")


@pytest.mark.parametrize("what", ["no seal", "no PDF", "a Word document", "nothing", "no PEM"])
def test_what_can_not_be_decided_ends_with_2(
    what: str, sealed: Path, plain: bytes, tmp_path: Path
) -> None:
    content = {"no seal": plain, "no PDF": b"%PDF-1.7 ?", "a Word document": b"PK\3\4"}
    path = sealed if what == "no PEM" else tmp_path / "file"
    if what in content:
        path.write_bytes(content[what])
    certificate = sealed if what == "no PEM" else sealed.with_name("certificate.pem")
    status, said = verify(path, "--certificate", certificate)
    assert status == 2
    assert said.startswith("UNDECIDED: ")


def test_the_command_of_this_machine_is_found_from_any_folder(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "schakel").symlink_to(ROOT / "deploy/local/schakel")

    def schakel(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [tmp_path / "schakel", *arguments],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "SCHAKEL_DATA": str(tmp_path / "nothing")},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    status, said = schakel("verify", sealed.name, "--certificate", "certificate.pem")
    assert (status, said[:7]) == (0, "INTACT:")
    status, said = schakel("documents", "check")
    assert (status, "Nothing was ever started" in said) == (1, True)
    for wrong in ((), ("documents",), ("check",), ("documents", "checks")):
        status, said = schakel(*wrong)
        assert (status, "schakel verify FILE" in said) == (2, True)
