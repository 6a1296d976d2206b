"""An example of what a JSON Schema describes: the author's own where there is one."""

import re
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
# What a text of that name looks like; the pages of the documentation speak of the same bakery.
NAMED: dict[str, Any] = {
    "name": "Bakkerij Het Voorbeeld B.V.",
    "legal_name": "Bakkerij Het Voorbeeld B.V.",
    "client": "Bakkerij Het Voorbeeld B.V.",
    "subprocessor": "Nieuwe Wolk B.V.",
    "legal_entity": "Nieuwe Wolk B.V.",
    "party": "Nieuwe Wolk B.V.",
    "provider": "Voorbeeldhost B.V.",
    "typed_name": "Anna de Vries",
    "contact_person": "Anna de Vries",
    "job_title": "directeur",
    "email": "anna@bakkerij.example",
    "contact": "privacy@bakkerij.example",
    "dpo": "fg@bakkerij.example",
    "phone": "0592 000 000",
    "website": "https://bakkerij.example/",
    "address": "Dorpsstraat 1, 1234 AB Voorbeeldstad",
    "country": "NL",
    "countries": "NL",
    "registration": "12345678",
    "external_id": "K-1001",
    "key": "webhosting",
    "slug": "voorbeeldhost",
    "reference": "VWO-2026-0001",
    "digest": "3f5a" * 16,
    "reason": "Op verzoek van de klant.",
    "file_name": "klanten.csv",
}


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
            name: _named(name, part, definitions)
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


def _named(name: str, schema: Json, definitions: Json) -> Any:
    """What the name says, where the schema lets it; the last page has no ``next``."""
    if name == "next":
        return None
    if name in NAMED and _lets(schema, NAMED[name]):
        return NAMED[name]
    items = schema.get("items", {})
    if name in NAMED and _lets(items, NAMED[name]):
        return [NAMED[name]]
    return example_of(schema, definitions)


def _lets(schema: Json, text: str) -> bool:
    """Whether a text that nothing else is said of may be this one."""
    kinds = [schema, *schema.get("anyOf", [])]
    return not PARTICULAR & schema.keys() and any(
        one.get("type") == "string"
        and not PARTICULAR & one.keys()
        and re.search(one.get("pattern", ""), text)
        for one in kinds
    )


# What says by itself which texts there are.
PARTICULAR = {"examples", "enum", "const", "format", "default"}
