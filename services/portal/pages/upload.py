"""A file in a form: kept by documents as soon as it arrives, and carried along by its name.

A form that comes back because something else was wrong holds the kept file in hidden fields, so
that nobody has to choose it again.
"""

from typing import Any

from litestar.datastructures import UploadFile

from services.portal.domain.problem import FieldProblem, Refused
from services.portal.peers import documents
from services.portal.peers.call import Part
from services.portal.session import PageRequest

# What a route takes whose form has a file: the 25 MB that documents keeps, and the other fields.
LARGEST_FORM = 26 * 1024 * 1024
_PARTS = ("id", "digest", "name")


async def kept_file(request: PageRequest, part: Part, name: str = "file") -> dict[str, str]:
    """The fields that refer to the file chosen in a form; none when none was chosen.

    ``Refused`` at the field of that name when documents (``part``) does not take it.
    """
    chosen = (await request.form()).get(name)
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        return {}
    media_type = chosen.content_type or "application/octet-stream"
    try:
        kept = await documents.keep(part, _plain(chosen.filename), media_type, await chosen.read())
    except Refused as error:
        raise _at(name, error) from error
    return {f"{name}.{key}": str(getattr(kept, key)) for key in _PARTS}


async def text_in_file(request: PageRequest, part: Part, name: str = "file") -> dict[str, str]:
    """What the file chosen in a form says, as ``text`` or ``html``; nothing when none was chosen.

    ``Refused`` at the field of that name when documents (``part``) can't read it.
    """
    chosen = (await request.form()).get(name)
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        return {}
    content = await chosen.read()
    if (chosen.content_type or "").startswith("text/html"):
        return {"html": content.decode("utf-8", "replace").replace("\0", "")}
    try:
        media_type = chosen.content_type or "application/octet-stream"
        return {"text": await documents.text_of(part, media_type, content)}
    except Refused as error:
        raise _at(name, error) from error


def reference(values: dict[str, str], name: str = "file") -> dict[str, Any] | None:
    """How a record refers to the file of a form; null when none was chosen."""
    found = {key: values.get(f"{name}.{key}", "") for key in _PARTS}
    return found if all(found.values()) else None


def _plain(file_name: str) -> str:
    """Without the folders that some browsers send along."""
    return file_name.replace("\\", "/").rpartition("/")[2]


def _at(name: str, error: Refused) -> Refused:
    refusal = error.refusal
    problem = FieldProblem(field=name, code=refusal.code, message=refusal.detail)
    return Refused(refusal.model_copy(update={"errors": (problem,)}))
