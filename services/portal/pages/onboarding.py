"""Bring in a client: organisation, contacts, products and terms in one go."""

import secrets
from typing import Any

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from services.portal.domain import onboarding_form
from services.portal.domain.problem import Refused
from services.portal.pages.access import Onboarder, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import contracts
from services.portal.peers.call import Part
from services.portal.session import PageRequest


@get("/clients/new")
async def ask(onboarder: Onboarder, peers: ThePeers) -> Template:
    products = await contracts.products(peers.as_reader("contracts", onboarder))
    return page(
        "staff/onboarding.html",
        form=onboarding_form.blank(),
        extra=0,
        products=products,
        key=secrets.token_urlsafe(16),
        fewest=onboarding_form.FEWEST_ROWS,
    )


@get("/clients/new/contact")
async def contact_row(onboarder: Onboarder, index: FromQuery[int] = 0) -> Template:
    """One more row for a contact, put under the others by the page."""
    return page("staff/contact_added.html", index=min(max(index, 0), 49), row={"duties": []})


@post("/clients/new")
async def create(
    request: PageRequest, onboarder: Onboarder, peers: ThePeers
) -> Template | Redirect:
    pairs = await posted(request)
    form, key = onboarding_form.read(pairs), dict(pairs).get("key", "")
    part = peers.as_reader("contracts", onboarder)
    if dict(pairs).get("more"):
        return await _again(part, form, key, None)
    try:
        done = await contracts.onboard(part, onboarding_form.body(form), key)
    except Refused as error:
        return await _again(part, form, key, trouble_of(error))
    return redirect(f"/clients/{done.client_id}")


async def _again(part: Part, form: dict[str, Any], key: str, trouble: Trouble | None) -> Template:
    """The form as it was typed, with what is wrong, or with one more row when nothing is."""
    products = await contracts.products(part)
    return page(
        "staff/onboarding.html",
        trouble.status if trouble else 200,
        form=form,
        extra=0 if trouble else 1,
        products=products,
        key=key,
        fewest=onboarding_form.FEWEST_ROWS,
        trouble=trouble,
    )


HANDLERS = [ask, contact_row, create]
