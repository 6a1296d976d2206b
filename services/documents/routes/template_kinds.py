"""What there are templates for, and what a template of each kind may print."""

from typing import Any

from litestar import get
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel, Field

from services.documents.builtin.sample import sample
from services.documents.domain.data_model import data_model
from services.documents.domain.field import Field as ModelField
from services.documents.domain.kinds import BASES, KINDS, NAMES, TemplateKind
from shared.identity import STAFF
from shared.text import Language, Text
from shared.web import only


class KindOut(BaseModel):
    """``basis`` is the provision of the GDPR for which such a document is made."""

    kind: TemplateKind = Field(examples=["agreement"])
    name: Text
    basis: str = Field(examples=["Art. 28(3)"])


class KindsOut(BaseModel):
    items: list[KindOut]


class DataModelOut(KindOut):
    """``fields`` are the names at the top of a template. ``sample_on`` has every fact known and
    rows in every list, ``sample_off`` neither; both are valid data for a preview."""

    language: Language
    fields: list[ModelField]
    sample_on: dict[str, Any]
    sample_off: dict[str, Any]


@get("/template-kinds", guards=[only(*STAFF)])
async def list_template_kinds() -> KindsOut:
    """The kinds of documents for which there are templates, each with its name."""
    return KindsOut(items=[KindOut(**_named(kind)) for kind in KINDS])


@get("/template-kinds/{kind:str}/data-model", guards=[only(*STAFF)])
async def read_data_model(
    kind: FromPath[TemplateKind], language: FromQuery[Language] = "nl"
) -> DataModelOut:
    """Every name that a template of this kind may print, with a sample of the data."""
    return DataModelOut(
        **_named(kind),
        language=language,
        fields=list(data_model(kind).children),
        sample_on=sample(kind, language, all_on=True),
        sample_off=sample(kind, language, all_on=False),
    )


def _named(kind: TemplateKind) -> dict[str, Any]:
    return {"kind": kind, "name": NAMES[kind], "basis": BASES[kind]}


HANDLERS = [list_template_kinds, read_data_model]
