"""Where other systems hear what happens: for owners."""

import json
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.webhooks import EVENTS, STATES
from services.portal.pages.access import Owner, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import webhooks as peer
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest

HERE = "/settings/webhooks"


def _part(peers: Peers, owner: Reader) -> Part:
    return peers.as_reader("notifications", owner)


def _draft(sent: list[tuple[str, str]]) -> dict[str, Any]:
    known = dict(sent)
    return {
        "name": known.get("name", ""),
        "url": known.get("url", "").strip(),
        "events": [value for key, value in sent if key == "events"],
    }


@get(HERE)
async def list_webhooks(owner: Owner, peers: ThePeers) -> Template:
    return await _all(_part(peers, owner))


@post(HERE)
async def add_webhook(request: PageRequest, owner: Owner, peers: ThePeers) -> Template:
    draft, part = _draft(await posted(request)), _part(peers, owner)
    try:
        made = await peer.add(part, draft)
    except Refused as error:
        return await _all(part, draft, trouble_of(error))
    return await _one(part, made.id, secret=made.secret, kept=made.url != draft["url"])


@get(HERE + "/{endpoint_id:uuid}")
async def one_webhook(
    endpoint_id: FromPath[UUID],
    owner: Owner,
    peers: ThePeers,
    only: FromQuery[str] = "",
    after: FromQuery[str] = "",
    kept: FromQuery[bool] = False,
) -> Template:
    """``kept``: the address is in another form than it was typed in."""
    asked = {"only": only if only in STATES else "", "after": after}
    return await _one(_part(peers, owner), endpoint_id, asked=asked, kept=kept)


@post(HERE + "/{endpoint_id:uuid}/edits")
async def edit_webhook(
    request: PageRequest, endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    sent, part = await posted(request), _part(peers, owner)
    draft = _draft(sent)
    try:
        edited = await peer.edit(part, endpoint_id, draft, dict(sent).get("seen", ""))
    except Refused as error:
        return await _one(part, endpoint_id, draft=draft, trouble=trouble_of(error))
    return redirect(f"{HERE}/{endpoint_id}" + ("?kept=true" if edited.url != draft["url"] else ""))


@post(HERE + "/{endpoint_id:uuid}/secrets")
async def rotate_webhook(endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers) -> Template:
    part = _part(peers, owner)
    return await _one(part, endpoint_id, secret=await peer.rotate(part, endpoint_id))


async def _do(part: Part, endpoint_id: UUID, noun: str, body: Any = None) -> Template | Redirect:
    try:
        await peer.act(part, endpoint_id, noun, body)
    except Refused as error:
        return await _one(part, endpoint_id, trouble=trouble_of(error))
    return redirect(f"{HERE}/{endpoint_id}")


@post(HERE + "/{endpoint_id:uuid}/halts")
async def halt_webhook(
    endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    return await _do(_part(peers, owner), endpoint_id, "halts")


@post(HERE + "/{endpoint_id:uuid}/resumptions")
async def resume_webhook(
    request: PageRequest, endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    body = {"replay": "replay" in dict(await posted(request))}
    return await _do(_part(peers, owner), endpoint_id, "resumptions", body)


@post(HERE + "/{endpoint_id:uuid}/tests")
async def test_webhook(
    endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    return await _do(_part(peers, owner), endpoint_id, "tests")


@post(HERE + "/{endpoint_id:uuid}/replays")
async def replay_webhook(
    endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    return await _do(_part(peers, owner), endpoint_id, "replays", {})


@post(HERE + "/{endpoint_id:uuid}/removals")
async def remove_webhook(endpoint_id: FromPath[UUID], owner: Owner, peers: ThePeers) -> Redirect:
    await peer.act(_part(peers, owner), endpoint_id, "removals")
    return redirect(HERE)


@get(HERE + "/{endpoint_id:uuid}/messages/{delivery_id:uuid}")
async def one_message(
    endpoint_id: FromPath[UUID], delivery_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template:
    return await _message(_part(peers, owner), delivery_id)


@post(HERE + "/{endpoint_id:uuid}/messages/{delivery_id:uuid}/replays")
async def replay_message(
    endpoint_id: FromPath[UUID], delivery_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    part = _part(peers, owner)
    try:
        await peer.replay(part, delivery_id)
    except Refused as error:
        return await _message(part, delivery_id, trouble_of(error))
    return redirect(f"{HERE}/{endpoint_id}/messages/{delivery_id}")


async def _all(
    part: Part, draft: dict[str, Any] | None = None, trouble: Trouble | None = None
) -> Template:
    return page(
        "staff/webhooks.html",
        trouble.status if trouble else 200,
        endpoints=await peer.endpoints(part),
        every=EVENTS,
        values={key: (draft or {}).get(key, "") for key in ("name", "url")},
        chosen=(draft or {}).get("events", []),
        trouble=trouble,
    )


async def _one(
    part: Part,
    endpoint_id: UUID,
    *,
    draft: dict[str, Any] | None = None,
    secret: str = "",
    asked: dict[str, str] | None = None,
    kept: bool = False,
    trouble: Trouble | None = None,
) -> Template:
    """``secret`` is shown this once; ``kept``: and in which form the address is kept."""
    shown = asked or {"only": "", "after": ""}
    endpoint, seen = await peer.endpoint(part, endpoint_id)
    values = draft or endpoint.model_dump(include={"name", "url", "events"})
    return page(
        "staff/webhook.html",
        trouble.status if trouble else 200,
        endpoint=endpoint,
        seen=seen,
        secret=secret,
        kept=kept,
        every=EVENTS,
        values={key: values[key] for key in ("name", "url")},
        chosen=list(values["events"]),
        asked=shown,
        states=STATES,
        found=await peer.messages(part, endpoint_id, state=shown["only"], after=shown["after"]),
        trouble=trouble,
    )


async def _message(part: Part, delivery_id: UUID, trouble: Trouble | None = None) -> Template:
    message = await peer.message(part, delivery_id)
    endpoint, _ = await peer.endpoint(part, message.endpoint_id)
    return page(
        "staff/webhook_message.html",
        trouble.status if trouble else 200,
        message=message,
        endpoint=endpoint,
        body=json.dumps(message.body, indent=2, ensure_ascii=False),
        trouble=trouble,
    )


HANDLERS = [
    list_webhooks,
    add_webhook,
    one_webhook,
    edit_webhook,
    rotate_webhook,
    halt_webhook,
    resume_webhook,
    test_webhook,
    replay_webhook,
    remove_webhook,
    one_message,
    replay_message,
]
