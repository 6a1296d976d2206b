"""What a document says, as plain text; nothing of it is kept."""

from litestar import post
from litestar.datastructures import State
from pydantic import BaseModel, Field

from services.documents.domain.reading import LARGEST, Kind, kind_of, wanted
from services.documents.routes.access import FILE_WRITERS
from services.documents.routes.files import TakesBytes
from shared.web import ActorRequest, only


class TextOut(BaseModel):
    """Paragraphs are apart by an empty line; a line that the author broke stays broken."""

    kind: Kind = Field(examples=["pdf"])
    text: str = Field(examples=["Privacyverklaring\n\nWij bewaren facturen zeven jaar."])


@post(
    "/texts",
    guards=[only(*FILE_WRITERS)],
    operation_class=TakesBytes,
    request_max_body_size=LARGEST,
    status_code=200,
)
async def read_text(request: ActorRequest, state: State) -> TextOut:
    """The text of a document of at most 10 MB: plain text, HTML, DOCX or PDF; nothing is kept."""
    content = await request.body()
    kind = kind_of(request.headers.get("content-type", ""), content)
    return TextOut(kind=kind, text=wanted(await state.desk.read(kind, content)))


HANDLERS = [read_text]
