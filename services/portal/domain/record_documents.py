"""Documents of the provider's own record, as their service tells of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.portal.domain.seen import Seen

# In the order of the form and of the document.
OWN_WORDS = ("intended_use", "by_design", "rights_support", "breach_procedure", "end_of_data")


class MadeFile(Seen):
    format: str
    digest: str = ""
    size: int = 0


class Told(Seen):
    intended_use: str | None = None
    by_design: str | None = None
    rights_support: str | None = None
    breach_procedure: str | None = None
    end_of_data: str | None = None
    certificates: tuple[str, ...] = ()


class RecordDocument(Seen):
    """``state``: waiting, failing, complete, or erased with a client that it named."""

    id: UUID
    kind: str = ""
    language: str = "nl"
    on: date
    told: Told = Told()
    state: str = "waiting"
    problem: str | None = None
    requested_at: datetime | None = None
    digest: str | None = None
    files: tuple[MadeFile, ...] = ()

    @property
    def going(self) -> bool:
        return self.state in ("waiting", "failing")


class Missing(Seen):
    what: str
    of: str | None = None


class RecordContent(Seen):
    """What would be printed now: ``content`` as the template gets it."""

    on: date
    content: dict[str, Any]

    @property
    def missing(self) -> list[Missing]:
        return [Missing.model_validate(one) for one in self.content.get("missing", [])]


def told_in(values: dict[str, str]) -> dict[str, Any]:
    """The provider's own words in a form; a certificate on each line."""
    words = {name: values[name].strip() for name in OWN_WORDS if values.get(name, "").strip()}
    lines = (line.strip() for line in values.get("certificates", "").splitlines())
    return words | {"certificates": [line for line in lines if line]}


def form_of(told: Told) -> dict[str, str]:
    words = {name: getattr(told, name) or "" for name in OWN_WORDS}
    return words | {"certificates": "\n".join(told.certificates)}
