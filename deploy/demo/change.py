"""Steps e to h: a sub-processor changes, everyone is told, the gate holds, the day comes."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from deploy.demo import sign_in
from deploy.demo.data import DemoProvider
from deploy.demo.mailbox import link_in, text_of
from deploy.demo.site import Refused, legal_day
from deploy.demo.stage import Case, Stage
from deploy.demo.visitor import Visitor
from deploy.demo.waiting import until

OBJECTS, APPROVES, UNREACHABLE, ENGLISH, UNTOUCHED = (
    "dk-1001",
    "dk-1002",
    "dk-1004",
    "dk-1003",
    "dk-1005",
)
OLD, NEW = "MoneyBird", "Exact Online"
OUTCOMES = ("accepted", "failed", "in_doubt")


async def publish_change(stage: Stage, data: DemoProvider) -> dict[str, Any]:
    """e: MoneyBird makes way for Exact Online in 30 days; recipients are frozen and told."""
    clock = await stage.contracts.get("/clock")
    effective = legal_day(clock) + timedelta(days=30)
    draft = await stage.contracts.post("/changes", await _draft(stage, effective))
    stage.change_id = draft["id"]
    impact = await stage.contracts.get(f"/changes/{stage.change_id}/impact")
    await stage.contracts.post(f"/changes/{stage.change_id}/publications")
    told = [stage.cases[key].told for key in (OBJECTS, APPROVES, ENGLISH)]
    mails = [await stage.mailbox.wait(address, says=NEW) for address in told]
    for address, mail in zip(told, mails, strict=True):
        name = f"mails/change-{address.partition('@')[0]}.eml"
        stage.keep(name, await stage.mailbox.source(mail))
        for fact in (OLD, NEW):
            if fact not in text_of(mail):
                raise AssertionError(f"the mail to {address} does not name {fact}")
    if await stage.mailbox.count(stage.cases[UNTOUCHED].told, says=NEW):
        raise AssertionError("a client without the product was told")
    return {"effective_on": str(effective), "impact": impact, "told": told}


async def _draft(stage: Stage, effective: date) -> dict[str, Any]:
    links = await stage.contracts.all("/links")
    wanted = (OLD, "subprocessor")
    old = next(x for x in links if (x["subprocessor"]["name"], x["capacity"]) == wanted)
    parties = {p["name"]: p["id"] for p in await stage.contracts.all("/subprocessors")}
    kept = ("product_id", "purpose", "data_categories", "data_subjects")
    return {
        "title": {"nl": f"{NEW} vervangt {OLD}", "en": f"{NEW} replaces {OLD}"},
        "reason": {
            "nl": "Eén pakket voor facturen en boekhouding.",
            "en": "One package for invoices and bookkeeping.",
        },
        "effective_on": str(effective),
        "ends": [old["link_id"]],
        "begins": [
            {
                **{key: old[key] for key in kept},
                "subprocessor_id": parties[NEW],
                "capacity": "subprocessor",
                "location": {"nl": "Nederland", "en": "the Netherlands"},
                "zone": "EU",
                "mechanism": "none_required",
            }
        ],
    }


async def answer_change(stage: Stage, _: DemoProvider) -> dict[str, Any]:
    """f: one objects, one approves, one can't be reached at first; the gate holds for all."""
    await _as_contact(
        stage, stage.cases[OBJECTS], "object", grounds="Ons pakket leest alleen MoneyBird."
    )
    await _as_contact(stage, stage.cases[APPROVES], "approve")
    second = await stage.mailbox.wait(stage.cases[UNREACHABLE].next_told, says=NEW)
    stage.keep("mails/change-second-contact.eml", await stage.mailbox.source(second))

    async def running() -> dict[str, Any] | None:
        found = await standings(stage)
        return found if found[stage.cases[UNREACHABLE].client_id]["deadline"] else None

    found = await until("the second contact to be reached", running)
    held = await _try_too_early(stage)
    return {
        "held": [{key: item[key] for key in ("client", "reason", "until")} for item in held],
        "deadlines": {case.name: found[case.client_id]["deadline"] for case in _touched(stage)},
    }


def _touched(stage: Stage) -> list[Case]:
    return [case for key, case in stage.cases.items() if key != UNTOUCHED]


async def _as_contact(stage: Stage, case: Case, action: str, **values: str) -> None:
    mail = await stage.mailbox.wait(case.told, says=NEW)
    async with Visitor(stage.site.portal) as visitor:
        await sign_in.enter(visitor, link_in(mail))
        await visitor.open(f"/changes/{stage.change_id}/{action}")
        await visitor.submit(f"/{action}", **values)


async def standings(stage: Stage) -> dict[str, dict[str, Any]]:
    """Where each affected client stands, by client."""
    return {item["client_id"]: item for item in await _recipients(stage)}


async def _recipients(stage: Stage) -> list[dict[str, Any]]:
    page = await stage.contracts.get(f"/changes/{stage.change_id}/recipients")
    found: list[dict[str, Any]] = page["items"]
    return found


async def _try_too_early(stage: Stage) -> list[dict[str, Any]]:
    try:
        await stage.contracts.post(f"/changes/{stage.change_id}/activations")
    except Refused as refusal:
        if refusal.status != 409 or not refusal.problem.get("held"):
            raise
        stage.keep("refused-too-early.json", json.dumps(refusal.problem, indent=1).encode())
        held: list[dict[str, Any]] = refusal.problem["held"]
        return held
    raise AssertionError("the change went live while clients were still protected")


async def let_the_day_come(stage: Stage, _: DemoProvider) -> dict[str, Any]:
    """g: past every deadline all but the objector go in one wave, the objector after the answer."""
    await _move_clock(stage, 45)
    free = [case for case in _touched(stage) if case.external_id != OBJECTS]
    renewed = {case.name: await _renewed(stage, case) for case in free}
    await stage.mailbox.wait(stage.cases[ENGLISH].told, says=NEW)
    early = await _processors(stage, stage.cases[OBJECTS])
    await _decide(stage)
    renewed[stage.cases[OBJECTS].name] = await _renewed(stage, stage.cases[OBJECTS])
    kept = await stage.download(renewed[stage.cases[OBJECTS].name], "offered", "agreement-after")
    drift = await stage.contracts.get("/drift")
    if drift["items"] or OLD not in early or NEW in early:
        raise AssertionError(f"drift is left, or the objector was not held back: {drift}, {early}")
    return {"renewed": list(renewed), "held_back_kept": early, "drift": 0, "kept": kept}


async def _move_clock(stage: Stage, days: int) -> None:
    clock = await stage.contracts.get("/clock")
    day = legal_day(clock) + timedelta(days=days)
    moment = datetime.combine(day, time(9), UTC)
    await stage.contracts.post("/clock", {"to": moment.isoformat()})


async def _renewed(stage: Stage, case: Case) -> str:
    """The version that the change made for a client, once it is there."""

    async def look() -> str | None:
        agreement = await stage.contracts.get(f"/agreements/{case.agreement_id}")
        made = [v["id"] for v in agreement["versions"] if v["change_id"] == stage.change_id]
        return made[0] if made and not agreement["drift"] else None

    return await until(f"the new annex of {case.name}", look)


async def _decide(stage: Stage) -> None:
    objections = await stage.contracts.get(f"/changes/{stage.change_id}/objections")
    for objection in objections["items"]:
        await stage.contracts.post(
            f"/objections/{objection['id']}/decisions",
            {
                "decision": "objection_withdrawn",
                "reason": "Na overleg: er is een koppeling met Exact Online; bezwaar ingetrokken.",
            },
        )


async def _processors(stage: Stage, case: Case, on: date | None = None) -> list[str]:
    parameters = {"on": str(on)} if on else {}
    found = await stage.contracts.get(f"/clients/{case.client_id}/processors", **parameters)
    return sorted({item["subprocessor"]["name"] for item in found["processors"]})


async def ask_who_processes(stage: Stage, _: DemoProvider) -> dict[str, Any]:
    """h: the list for yesterday, today and next month, and the evidence of who was told."""
    now = legal_day(await stage.contracts.get("/clock"))
    case = stage.cases[ENGLISH]
    days = {
        "yesterday": now - timedelta(days=1),
        "today": now,
        "next month": now + timedelta(days=30),
    }
    found = {name: await _processors(stage, case, day) for name, day in days.items()}
    expected = {"yesterday": OLD, "today": NEW, "next month": NEW}
    for name, party in expected.items():
        other = NEW if party == OLD else OLD
        if party not in found[name] or other in found[name]:
            raise AssertionError(f"{name}: expected {party}, found {found[name]}")
    return {**found, "evidence": await _evidence(stage)}


async def _evidence(stage: Stage) -> dict[str, Any]:
    notices = await stage.notifications.get("/notices", subject_id=stage.change_id)
    (notice,) = notices["items"]
    path = f"/notices/{notice['id']}/evidence"
    report = await stage.notifications.get(path)
    name = f"evidence-{notice['kind']}"
    stage.keep(f"{name}.json", json.dumps(report, indent=1, ensure_ascii=False).encode())
    stage.keep(f"{name}.csv", (await stage.notifications.text(f"{path}.csv")).encode())
    recipients = len(await _recipients(stage))
    verification, counts = report["verification"], report["counts"]
    if not verification["sound"] or recipients != sum(counts.get(state, 0) for state in OUTCOMES):
        raise AssertionError(f"{recipients} recipients, {counts}, chain: {verification}")
    return {"recipients": recipients, **counts, "chain": verification}
