"""The API document holds: whatever it allows to be sent, what comes back is what it tells."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.local.processes import free_port
from tests.contracts.house import Json
from tests.contracts.running import Running
from tests.portal.stub import serving

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Of what belongs to nobody, or would end what the others are asked about.
LEFT_OUT = ("/clock",)
EXAMPLES = {"owner": 10, "officer": 3, "viewer": 2, "auditor": 2, "contact": 3, "nobody": 1}


async def _filled(running: Running) -> dict[str, Any]:
    """Identifiers of rows that are there, by the name that paths give them."""
    owner, client = running.house.owner, running.clients["general"]
    read = await owner.get(f"/clients/{client['client_id']}")
    agreement = await owner.get(f"/agreements/{client['agreement_id']}")
    return {
        "client_id": client["client_id"],
        "contact_id": read["contacts"][0]["id"],
        "agreement_id": client["agreement_id"],
        "version_id": agreement["versions"][0]["id"],
        "change_id": running.change["id"],
        "product_id": running.goods.product,
        "subprocessor_id": running.goods.old_party,
        "link_id": running.goods.old_link,
        "number": 1,
        "slug": "voorbeeldhost",
    }


async def _fill_by_example(running: Running, document: Json, ids: dict[str, Any]) -> None:
    """What else can be made by sending the document's own examples."""
    for path, item in document["paths"].items():
        content = item.get("post", {}).get("requestBody", {}).get("content", {})
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        known = path.format(**ids) if set(names) <= set(ids) else None
        if known is None or "application/json" not in content or path in LEFT_OUT:
            continue
        body = _with(content["application/json"]["example"], ids)
        headers = {"Authorization": f"Bearer {running.house.owner.token}", "If-Match": "*"}
        answer = await running.house.client.post(known, json=body, headers=headers)
        kept = [one for one in document["paths"] if one.startswith(f"{path}/{{")]
        if answer.status_code == 201 and kept and "id" in answer.json():
            ids.setdefault(kept[0].split("{")[-1].split("}")[0], answer.json()["id"])


def _with(body: Any, ids: Mapping[str, Any]) -> Any:
    """The body about rows that are there."""
    if isinstance(body, dict):
        return {key: ids.get(key) or _with(value, ids) for key, value in body.items()}
    return [_with(one, ids) for one in body] if isinstance(body, list) else body


async def _tokens(running: Running) -> dict[str, str]:
    contact = await running.contact("general", "notice")
    staff = {role: running.house.staff(role).token for role in list(EXAMPLES)[:4]}
    return staff | {"contact": contact.token, "nobody": "x.y.z"}


def _explore(url: str, document: Json, ids: Mapping[str, Any], token: str, examples: int) -> None:
    """With the identifiers of rows that are there: any other finds nothing but 404."""
    schema = schemathesis.openapi.from_dict(document)
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in LEFT_OUT:
            continue

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = ids.get(name, case.path_parameters[name])
            if isinstance(case.body, dict):
                case.body = _with(case.body, ids)
            headers = {"Authorization": f"Bearer {token}"}
            if len((case.headers or {}).get("If-Match", "")) % 2:
                headers["If-Match"] = "*"
            answer = case.call(base_url=url, headers=headers)
            case.validate_response(answer, checks=CHECKS)

        ask()


@pytest.mark.parametrize("role", EXAMPLES)
async def test_nothing_is_answered_that_the_document_does_not_tell(
    running: Running, role: str
) -> None:
    app = running.house.app
    ids = await _filled(running)
    token = (await _tokens(running))[role]
    port = free_port()
    async with serving(app, port):
        url = f"http://127.0.0.1:{port}"
        document = app.openapi_schema.to_schema()
        await _fill_by_example(running, document, ids)
        await asyncio.to_thread(_explore, url, document, ids, token, EXAMPLES[role])
