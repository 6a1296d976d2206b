"""What a play of the demonstration has led to, told in a way that two plays can be compared."""

from collections import Counter
from typing import Any

from deploy.demo.stage import Case, Stage


async def outcome(stage: Stage) -> dict[str, Any]:
    """Per client its versions, signatures, documents and lists; per kind of notice its deliveries.

    ``unfinished`` is empty once nothing is under way any more.
    """
    clients = {key: await _client(stage, case) for key, case in stage.cases.items()}
    told: Counter[str] = Counter()
    unfinished = []
    for notice in (await stage.notifications.get("/notices", limit=500))["items"]:
        told[f"{notice['kind']} notices"] += 1
        told.update({f"{notice['kind']} {state}": n for state, n in notice["counts"].items()})
        progress = await stage.notifications.get(f"/progress/{notice['id']}")
        if progress["gathering"] or progress["remaining"]:
            unfinished.append(notice["kind"])
    return {"clients": clients, "told": dict(sorted(told.items())), "unfinished": unfinished}


async def _client(stage: Stage, case: Case) -> dict[str, Any]:
    agreement = await stage.contracts.get(f"/agreements/{case.agreement_id}")
    versions = sorted(agreement["versions"], key=lambda version: int(version["number"]))
    return {
        "versions": [(v["number"], v["cause"], v["change_id"] is not None) for v in versions],
        "signed": agreement["signature"]["version_id"] == versions[0]["id"],
        "drift": agreement["drift"],
        "documents": [await _documents(stage, version["id"]) for version in versions],
        "processors": await _processors(stage, case),
    }


async def _documents(stage: Stage, version_id: str) -> list[str]:
    listed = await stage.documents.get("/documents", version_id=version_id)
    return sorted(f"{paper['variant']} {paper['kind']}" for paper in listed)


async def _processors(stage: Stage, case: Case) -> list[str]:
    found = await stage.contracts.get(f"/clients/{case.client_id}/processors")
    return sorted(
        f"{item['subprocessor']['name']} {item['capacity']}" for item in found["processors"]
    )
