"""One name that a template may print: what it holds, and whether it is always there."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field as Told

from services.documents.domain.dutch import DUTCH
from services.documents.domain.rendering import Record

Type = Literal["text", "number", "boolean", "date", "moment", "list", "record"]
# Older snapshots lack what is ``absent``; to print it without a condition fails with those.
Presence = Literal["always", "null", "absent"]
Element = Literal[
    "authorisation",
    "notice",
    "objection",
    "subject-matter",
    "duration",
    "nature",
    "purpose",
    "data-categories",
    "data-subjects",
    "controller-rights",
    "security",
    "sub-processors",
    "end-of-data",
]
# What an agreement may not leave out, and where the GDPR asks for it.
ARTICLES: dict[Element, str] = {
    "authorisation": "28(2)",
    "notice": "28(2)",
    "objection": "28(2)",
    "subject-matter": "28(3)",
    "duration": "28(3)",
    "nature": "28(3)",
    "purpose": "28(3)",
    "data-categories": "28(3)",
    "data-subjects": "28(3)",
    "controller-rights": "28(3)",
    "security": "28(3)(c)",
    "sub-processors": "28(3)(d)",
    "end-of-data": "28(3)(g)",
}


class Field(Record):
    """``presence``: ``always`` there and known, maybe ``null``, or maybe ``absent`` altogether.

    ``children`` of a record are its fields, of a list those of each row; a list without children
    holds texts. ``description_nl`` says the same in Dutch. ``values``: a text that is one of these
    words. ``date`` is an ISO day, ``moment`` an ISO time with offset; both are texts that a filter
    writes out.
    ``element`` and ``article``: the element of Art. 28 GDPR that is printed, or decided on, here.
    """

    name: str = Told(examples=["subject_matter"])
    type: Type
    description: str = Told(examples=["What it is about."])
    description_nl: str = Told(default="", examples=["Waar het over gaat."])
    presence: Presence = "always"
    children: tuple["Field", ...] = Told(default=(), examples=[[]])
    values: tuple[str, ...] = ()
    element: Element | None = None
    article: str | None = None

    def child(self, name: str) -> "Field | None":
        return next((one for one in self.children if one.name == name), None)

    def paths(self, before: str = "") -> Iterator[tuple[str, "Field"]]:
        """Itself and all below it, by dotted name; a row of a list adds ``[]``."""
        path = f"{before}.{self.name}" if before else self.name
        yield path, self
        for one in self.children:
            yield from one.paths(f"{path}[]" if self.type == "list" else path)


def text(
    name: str,
    description: str,
    presence: Presence = "always",
    *,
    values: tuple[str, ...] = (),
    element: Element | None = None,
) -> Field:
    return _field(name, "text", description, presence, values=values, element=element)


def date(
    name: str, description: str, presence: Presence = "always", element: Element | None = None
) -> Field:
    return _field(name, "date", description, presence, element=element)


def moment(name: str, description: str, presence: Presence = "always") -> Field:
    return _field(name, "moment", description, presence)


def number(
    name: str, description: str, presence: Presence = "always", element: Element | None = None
) -> Field:
    return _field(name, "number", description, presence, element=element)


def boolean(name: str, description: str) -> Field:
    return _field(name, "boolean", description, "always")


def texts(
    name: str, description: str, presence: Presence = "always", element: Element | None = None
) -> Field:
    return _field(name, "list", description, presence, element=element)


def rows(name: str, description: str, *children: Field, element: Element | None = None) -> Field:
    return _field(name, "list", description, "always", children=children, element=element)


def record(name: str, description: str, *children: Field, presence: Presence = "always") -> Field:
    return _field(name, "record", description, presence, children=children)


def _field(
    name: str,
    kind: Type,
    description: str,
    presence: Presence,
    *,
    children: tuple[Field, ...] = (),
    values: tuple[str, ...] = (),
    element: Element | None = None,
) -> Field:
    return Field(
        name=name,
        type=kind,
        description=description,
        description_nl=DUTCH[description],
        presence=presence,
        children=children,
        values=values,
        element=element,
        article=ARTICLES[element] if element else None,
    )
