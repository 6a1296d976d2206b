"""Correct a client and the people there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Field, made, shown, typed
from services.portal.pages.access import Editor, ThePeers
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import contracts
from services.portal.session import PageRequest

CLIENT = (
    Field("name"),
    Field("external_id"),
    Field("registration"),
    Field("address"),
    Field("country"),
    Field("language"),
    Field("representative"),
    Field("dpo"),
)
CONTACT = (
    Field("name"),
    Field("email"),
    Field("job_title"),
    Field("language"),
    Field("duties", "lines"),
)


@get("/clients/{client_id:uuid}/edit")
async def edit_client(client_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return _client_form(client_id, await opened(part, f"/clients/{client_id}", CLIENT))


@post("/clients/{client_id:uuid}/edit")
async def save_client(
    request: PageRequest, client_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    again = await saved(part, f"/clients/{client_id}", CLIENT, await posted(request))
    return _client_form(client_id, again) if again else redirect(f"/clients/{client_id}")


def _client_form(client_id: UUID, form: Open) -> Template:
    status = form.trouble.status if form.trouble else 200
    return page("staff/client_form.html", status, client_id=client_id, **form.context())


@get("/clients/{client_id:uuid}/contacts/new")
async def ask_contact(client_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    client = await contracts.client(peers.as_reader("contracts", editor), client_id)
    values = shown({"language": client.language}, CONTACT)
    return _contact_form(client_id, None, Open(values, values, "", None))


@post("/clients/{client_id:uuid}/contacts/new")
async def add_contact(
    request: PageRequest, client_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = typed(_duties_together(await posted(request)), CONTACT)
    body = made(values, CONTACT) | {"duties": values["duties"].split()}
    try:
        path = f"/clients/{client_id}/contacts"
        await peers.as_reader("contracts", editor).post(path, body)
    except Refused as error:
        return _contact_form(client_id, None, Open(values, values, "", None, trouble_of(error)))
    return redirect(f"/clients/{client_id}")


@get("/contacts/{contact_id:uuid}")
async def edit_contact(contact_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    form = await opened(peers.as_reader("contracts", editor), f"/contacts/{contact_id}", CONTACT)
    return _contact_form(UUID(form.record["client_id"]), contact_id, form)


@post("/contacts/{contact_id:uuid}")
async def save_contact(
    request: PageRequest, contact_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part, pairs = peers.as_reader("contracts", editor), _duties_together(await posted(request))
    contact = await contracts.contact(part, contact_id)
    again = await saved(part, f"/contacts/{contact_id}", CONTACT, pairs)
    if again and contact.client_id:
        return _contact_form(contact.client_id, contact_id, again)
    return redirect(f"/clients/{contact.client_id}")


@post("/contacts/{contact_id:uuid}/departures")
async def remove_contact(
    request: PageRequest, contact_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    contact = await contracts.contact(part, contact_id)
    seen = dict(await posted(request)).get("seen", "")
    try:
        await part.post(f"/contacts/{contact_id}/departures", seen=seen)
    except Refused as error:
        form = await opened(part, f"/contacts/{contact_id}", CONTACT)
        form = form._replace(trouble=trouble_of(error))
        return _contact_form(UUID(form.record["client_id"]), contact_id, form)
    return redirect(f"/clients/{contact.client_id}")


def _duties_together(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A form sends each ticked box on its own; the record has one list."""
    ticked = [value for key, value in pairs if key == "duties"]
    return [*((k, v) for k, v in pairs if k != "duties"), ("duties", "\n".join(ticked))]


def _contact_form(client_id: UUID, contact_id: UUID | None, form: Open) -> Template:
    status = form.trouble.status if form.trouble else 200
    context: dict[str, Any] = {"client_id": client_id, "contact_id": contact_id}
    return page("staff/contact_form.html", status, **context, **form.context())


HANDLERS = [
    edit_client,
    save_client,
    ask_contact,
    add_contact,
    edit_contact,
    save_contact,
    remove_contact,
]
