"""Tell a template's author what is wrong with it: `python -m services.documents.lint FILE`.

Says first whether the file would be let in at all. The exit status is 0 when it could be published,
warnings or not; 1 when it has errors; 2 when it can't be read.
"""

import argparse
import sys
from pathlib import Path
from typing import get_args

from services.documents.domain.faults import TemplateFault
from services.documents.domain.finding import Finding
from services.documents.domain.kinds import KINDS, TemplateKind
from services.documents.engine.gate import admit
from services.documents.engine.lint import annotate, inspect
from services.documents.engine.lint.rehearsal import rehearse
from shared.text import Language

_LEVELS: dict[Language, dict[str, str]] = {
    "nl": {"error": "FOUT", "warning": "LET OP", "hint": "TIP"},
    "en": {"error": "ERROR", "warning": "WARNING", "hint": "HINT"},
}
_NOTHING: dict[Language, str] = {"nl": "Niets gevonden.", "en": "Nothing found."}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="schakel documents lint", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="a template (.docx)")
    parser.add_argument("--kind", choices=KINDS, default="agreement", help="what it is for")
    parser.add_argument(
        "--language", choices=get_args(Language), default="nl", help="its language, and that of us"
    )
    parser.add_argument("--annotated", type=Path, metavar="OUT", help="write it with comments")
    return parser.parse_args()


def _found(content: bytes, kind: TemplateKind, language: Language) -> list[Finding]:
    found = inspect(content, kind, language)
    wrong = any(one.level == "error" for one in found)
    return found if wrong else [*rehearse(content, kind, language), *found]


def _tell(found: Finding, language: Language) -> None:
    place = [found.part or "", f"¶{found.paragraph}" if found.paragraph else ""]
    place.append(f"({found.heading})" if found.heading else "")
    print(f"{_LEVELS[language][found.level]:8}{' '.join(filter(None, place))}")
    if found.quoted:
        print(f"        “{found.quoted}”")
    print(f"        {found.say(language)} [{found.code}]\n")


def _lint(file: Path, kind: TemplateKind, language: Language, annotated: Path | None) -> int:
    content = file.read_bytes()
    refused = None
    try:
        admit(content)
    except TemplateFault as fault:
        refused = fault
        print(f"{_LEVELS[language]['error']:8}{fault.detail} [{fault.code}]\n")
    try:
        found = _found(content, kind, language)
    except TemplateFault:
        return 2
    for one in found:
        _tell(one, language)
    if not found and not refused:
        print(_NOTHING[language])
    if annotated:
        annotated.write_bytes(annotate(content, found, language))
    return 1 if refused or any(one.level == "error" for one in found) else 0


def main() -> int:
    told = _arguments()
    try:
        return _lint(told.file, told.kind, told.language, told.annotated)
    except OSError as failure:
        print(failure, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
