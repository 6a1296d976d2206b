"""Steps a to d: a provider, its clients, the documents, the signature."""

import asyncio
from typing import Any

from deploy.demo import load, sign_in
from deploy.demo.data import Client, DemoProvider
from deploy.demo.mailbox import link_in
from deploy.demo.stage import Case, Stage
from deploy.demo.visitor import Visitor

SIGNER = "dk-1001"


async def describe_provider(stage: Stage, data: DemoProvider) -> dict[str, Any]:
    """a: what is sold, and which parties stand behind it in which capacity."""
    stage.token = await load.provider(stage.site, data)
    links = await stage.contracts.all("/links")
    capacities = [link["capacity"] for link in links]
    return {
        "provider": data.provider.name,
        "products": [product.name.nl for product in data.products],
        **{kind: capacities.count(kind) for kind in sorted(set(capacities))},
    }


async def onboard_clients(stage: Stage, data: DemoProvider) -> dict[str, Any]:
    """b: each agreement is frozen, with its digest."""
    for client in data.clients:
        answer = await load.onboard(stage.contracts, client)
        stage.cases[client.external_id] = _case(client, answer)
    again = await load.onboard(stage.contracts, data.clients[0])
    if again["digest"] != stage.cases[data.clients[0].external_id].digest:
        raise AssertionError("the same call again gave another agreement")
    return {case.name: case.digest for case in stage.cases.values()}


def _case(client: Client, answer: dict[str, Any]) -> Case:
    by_duty = {duty: c.email for c in reversed(client.contacts) for duty in c.duties}
    return Case(
        client.external_id,
        client.name,
        answer["client_id"],
        answer["agreement_id"],
        answer["version_id"],
        answer["digest"],
        signatory=by_duty["signatory"],
        told=by_duty["notice"],
        next_told=by_duty["privacy"],
    )


async def render_agreements(stage: Stage, _: DemoProvider) -> dict[str, Any]:
    """c: DOCX and PDF of each, in S3."""
    papers = await asyncio.gather(
        *(stage.papers(case.version_id, "offered") for case in stage.cases.values())
    )
    case = stage.cases[SIGNER]
    kept = await stage.download(case.version_id, "offered", "agreement-before-offered")
    return {"documents": sum(len(found) for found in papers), "kept": kept}


async def sign_agreements(stage: Stage, _: DemoProvider) -> dict[str, Any]:
    """d: each signatory follows the link in the mail, reads, signs, and can download the result."""
    for case in stage.cases.values():
        await sign(stage, case)
    case = stage.cases[SIGNER]
    kept = await stage.download(case.version_id, "signed", "agreement-before")
    agreement = await stage.contracts.get(f"/agreements/{case.agreement_id}")
    signature = agreement["signature"]
    if signature["digest"] != case.digest:
        raise AssertionError("the signature binds another digest than the one frozen")
    return {"signed": len(stage.cases), "digest": signature["digest"], "kept": kept}


async def sign(stage: Stage, case: Case) -> None:
    """As the signatory: from the mail to the portal, and the button."""
    mail = await stage.mailbox.wait(case.signatory, says="/in/")
    async with Visitor(stage.site.portal) as visitor:
        await sign_in.enter(visitor, link_in(mail))
        await visitor.open(f"/agreements/{case.agreement_id}/sign")
        await visitor.submit("/sign", typed_name="Proef Ondertekenaar", authority="yes")
