"""Whether a file was issued here, for whoever holds it; nothing of it is kept."""

from typing import Annotated

from litestar import get, post
from litestar.datastructures import State
from litestar.params import PathParameter

from services.documents.domain.reading import LARGEST
from services.documents.domain.verification import Verdict
from services.documents.routes.access import READERS
from services.documents.routes.files import TakesBytes
from shared.web import ActorRequest, only


@post(
    "/verifications",
    guards=[only(*READERS)],
    operation_class=TakesBytes,
    request_max_body_size=LARGEST,
    status_code=200,
)
async def check_file(request: ActorRequest, state: State) -> Verdict:
    """Check a PDF or DOCX of at most 10 MB, whichever provider of this installation issued it:
    whether it is what was issued, whether its seal is intact, and whether it still holds."""
    found: Verdict = await state.counter.check_file(await request.body())
    return found


@get("/verifications/{digest:str}", guards=[only(*READERS)])
async def check_issue(
    state: State,
    digest: Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="SHA-256 in hex.")],
) -> Verdict:
    """The same by the SHA-256 of a file, or by the fingerprint that a document prints."""
    found: Verdict = await state.counter.check_digest(bytes.fromhex(digest))
    return found


HANDLERS = [check_file, check_issue]
