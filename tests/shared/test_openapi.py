"""The API document is told from the handlers, and a generated client could live by it."""

import json
from typing import Any

import jsonschema
import pytest
from litestar import Litestar, Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import BaseModel, Field, SecretStr

from shared.etag import IfMatch
from shared.examples import example_of
from shared.identity import new_key
from shared.settings import Settings
from shared.web import create_litestar, only


class Pet(BaseModel):
    name: str = Field(min_length=1, examples=["Bes"])
    legs: int = Field(default=4, ge=0)
    friends: tuple[str, ...] = ()


@get("/pets", guards=[only("owner", "viewer")])
async def list_pets(after: FromQuery[str | None] = None) -> list[Pet]:
    """The pets that there are."""
    return []


@post("/pets", guards=[only("owner", "officer", "onboard")])
async def add_pet(data: JSONBody[Pet]) -> Pet:
    """Take one in."""
    return data


@patch("/pets/{name:str}", guards=[only("owner")])
async def rename_pet(
    name: FromPath[str], data: JSONBody[Pet], if_match: IfMatch = None
) -> Response[Pet]:
    """Call it otherwise."""
    return Response(data)


@get("/open", exclude_from_auth=True)
async def read_open() -> dict[str, str]:
    """For anybody."""
    return {}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    private, public = new_key()
    settings = Settings(
        database_url=SecretStr("postgresql://nowhere"),
        port=1,
        signing_key=SecretStr(private),
        public_keys=json.dumps({"portal": public}),  # type: ignore[arg-type]
    )
    handlers = [list_pets, add_pet, rename_pet, read_open]
    app: Litestar = create_litestar("contracts", settings, handlers, [])
    return app.openapi_schema.to_schema()


def test_an_operation_is_called_as_its_handler(told: dict[str, Any]) -> None:
    add = told["paths"]["/pets"]["post"]
    assert (add["operationId"], add["summary"]) == ("add_pet", "Add pet")
    assert add["description"] == "Take one in.\n\nOpen to: owner, officer, onboard."


def test_schemas_are_those_that_do_the_checking(told: dict[str, Any]) -> None:
    friends = told["components"]["schemas"]["Pet"]["properties"]["friends"]
    assert friends["items"] == {"type": "string"}
    after = told["paths"]["/pets"]["get"]["parameters"][0]["schema"]
    assert after == {"type": "string"}


def test_each_operation_names_the_scopes_that_open_it(told: dict[str, Any]) -> None:
    def scopes(path: str, method: str) -> list[str]:
        needs = told["paths"][path][method]["security"]
        return [name for need in needs for name in need.get("application", [])]

    assert scopes("/pets", "get") == ["read"]
    assert scopes("/pets", "post") == ["write", "onboard"]
    assert scopes("/pets/{name}", "patch") == []
    assert told["paths"]["/open"]["get"]["security"] == []


def test_every_refusal_that_applies_is_told_as_a_problem(told: dict[str, Any]) -> None:
    renamed = told["paths"]["/pets/{name}"]["patch"]["responses"]
    assert {"400", "401", "403", "404", "409", "412", "413", "428", "429", "503"} < set(renamed)
    refused = renamed["412"]["content"]["application/problem+json"]
    assert refused["schema"] == {"$ref": "#/components/schemas/Problem"}
    jsonschema.validate(refused["example"], told["components"]["schemas"]["Problem"])
    assert "ETag" in renamed["200"]["headers"]
    assert "401" not in told["paths"]["/open"]["get"]["responses"]
    assert "428" not in told["paths"]["/pets"]["post"]["responses"]


def test_a_body_has_an_example_of_its_authors(told: dict[str, Any]) -> None:
    body = told["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]
    assert body["example"] == {"name": "Bes"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1},
        {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 7}]},
        {"type": "string", "minLength": 12},
        {"type": "object", "properties": {"a": {"enum": ["x"]}}, "required": ["a"]},
        {"const": 3},
        {"type": "boolean"},
    ],
)
def test_an_example_holds_for_what_it_exemplifies(schema: dict[str, Any]) -> None:
    jsonschema.validate(example_of(schema, {}), schema)
