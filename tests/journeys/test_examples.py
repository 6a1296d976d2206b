"""Every command that docs/ gives works as it stands, and answers what its page says."""

import asyncio
import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.demo import onboarding, sign_in
from deploy.demo.data import DemoProvider
from deploy.demo.site import Site, legal_day
from deploy.demo.stage import Case, Stage
from deploy.demo.visitor import Visitor
from tests.journeys.pages_of_docs import Example, differences, examples, prelude
from tests.journeys.people import ours

pytestmark = pytest.mark.xdist_group("instance")

ALL = examples()
SHELL = """
set -euo pipefail
curl() {{ command curl --fail-with-body -sS "$@"; }}
date() {{ command date --date "$NOW" "$@"; }}
{prelude}
{command}
"""


def provider() -> DemoProvider:
    """Qaleido, selling the product that the examples name."""
    text = ours("qaleido").model_dump_json().replace("managed-hosting", "webhosting")
    return DemoProvider.model_validate_json(text)


async def credentials(site: Site, email: str) -> dict[str, str]:
    """Of an integration that the owner makes in the portal."""
    async with Visitor(site.portal) as owner:
        link = await sign_in.request_link(site.portal, site.mailbox, email)
        await sign_in.enter(owner, link)
        await owner.open("/settings/integrations")
        await owner.submit("/settings/integrations", name="Facturatie", scopes="write")
        made, secret = owner.page.xpath("//code/text()")[:2]
    return {"CLIENT_ID": made, "CLIENT_SECRET": secret}


async def draft(stage: Stage, today: date) -> str:
    (link,) = await stage.contracts.all("/links")
    party = await stage.contracts.post("/subprocessors", {"name": "Nieuwe Wolk", "country": "NL"})
    facts = ("product_id", "capacity", "purpose", "data_categories", "data_subjects", "location")
    begins = {key: link[key] for key in facts} | {"subprocessor_id": party["id"], "zone": "EU"}
    body = {
        "title": {"nl": "Nieuwe Wolk erbij", "en": "Nieuwe Wolk joins"},
        "effective_on": str(today + timedelta(days=90)),
        "begins": [begins],
    }
    return str((await stage.contracts.post("/changes", body))["id"])


async def leave(stage: Stage, case: Case, today: date) -> None:
    body = {"by": "client", "reason": "Stapt over.", "ends_on": str(today)}
    await stage.contracts.post(f"/agreements/{case.agreement_id}/terminations", body)


async def things(stage: Stage, case: Case) -> dict[str, str]:
    """What the examples are about, by the names that they give it."""
    client = await stage.contracts.get(f"/clients/{case.client_id}")
    (link,) = await stage.contracts.all("/links")
    return {
        "CLIENT": case.client_id,
        "AGREEMENT": case.agreement_id,
        "VERSION": case.version_id,
        "DIGEST": case.digest,
        "CONTACT": next(one["id"] for one in client["contacts"] if "privacy" in one["duties"]),
        "SUBPROCESSOR": link["subprocessor"]["id"],
        "PRODUCT": link["product_id"],
        "FILE": json.dumps({"id": case.version_id, "digest": "0" * 64, "name": "addendum.pdf"}),
    }


@pytest.fixture(scope="module")
async def named(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The variables of the examples: of every page, and of one page alone."""
    stage, data = Stage(site, tmp_path_factory.mktemp("examples")), provider()
    await onboarding.describe_provider(stage, data)
    await onboarding.onboard_clients(stage, data)
    today = legal_day(await stage.contracts.get("/clock"))
    first, *_, last = stage.cases.values()
    await leave(stage, last, today)
    addresses = {
        part.upper(): getattr(site, part)
        for part in ("portal", "contracts", "documents", "notifications")
    }
    everywhere = await things(stage, first) | addresses | {"OWNER_TOKEN": stage.token}
    everywhere |= await credentials(site, data.owner.email)
    everywhere["CHANGE"] = await draft(stage, today)
    everywhere["PROVIDER"] = (await stage.contracts.get("/tenant"))["slug"]
    # Legal time; other journeys may have moved it.
    everywhere["NOW"] = (await stage.contracts.get("/clock"))["now"]
    everywhere["TOKEN"] = await token(everywhere, stage.out)
    (notice, *_) = (await stage.notifications.get("/notices"))["items"]
    return {
        "": everywhere,
        "erasure.md": {"CLIENT": last.client_id},
        "evidence.md": {"NOTICE": notice["id"]},
    }


async def run(command: str, variables: dict[str, str], folder: Path) -> str:
    """What the command writes to its output."""
    script = SHELL.format(prelude=prelude(), command=command)
    shell = await asyncio.create_subprocess_exec(
        "bash", "-c", script, cwd=folder, env={"PATH": os.environ["PATH"], **variables},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, complained = await asyncio.wait_for(shell.communicate(), 60)
    assert shell.returncode == 0, f"{command}\n{complained.decode()}\n{said.decode()}"
    return said.decode()


async def token(variables: dict[str, str], folder: Path) -> str:
    """As docs/api.md says to get one."""
    command = next(one.command for one in ALL if "TOKEN=$(" in one.command)
    got = await run(f'{command}\necho " $TOKEN"', variables, folder)
    return got.split()[-1]


def test_the_pages_have_examples() -> None:
    assert len({one.page for one in ALL}) > 15


@pytest.mark.parametrize("example", ALL, ids=lambda one: one.page)
async def test_an_example_answers_what_its_page_says(
    example: Example, named: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    variables = named[""] | named.get(example.page, {})
    (tmp_path / "certificaat.pdf").write_bytes(b"%PDF-1.7 een certificaat")
    said = await run(example.command, variables, tmp_path)
    if example.said is not None:
        got: Any = json.loads(said)
        assert differences(example.said, got) == []
