"""The API document (OpenAPI 3.1): one place that says of every operation what it takes, what it
answers and how it refuses, read from the handlers themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI
from litestar.types.builtin_types import NoneType
from pydantic import PydanticUserError, TypeAdapter

from shared.examples import example_of
from shared.identity import GRANTS
from shared.parameters import meaning_of
from shared.problems import MEDIA_TYPE, PROBLEMS, Problem

Json = dict[str, Any]
JSON = "application/json"
REF = "#/components/schemas/{model}"
READ = ("get", "head")
SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of one hour: for staff from POST /access-tokens of the portal.",
    },
    "application": {
        "type": "oauth2",
        "description": "An integration (RFC 6749, 4.4), made by an owner in the portal.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {
                    "read": "Read what a viewer reads.",
                    "write": "Do what a privacy officer does.",
                    "onboard": "Take on clients, and nothing else.",
                },
            }
        },
    },
}
REPEAT: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "One word of yours for one thing to be done: sent again within seven days, the"
    " same call does nothing more and is told what it was told.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "example": "order-20261201-17",
}
REPLAYED: Json = {
    "description": "`true` when the same call was answered before under its Idempotency-Key.",
    "schema": {"type": "string"},
}
RETRY = {
    "Retry-After": {
        "description": "Seconds after which the same call may succeed.",
        "schema": {"type": "integer", "minimum": 0},
    }
}


class Operation(NamedTuple):
    path: str
    method: str
    handler: HTTPRouteHandler

    @property
    def body(self) -> Any:
        found = self.handler.parsed_fn_signature.parameters.get("data")
        return found.annotation if found else None

    @property
    def streamed(self) -> Any:
        """What an answer that is written piece by piece adds up to."""
        return self.handler.opt.get("streams")

    @property
    def answer(self) -> Any:
        if self.streamed:
            return self.streamed
        returned = self.handler.parsed_fn_signature.return_type
        if returned.is_subclass_of(Response):
            return returned.inner_types[0].annotation if returned.inner_types else None
        return returned.annotation

    @property
    def capacities(self) -> list[tuple[str, ...]]:
        """Of each guard that names some: who passes it."""
        guards = self.handler.resolve_guards()
        return [guard.capacities for guard in guards if hasattr(guard, "capacities")]

    @property
    def open(self) -> bool:
        return bool(self.handler.opt.get("exclude_from_auth"))

    @property
    def repeatable(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method == "post" and bool(self.handler.opt.get("repeatable"))


@dataclass
class Document(OpenAPI):
    """Litestar's description, told in full; schemas come from pydantic, which does the checking."""

    operations: Callable[[], list[Operation]] = list
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def _exclude_fields(self) -> set[str]:
        return {"operations", "words"}

    def to_schema(self) -> Json:
        told = super().to_schema()
        operations = self.operations()
        schemas, definitions = _schemas(operations)
        for name, schema in definitions.items():
            # Generators name a class by it.
            schema["title"] = name.replace("-", "")
        told["components"] = {
            "schemas": told.get("components", {}).get("schemas", {}) | definitions,
            "securitySchemes": SECURITY,
        }
        for one in operations:
            entry = told["paths"][one.path][one.method]
            _describe(entry, one, self.words)
            _take(entry, schemas.get((one, "validation")), definitions)
            _answer(entry, one, schemas.get((one, "serialization")), definitions)
            _refuse(entry, one)
        used = _reachable(told["paths"], told["components"]["schemas"])
        told["components"]["schemas"] = {
            name: schema for name, schema in told["components"]["schemas"].items() if name in used
        }
        return told


@dataclass
class DocumentConfig(OpenAPIConfig):
    """``app`` is set when there is one; ``words`` say what the service's parameters mean."""

    app: Litestar | None = field(default=None)
    words: Mapping[str, str] = field(default_factory=dict)

    def to_openapi_schema(self) -> OpenAPI:
        plain = super().to_openapi_schema()
        return Document(
            info=plain.info,
            servers=plain.servers,
            components=plain.components,
            paths={},
            operations=lambda: list(operations_of(self.app)),
            words=self.words,
        )


def operation_id(handler: HTTPRouteHandler, *_: Any) -> str:
    """A verb and a noun, the same wherever the path moves: the handler's name, unless it says
    otherwise."""
    return str(handler.operation_id or handler.handler_name)


def operations_of(app: Litestar | None) -> Iterator[Operation]:
    """What the document describes, in the order of the routes."""
    for route in app.routes if app else ():
        for method, (handler, _) in getattr(route, "route_handler_map", {}).items():
            if method != "OPTIONS" and handler.resolve_include_in_schema():
                yield Operation(route.path_format, method.lower(), handler)


def _schemas(operations: list[Operation]) -> tuple[dict[tuple[Operation, str], Json], Json]:
    inputs = [
        (one, mode, adapter)
        for one in operations
        for mode, kind in (("validation", one.body), ("serialization", one.answer))
        if (adapter := _adapter(kind)) is not None
    ]
    wanted = [*inputs, ("problem", "validation", TypeAdapter(Problem))]
    found, definitions = TypeAdapter.json_schemas(cast("Any", wanted), ref_template=REF)
    short: tuple[Any, Json] = _short((found, definitions.get("$defs", {})))
    return short


def _short(told: Any) -> Any:
    """Two models of one name are told apart by their noun, not by the path of their module."""
    if isinstance(told, dict):
        return {_named(key): _short(value) for key, value in told.items()}
    if isinstance(told, list | tuple) and not isinstance(told, Operation):
        return type(told)(_short(value) for value in told)
    return _named(told) if isinstance(told, str) and told.startswith("#/") else told


def _named(key: Any) -> Any:
    if not isinstance(key, str) or "__" not in key:
        return key
    before, _, name = key.rpartition("/")
    noun, kind = name.split("__")[-2:]
    short = "".join(part.capitalize() for part in noun.split("_")) + kind
    return f"{before}/{short}" if before else short


def _adapter(kind: Any) -> TypeAdapter[Any] | None:
    """Nothing for what pydantic can't describe, such as a file that is streamed."""
    if kind in (None, NoneType, Any):
        return None
    try:
        adapter = TypeAdapter[Any](kind)
        adapter.json_schema()
    except (PydanticUserError, TypeError):
        return None
    return adapter


def _describe(entry: Json, one: Operation, words: Mapping[str, str]) -> None:
    entry["summary"] = (
        one.handler.summary or operation_id(one.handler).replace("_", " ").capitalize()
    )
    entry["tags"] = [one.path.split("/")[1] or "portal"]
    for parameter in entry.get("parameters", []):
        parameter["schema"] = _not_null(parameter["schema"])
        if not parameter.get("description"):
            parameter["description"] = meaning_of(parameter, operation_id(one.handler), words)
        if parameter["in"] == "header" and parameter["name"].lower() == "if-match":
            parameter["example"] = '"0123456789abcdef0123456789abcdef"'
    if one.repeatable:
        entry.setdefault("parameters", []).append(REPEAT)
    if one.open:
        entry["security"] = []
        return
    if named := one.capacities:
        passes = [name for name in named[0] if all(name in others for others in named)]
        entry["description"] = f"{entry.get('description', '')}\n\nOpen to: {', '.join(passes)}."
    scopes = [
        scope
        for scope, capacity in GRANTS.items()
        if all(capacity in capacities for capacities in one.capacities)
    ]
    entry["security"] = [{"token": []}, *({"application": [scope]} for scope in scopes)]


def _not_null(schema: Json) -> Json:
    """A query has no null: it leaves the parameter out."""
    found = [one for one in schema.get("oneOf", []) if one.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key != "oneOf"}
    if len(found) == 1:
        return {**found[0], **rest}
    return {"oneOf": found} | rest if found else rest


def _take(entry: Json, schema: Json | None, definitions: Json) -> None:
    for kind, content in entry.get("requestBody", {}).get("content", {}).items():
        if kind == JSON and schema:
            content["schema"] = schema
            content["example"] = example_of(schema, definitions)


def _answer(entry: Json, one: Operation, schema: Json | None, definitions: Json) -> None:
    answer = entry["responses"][str(one.handler.status_code)]
    answer["description"] = _sentence(one.handler)
    if one.answer is bytes and JSON in (answer.get("content") or {}):
        # A file of one of several kinds, of which its own header tells.
        answer["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
        return
    if schema and JSON in (answer.get("content") or {}):
        answer["content"][JSON] = {"schema": schema, "example": example_of(schema, definitions)}
    if one.repeatable:
        answer.setdefault("headers", {})["Idempotent-Replayed"] = REPLAYED
    returned = one.handler.parsed_fn_signature.return_type
    if returned.is_subclass_of(Response) and schema and not one.streamed:
        answer.setdefault("headers", {})["ETag"] = {
            "description": "Send it back in If-Match to change what you saw.",
            "schema": {"type": "string"},
        }


def _sentence(handler: HTTPRouteHandler) -> str:
    text = handler.response_description or handler.fn.__doc__ or "Done."
    return " ".join(text.split("\n\n")[0].split())


def _refuse(entry: Json, one: Operation) -> None:
    named = {parameter["name"].lower() for parameter in entry.get("parameters", [])}
    changes = one.method not in READ
    asked = bool(named) or changes
    applies = {
        400: asked,
        401: not one.open,
        403: not one.open or changes,
        404: asked,
        409: asked,
        412: "if-match" in named,
        413: "requestBody" in entry,
        428: "if-match" in named,
        429: True,
        503: True,
    }
    for status, does in applies.items():
        if does:
            entry["responses"][str(status)] = _problem(status)


def _problem(status: int) -> Json:
    title, code, detail = PROBLEMS[status]
    example = {
        "type": f"urn:schakel:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    content = {"schema": {"$ref": REF.format(model="Problem")}, "example": example}
    answer: Json = {"description": title, "content": {MEDIA_TYPE: content}}
    return answer | ({"headers": RETRY} if status in (429, 503) else {})


def _reachable(start: Any, schemas: Json) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return found
