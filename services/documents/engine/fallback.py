"""docxtpl under our rules: the sandbox everywhere, each part once, nothing escaped twice."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from services.documents.engine.archive import Bundle, members

_NEVER_IN_XML = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class _Document(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    def render_properties(
        self, context: Mapping[str, Any], jinja_env: SandboxedEnvironment | None = None
    ) -> None:
        """Set through the XML tree, which escapes by itself; escaped before, & shows as &amp;."""
        assert jinja_env is not None
        plain = jinja_env.overlay(autoescape=False)
        properties = self.docx.core_properties
        for name in _PROPERTIES:
            written = getattr(properties, name)
            if "{" in written:
                setattr(properties, name, plain.from_string(written).render(context))

    def render_footnotes(
        self, context: Mapping[str, Any], jinja_env: SandboxedEnvironment | None = None
    ) -> None:
        """Once: docxtpl renders them for every section, and so runs what a value says. Endnotes
        too, which it leaves as they are."""
        for part in self.docx.part.package.parts:
            if part.content_type in (CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES):
                xml = self.patch_xml(self.get_part_xml(part))
                part._blob = self.render_xml_part(xml, part, context, jinja_env).encode()


def render_slowly(
    template: bytes, context: Mapping[str, Any], environment: SandboxedEnvironment
) -> bytes:
    document = _Document(BytesIO(template))
    document.render(_clean(context), environment)
    written = BytesIO()
    document.save(written)
    return Bundle(members(written.getvalue())).with_members([])


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _NEVER_IN_XML.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
