"""The form of an incident."""

from collections.abc import Sequence

from services.portal.domain.record_form import Field

FIELDS = (
    *(Field(name) for name in ("title", "title_en", "subprocessor_id", "server", "contact_point")),
    Field("product_ids", "lines"),
    *(Field(name, "moment") for name in ("found_at", "began_at", "ended_at")),
    *(Field(name, "number") for name in ("subjects_number", "records_number")),
    *(Field(name, "words") for name in ("nature", "subjects", "records", "numbers_note")),
    *(Field(name, "words") for name in ("consequences", "measures")),
)


def gathered(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """With the products that were ticked under one name, in their own order."""
    ticked = "\n".join(sorted(value for key, value in pairs if key == "product_ids"))
    return [
        *((key, value) for key, value in pairs if key != "product_ids"),
        ("product_ids", ticked),
    ]
