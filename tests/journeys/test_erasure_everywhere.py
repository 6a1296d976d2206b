"""A client leaves, and nothing in any service says any more who it was: all parts real.

Every name, address, ground and reason of the client that leaves bears one mark. First the mark has
to be found wherever it was put; then, once everything was erased, nowhere at all.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.demo import change, load, sign_in
from deploy.demo.data import DemoProvider
from deploy.demo.mailbox import link_in
from deploy.demo.site import Refused, Site, legal_day
from deploy.demo.stage import Case, Stage
from deploy.demo.visitor import Visitor
from deploy.demo.waiting import TooLate, until
from deploy.local.instance import Instance, running
from tests.journeys.people import ours
from tests.journeys.traces import in_logs, in_storage, in_tables

pytestmark = pytest.mark.xdist_group("erasure")

MARK = "Quispel"
# Where the mark has to be before anything is erased, or the search would prove nothing.
FILLED = {
    "contracts.client", "contracts.contact", "contracts.client_state", "contracts.contact_state",
    "contracts.agreement_version", "contracts.signature", "contracts.recipient",
    "contracts.objection", "contracts.objection_decision", "contracts.amendment",
    "contracts.termination", "contracts.link_deferral", "contracts.legal_hold",
    "contracts.legal_hold_end", "contracts.agreement_period", "contracts.register_revision",
    "contracts.incident_recipient", "contracts.incident_choice", "contracts.idempotency",
    "trail.act_detail", "documents.file", "notifications.disclosure",
    "notifications.notice", "portal.session",
}  # fmt: skip
# What proves something for as long as claims may be made.
AT_ONCE = {"trail.act_detail", "contracts.idempotency", "portal.session"}
AT_ONCE_CATEGORIES = ("contacts", "audit_details", "answers", "sign_in", "webhook_answers")


@dataclass
class Left:
    """The client that leaves, and those who stay."""

    instance: Instance
    stage: Stage
    data: DemoProvider
    case: Case
    visitors: list[Visitor] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/clients/{self.case.client_id}"

    @property
    def agreement(self) -> str:
        return f"/agreements/{self.case.agreement_id}"

    async def post(self, path: str, **body: Any) -> Any:
        return await self.stage.contracts.post(path, body)

    async def states(self) -> dict[str, str]:
        plan = await self.stage.contracts.get(f"{self.path}/erasure")
        return {line["category"]: line["state"] for line in plan["lines"]}

    async def today(self) -> Any:
        return legal_day(await self.stage.contracts.get("/clock"))

    async def go_to(self, day: Any) -> None:
        await self.post("/clock", to=datetime.combine(day, time(9), UTC).isoformat())

    async def until_erased(self, *categories: str) -> None:
        async def gone() -> bool:
            states = await self.states()
            return all(states[one] == "erased" for one in categories or states)

        try:
            await until("the erasure", gone, seconds=90)
        except TooLate:
            parts = self.instance.services.items()
            said = "\n".join(part.tail(500) for name, part in parts if name.endswith("worker"))
            raise AssertionError(f"{await self.states()}\n{said}") from None

    async def chains(self) -> dict[str, str]:
        """The head of each chain of evidence, every one of which has to be whole."""
        found = {}
        for notice in (await self.stage.notifications.get("/notices", limit=500))["items"]:
            report = await self.stage.notifications.get(f"/notices/{notice['id']}/evidence")
            assert report["verification"]["sound"], report["verification"]
            found[notice["id"]] = report["head"]
        return found


@pytest.fixture(scope="module")
async def instance(parts_folder: Path) -> AsyncIterator[Instance]:
    """Of its own: its clock goes years ahead."""
    async with running(parts_folder / "erasure") as found:
        yield found


def _person(name: str, *duties: str) -> dict[str, Any]:
    return {
        "name": f"{name} {MARK}", "email": f"{name.lower()}@{MARK.lower()}.example",
        "language": "nl", "job_title": f"bestuurder bij {MARK}", "duties": list(duties),
    }  # fmt: skip


@pytest.fixture(scope="module")
async def left(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Left]:
    site = Site.at(instance.ports, instance.secrets.setup_token)
    stage, data = Stage(site, tmp_path_factory.mktemp("kept")), ours("de-kale-ict")
    stage.token = await load.provider(site, data)
    others = [client for client in data.clients if client.external_id in ("dk-1001", "dk-1003")]
    for client in others:
        await load.onboard(stage.contracts, client)
    left = Left(instance, stage, data, await _take_on(stage, data))
    await _fill(left)
    yield left
    for visitor in left.visitors:
        await visitor.__aexit__(None, None, None)


async def _take_on(stage: Stage, data: DemoProvider) -> Case:
    like = next(client for client in data.clients if client.external_id == "dk-1001")
    body = {
        "client": {
            "name": f"Eenmanszaak {MARK}", "country": "NL", "language": "nl",
            "external_id": f"nr-{MARK}", "registration": f"kvk-{MARK}",
            "address": f"{MARK}laan 1, Nergenshuizen", "representative": f"Rob {MARK}",
            "dpo": f"Fien {MARK}",
        },
        "contacts": [
            _person("Sien", "signatory"), _person("Nora", "notice"), _person("Bram", "breach"),
            _person("Pim", "privacy"),
        ],
        "products": like.products,
        "terms": like.terms.model_dump(),
    }  # fmt: skip
    made = await stage.contracts.post("/onboardings", body, key="quis")
    people = {duty: _person(name)["email"] for name, duty in (("Sien", "s"), ("Nora", "n"))}
    return Case(
        f"nr-{MARK}", f"Eenmanszaak {MARK}", made["client_id"], made["agreement_id"],
        made["version_id"], made["digest"], people["s"], people["n"], people["n"],
    )  # fmt: skip


async def _fill(left: Left) -> None:
    """Everything that may be written of a client, through the doors that people use."""
    stage, case = left.stage, left.case
    await stage.papers(case.version_id, "offered")
    await _sign(left)
    await stage.papers(case.version_id, "signed")
    await _edit_people(left)
    await _object(left)
    await _write_registers(left)
    await _breach(left)
    await _write_reasons(left)


async def _enter(left: Left, address: str, says: str = "/in/") -> Visitor:
    mail = await left.stage.mailbox.wait(address, says=says)
    visitor = await Visitor(left.stage.site.portal).__aenter__()
    left.visitors.append(visitor)
    await sign_in.enter(visitor, link_in(mail))
    return visitor


async def _sign(left: Left) -> None:
    visitor = await _enter(left, left.case.signatory)
    await visitor.open(f"{left.agreement}/sign")
    await visitor.submit("/sign", typed_name=f"Sien {MARK}", authority="yes")


async def _edit(
    left: Left, path: str, body: dict[str, Any], method: str = "PATCH", noun: str = ""
) -> None:
    """Of the state that was read just now."""
    headers = {"Authorization": f"Bearer {left.stage.token}"}
    async with httpx.AsyncClient(base_url=left.stage.site.contracts, headers=headers) as client:
        seen = await client.get(path)
        tag = {"If-Match": seen.headers["ETag"]}
        answer = await client.request(method, path + noun, json=body, headers=tag)
        assert answer.is_success, answer.text


async def _edit_people(left: Left) -> None:
    """What stood before an edit is kept as well, and so is what is answered under a key."""
    another = _person("Kees", "privacy")
    contracts = left.stage.contracts
    await contracts.post(f"{left.path}/contacts", another, key=f"contact van {MARK}")
    await _edit(left, left.path, {"address": f"Kade 2 bij {MARK}"})
    people = (await left.stage.contracts.get(left.path))["contacts"]
    for one in people:
        await _edit(left, f"/contacts/{one['id']}", {"job_title": f"voorzitter van {MARK}"})


async def _object(left: Left) -> None:
    stage = left.stage
    day = await left.today() + timedelta(days=40)
    draft = await stage.contracts.post("/changes", await change._draft(stage, day))
    stage.change_id = draft["id"]
    await left.post(f"/changes/{draft['id']}/publications")
    visitor = await _enter(left, left.case.told, change.NEW)
    await visitor.open(f"/changes/{draft['id']}/object")
    await visitor.submit("/object", grounds=f"{MARK} wil dit niet.")
    (objection,) = (await stage.contracts.get(f"/changes/{draft['id']}/objections"))["items"]
    await left.post(
        f"/objections/{objection['id']}/decisions",
        decision="client_held_back",
        reason=f"Voor {MARK} blijft het zoals het was.",
    )
    await stage.mailbox.wait(left.case.told, says="zoals het was")


async def _upload(left: Left) -> dict[str, str]:
    headers = {
        "Authorization": f"Bearer {left.stage.token}", "Content-Type": "text/plain",
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=left.stage.site.documents, headers=headers) as client:
        answer = await client.post(f"/files?name={MARK}.txt", content=f"Brief van {MARK}".encode())
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return {name: made[name] for name in ("id", "digest", "name")}


async def _write_registers(left: Left) -> None:
    client_id, today = left.case.client_id, str(await left.today())
    entry = await left.post(
        "/register-entries",
        facts={
            "kind": "instruction", "client_id": client_id, "given_by": f"Sien {MARK}",
            "instruction": f"Wis de back-ups van {MARK}.", "file": await _upload(left),
        },
    )  # fmt: skip
    told = {
        "kind": "instruction", "client_id": client_id, "given_by": f"Sien {MARK}",
        "instruction": "Gedaan.", "outcome": "carried_out", "outcome_on": today,
    }  # fmt: skip
    await _edit(
        left,
        f"/register-entries/{entry['id']}",
        {"reason": f"{MARK} belde.", "facts": told},
        "POST",
        "/revisions",
    )
    await left.post(
        "/register-entries",
        facts={
            "kind": "subject_request", "client_id": client_id, "right": "access",
            "person": {"name": f"Jan {MARK}", "contact": f"jan@{MARK}.example"},
            "outcome": "answered", "answered_on": today, "answer": f"Stuk gestuurd aan {MARK}.",
        },
    )  # fmt: skip
    await left.post(
        "/register-entries",
        facts={
            "kind": "disclosure", "client_id": client_id, "authority": "Politie",
            "legal_basis": "art. 126nd Sv", "requested": f"Gegevens van {MARK}",
        },
    )  # fmt: skip


async def _breach(left: Left) -> None:
    """Whom it touches is told, and somebody said why this one is."""
    keys = {one["key"] for one in (await left.stage.contracts.get(left.agreement))["products"]}
    hit = [one["id"] for one in await left.stage.contracts.all("/products") if one["key"] in keys]
    made = await left.post("/incidents", title="Postvak gelezen", product_ids=hit)
    path = f"/incidents/{made['id']}"
    reason = f"{MARK} belde er zelf over."
    await left.post(f"{path}/choices", client_id=left.case.client_id, choice="in", reason=reason)
    await left.post(f"{path}/stages")


async def _write_reasons(left: Left) -> None:
    contracts, today = left.stage.contracts, await left.today()
    links = await contracts.all("/links")
    agreement = await contracts.get(left.agreement)
    names = {product["key"] for product in agreement["products"]}
    products = {one["id"]: one["key"] for one in await contracts.all("/products")}
    one = next(
        x for x in links
        if x["capacity"] == "subprocessor" and products.get(x["product_id"]) in names
        and x["subprocessor"]["name"] not in (change.OLD, change.NEW)
    )  # fmt: skip
    await left.post(
        f"/links/{one['link_id']}/exceptions",
        client_id=left.case.client_id,
        reason=f"Afgesproken met {MARK}.",
    )
    await left.post(
        f"{left.agreement}/periods",
        runs_until=str(today + timedelta(days=700)), notice_days=30, note=f"Gebeld met {MARK}.",
    )  # fmt: skip
    terms = agreement["terms"] | {"notice_days": agreement["terms"]["notice_days"] + 7}
    await left.post(f"{left.agreement}/amendments", terms=terms, reason=f"{MARK} wil langer.")
    await left.stage.mailbox.wait(left.case.signatory, says=f"{MARK} wil langer.")
    await left.post(
        f"{left.agreement}/terminations",
        by="client", reason=f"{MARK} stopt ermee.", ends_on=str(today),
    )  # fmt: skip
    hold = await left.post(
        f"{left.path}/holds", reason=f"{MARK} klaagt.", until=str(today + timedelta(days=9))
    )
    with pytest.raises(Refused) as refusal:
        await left.post(f"{left.path}/erasures")
    assert refusal.value.problem["reason"] == f"{MARK} klaagt."
    await left.post(f"{left.path}/holds/{hold['id']}/ends", reason=f"{MARK} schikte.")


async def test_a_client_that_left_is_found_nowhere_but_where_the_plan_says(left: Left) -> None:
    instance, stage = left.instance, left.stage
    filled = await in_tables(instance, MARK)
    assert set(filled) >= FILLED, sorted(FILLED - set(filled))
    assert len(in_storage(instance, MARK)) >= 5
    chains = await left.chains()
    digests = [document["digest"] for document in await _documents(left)]
    assert in_logs(instance, MARK) == []

    await left.post(f"{left.path}/erasures")
    await left.until_erased(*AT_ONCE_CATEGORIES)
    kept = await in_tables(instance, MARK)
    assert not AT_ONCE & set(kept), await _acts(instance)
    assert set((await left.states()).values()) == {"erased", "kept"}
    assert await left.chains() == chains

    await left.go_to(await left.today() + timedelta(days=5 * 366))
    await left.until_erased()
    await until("the mails to sign in with to be forgotten", lambda: _nowhere(left), seconds=90)
    assert await in_tables(instance, MARK) == {}
    assert in_storage(instance, MARK) == []
    assert in_logs(instance, MARK) == []

    after = await left.chains()
    assert {notice: after[notice] for notice in chains} == chains
    assert (await stage.contracts.get("/audit/check"))["sound"]
    for digest in digests:
        proof = await stage.documents.get(f"/digests/{digest}")
        assert proof["what"] == "document"
        assert proof["erased_at"] > proof["issued_at"]
    text = await stage.documents.get(f"/digests/{left.case.digest}")
    assert (text["what"], text["version_id"]) == ("text", left.case.version_id)
    listed = (await stage.contracts.get(left.agreement))["versions"]
    assert listed[-1]["digest"] == left.case.digest
    assert all(version["erased_at"] for version in listed)


async def _acts(instance: Instance) -> list[Any]:
    """Which acts still tell."""
    connection = await asyncpg.connect(instance.postgres.url("postgres"))
    query = (
        "SELECT service, operation, targets FROM trail.act JOIN trail.act_detail d"
        " USING (tenant_id, number) WHERE d::text ILIKE $1"
    )
    found = await connection.fetch(query, f"%{MARK}%")
    await connection.close()
    return list(found)


async def _nowhere(left: Left) -> bool:
    return not await in_tables(left.instance, MARK)


async def _documents(left: Left) -> list[Any]:
    return list(await left.stage.documents.get("/documents", version_id=left.case.version_id))


async def test_those_who_stay_keep_everything(left: Left) -> None:
    bakery = (await left.stage.contracts.get("/clients", q="Bakkerij"))["items"][0]
    client = await left.stage.contracts.get(f"/clients/{bakery['id']}")
    assert client["name"] == "Bakkerij Bedacht"
    assert all("@" in one["email"] and one["name"] != "–" for one in client["contacts"])
    agreement = await left.stage.contracts.get(f"/agreements/{client['agreement']['id']}")
    for version in agreement["versions"]:
        read = await left.stage.contracts.get(f"/versions/{version['id']}")
        assert read["canonical"]
        for paper in await left.stage.documents.get("/documents", version_id=version["id"]):
            assert paper["erased_at"] is None
            await left.stage.documents.get(f"/documents/{paper['id']}/link")
