"""Every service tells its whole API: each operation has a name, a sentence, and an example that
its own checks let through."""

import json
from typing import Any, cast

import pytest
from litestar import Litestar
from pydantic import SecretStr, TypeAdapter, ValidationError

from services.contracts.app import create_app as contracts
from services.contracts.settings import ContractsSettings
from services.documents.app import create_app as documents
from services.documents.settings import DocumentsSettings
from services.notifications.app import create_app as notifications
from services.notifications.settings import Settings as NotificationsSettings
from services.portal.app import create_app as portal
from services.portal.settings import PortalSettings
from shared.identity import new_key
from shared.openapi import Document

PRIVATE, PUBLIC = new_key()
TOLD: dict[str, Any] = {
    "database_url": SecretStr("postgresql://nowhere"),
    "signing_key": SecretStr(PRIVATE),
    "public_keys": json.dumps({"portal": PUBLIC}),
}
STORAGE: dict[str, Any] = {
    "s3_access_key": SecretStr("a"),
    "s3_secret_key": SecretStr("b"),
    "seal_key": SecretStr(PRIVATE),
}
MAIL: dict[str, Any] = {
    "contracts_url": "http://127.0.0.1:1",
    "portal_url": "http://127.0.0.1:1",
    "smtp_host": "127.0.0.1",
    "smtp_port": 1,
    "mail_from": "post@schakel.example",
}


def _apps() -> dict[str, Litestar]:
    return {
        "contracts": contracts(ContractsSettings(**TOLD)),
        "documents": documents(DocumentsSettings(**TOLD, **STORAGE)),
        "notifications": notifications(NotificationsSettings(**TOLD, **MAIL)),
        "portal": portal(PortalSettings(**TOLD)),
    }


@pytest.fixture(scope="module")
def apps() -> dict[str, Litestar]:
    return _apps()


@pytest.mark.parametrize("name", ["contracts", "documents", "notifications", "portal"])
def test_every_operation_has_a_sentence_and_a_name_of_its_own(
    apps: dict[str, Litestar], name: str
) -> None:
    told = apps[name].openapi_schema.to_schema()
    assert told["openapi"].startswith("3.1")
    entries = [entry for item in told["paths"].values() for entry in item.values()]
    ids = [entry["operationId"] for entry in entries]
    assert len(ids) == len(set(ids))
    assert [entry["operationId"] for entry in entries if not entry.get("description")] == []


@pytest.mark.parametrize("name", ["contracts", "documents", "notifications", "portal"])
def test_every_example_of_a_body_passes_the_checks(apps: dict[str, Litestar], name: str) -> None:
    wrong = {}
    document = cast("Document", apps[name].openapi_schema)
    paths = document.to_schema()["paths"]
    for one in document.operations():
        entry = paths[one.path][one.method]
        content = entry.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        try:
            TypeAdapter(one.body).validate_python(content["example"])
        except ValidationError as error:
            wrong[one.handler.handler_name] = str(error.errors()[0]["loc"]) + str(
                error.errors()[0]["msg"]
            )
    assert wrong == {}, "\n".join(f"{k}: {v}" for k, v in wrong.items())


VERBS = {
    "accept", "activate", "add", "advance", "amend", "approve", "check", "confirm", "decide",
    "discard", "dismiss", "download", "edit", "erase", "halt", "issue", "leave", "link",
    "list", "move", "onboard", "override", "place", "preview", "publish", "read", "record",
    "remove", "renew", "replay", "resume", "retire", "review", "revise", "rotate", "send", "settle",
    "sign", "terminate", "test", "withdraw",
}  # fmt: skip
OF_METHOD = {"get": {"list", "read", "download", "check", "link"}, "patch": {"edit"}}


def test_every_operation_is_named_by_a_verb_and_a_noun_once_in_the_house(
    apps: dict[str, Litestar],
) -> None:
    """The audit trail of all services names what was done by it."""
    told = [
        (method, entry["operationId"])
        for app in apps.values()
        for path, item in app.openapi_schema.to_schema()["paths"].items()
        for method, entry in item.items()
        if path != "/health"
    ]
    ids = [name for _, name in told]
    assert [name for name in ids if ids.count(name) > 1] == []
    wrong = [
        name
        for method, name in told
        if name.partition("_")[0] not in OF_METHOD.get(method, VERBS) or "_" not in name
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["contracts", "documents", "notifications", "portal"])
def test_every_answer_has_an_example_of_its_own_kind(apps: dict[str, Litestar], name: str) -> None:
    wrong = {}
    document = cast("Document", apps[name].openapi_schema)
    paths = document.to_schema()["paths"]
    for one in document.operations():
        answer = paths[one.path][one.method]["responses"][str(one.handler.status_code)]
        content = answer.get("content", {}).get("application/json")
        if content is None:
            continue
        try:
            TypeAdapter(one.answer).validate_json(json.dumps(content["example"]))
        except ValidationError as error:
            wrong[one.handler.handler_name] = str(error.errors()[0])
    assert wrong == {}


@pytest.mark.parametrize("name", ["contracts", "documents", "notifications", "portal"])
def test_every_parameter_says_what_it_means(apps: dict[str, Litestar], name: str) -> None:
    paths = apps[name].openapi_schema.to_schema()["paths"]
    silent = {
        f"{parameter['name']} of {entry['operationId']}"
        for item in paths.values()
        for entry in item.values()
        for parameter in entry.get("parameters", [])
        if not parameter.get("description")
    }
    assert silent == set()
