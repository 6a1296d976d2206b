"""The templates that come with the product pass the lint that holds for everybody's."""

import pytest

from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.engine.lint.inspection import inspect
from services.documents.store.templates import builtin
from shared.text import Language
from tests.documents.linting import FONTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_built_in_template_has_no_error_and_no_warning(
    kind: TemplateKind, language: Language
) -> None:
    found = inspect(builtin(kind, language), kind, language, FONTS)
    assert [one for one in found if one.level != "hint"] == []
