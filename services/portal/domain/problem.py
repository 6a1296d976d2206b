"""What another part refused or could not do, as the pages need it."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class PartDown(Exception):
    """A part that the page needs doesn't answer; nothing was lost."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class PartSlow(PartDown):
    """It took the question and has not answered yet; what was asked may still be done."""


class FieldProblem(BaseModel):
    model_config = ConfigDict(extra="ignore")

    field: str = ""
    code: str = ""
    message: str = ""


class Refusal(BaseModel):
    """A problem document (RFC 9457) of another part; extra members stay readable."""

    model_config = ConfigDict(extra="allow")

    type: str = ""
    status: int = 400
    title: str = ""
    detail: str = ""
    errors: tuple[FieldProblem, ...] = ()

    @property
    def code(self) -> str:
        return self.type.rpartition(":")[2]

    def more(self, name: str) -> Any:
        return (self.model_extra or {}).get(name)

    def error(self) -> "Refused":
        return Refused(self)


class Refused(Exception):
    """Another part answered, and said no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
