"""An example of what a JSON Schema describes: the author's own where there is one."""

from typing import Any

Json = dict[str, Any]
FORMATS = {
    "date": "2026-12-01",
    "date-time": "2026-12-01T09:00:00Z",
    "uuid": "019a0000-0000-7000-8000-000000000001",
    "email": "anna@bakkerij.example",
    "uri": "https://bakkerij.example/",
}
PLAIN: Json = {"boolean": True, "null": None, "object": {}}


def example_of(schema: Json, definitions: Json) -> Any:
    """Valid for the schema, but for patterns: these need an example of their own."""
    if "$ref" in schema:
        named = definitions[schema["$ref"].rpartition("/")[2]]
        return example_of(named | {k: v for k, v in schema.items() if k != "$ref"}, definitions)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("example", "const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if options := [one for one in schema.get(key, []) if one.get("type") != "null"]:
            return example_of(options[0], definitions)
    return _of_type(schema, definitions)


def _of_type(schema: Json, definitions: Json) -> Any:
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        required = schema.get("required", [])
        return {
            name: example_of(part, definitions)
            for name, part in schema.get("properties", {}).items()
            if name in required or part.get("examples")
        }
    if kind == "array":
        return [example_of(schema.get("items", {}), definitions)]
    if kind == "string":
        text = FORMATS.get(schema.get("format", ""), "voorbeeld")
        return text.ljust(schema.get("minLength", 0), ".")[: schema.get("maxLength", 4000)]
    if kind in ("integer", "number"):
        return max(1, int(schema.get("minimum", 1)))
    return PLAIN.get(kind or "object", {})
