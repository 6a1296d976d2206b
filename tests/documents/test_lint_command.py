"""`python -m services.documents.lint`, as an author of templates runs it."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx

from services.documents.store.templates import builtin
from tests.documents.drafts import with_member
from tests.documents.linting import written


def lint(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "services.documents.lint", str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_an_author_reads_what_is_wrong_and_gets_the_file_with_comments(tmp_path: Path) -> None:
    file, out = tmp_path / "eigen.docx", tmp_path / "uit.docx"
    file.write_bytes(written("# Artikel 9. Slot", "Aan {{ client.nmae }}"))
    done = lint(file, "--kind", "agreement", "--language", "nl", "--annotated", str(out))
    assert done.returncode == 1
    assert "FOUT    word/document.xml ¶18 (Artikel 9. Slot)" in done.stdout
    assert "“{{ client.nmae }}”" in done.stdout
    assert "Bedoelt u client.name? [variable-unknown]" in done.stdout
    (comment,) = (
        one.text
        for one in docx.Document(BytesIO(out.read_bytes())).comments
        if "client.nmae" in one.text
    )
    assert comment.startswith("Fout: ")


def test_a_template_without_errors_ends_with_success(tmp_path: Path) -> None:
    file = tmp_path / "builtin.docx"
    file.write_bytes(builtin("breach-letter", "en"))
    done = lint(file, "--kind", "breach-letter", "--language", "en")
    assert done.returncode == 0, done.stdout
    assert "ERROR" not in done.stdout


def test_what_the_gate_refuses_is_told_first(tmp_path: Path) -> None:
    file = tmp_path / "macro.docx"
    file.write_bytes(with_member(written(), "word/vbaProject.bin", b"macro"))
    done = lint(file)
    assert done.returncode == 1
    assert done.stdout.startswith("FOUT")
    assert "[template-" in done.stdout


def test_what_is_no_document_at_all_has_a_status_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "tekst.docx"
    file.write_text("geen document")
    assert lint(file).returncode == 2
    assert lint(tmp_path / "nergens.docx").returncode == 2
