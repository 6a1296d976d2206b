"""What an operation makes is named in the audit trail."""

import inspect
import json
from typing import Any

from pydantic import BaseModel, SecretStr

from services.contracts.app import create_app
from services.contracts.settings import ContractsSettings
from shared.identity import new_key
from shared.openapi import operations_of

PRIVATE, PUBLIC = new_key()


def test_who_makes_a_record_tells_the_audit_trail_its_id() -> None:
    """Wrap the answer in ``tagged(…)`` or ``made(…)`` inside ``within(request)``."""
    settings = ContractsSettings(
        database_url=SecretStr("postgresql://nowhere"),
        signing_key=SecretStr(PRIVATE),
        public_keys=json.dumps({"portal": PUBLIC}),  # type: ignore[arg-type]
    )
    forgot = []
    for one in operations_of(create_app(settings)):
        if one.method == "post" and _makes_a_record(one.answer, one.path):
            source = inspect.getsource(one.handler.fn)
            if "tagged(" not in source and "made(" not in source:
                forgot.append(one.handler.handler_name)
    assert forgot == []


def _makes_a_record(kind: Any, path: str) -> bool:
    """It answers with a record whose id does not stand in the path already."""
    if not isinstance(kind, type) or not issubclass(kind, BaseModel):
        return False
    return "id" in kind.model_fields and f"{{{kind.__name__.lower()}_id}}" not in path
