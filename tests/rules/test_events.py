"""Events are additive only, carry identifiers and no personal data."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.events import EVENTS

SCHEMAS = Path(__file__).resolve().parents[2] / "shared/events/schemas"
PERSONAL = {"name", "email", "address", "phone", "ip", "user_agent", "grounds", "typed_name"}


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    found = dict(schema["properties"])
    for inner in schema.get("$defs", {}).values():
        found |= inner["properties"]
    return found


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_still_says_all_that_its_committed_schema_says(name: str) -> None:
    committed = json.loads((SCHEMAS / f"{name}.json").read_text())
    today = EVENTS[name].model_json_schema()
    assert _properties(committed).items() <= _properties(today).items()
    assert set(committed["required"]) == set(today["required"])


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_no_field_for_personal_data(name: str) -> None:
    assert not PERSONAL & set(_properties(EVENTS[name].model_json_schema()))


def test_every_committed_schema_belongs_to_an_event() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(EVENTS)
