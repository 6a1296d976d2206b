from litestar import get

from services.contracts.domain.agenda import Agenda
from services.contracts.routes.access import READERS, within
from services.contracts.store import agenda
from shared.web import ActorRequest, only


@get("/agenda", guards=[only(*READERS, "reseller", "contact")])
async def read_agenda(request: ActorRequest) -> Agenda:
    """The days that count for whoever asks: a client's own, those of a reseller's clients, or for
    staff those of suppliers and of changes."""
    actor = request.user
    async with within(request) as connection:
        if actor.kind in ("contact", "reseller"):
            return await agenda.of_clients(connection, actor.client_id)
        return await agenda.of_provider(connection)


HANDLERS = [read_agenda]
