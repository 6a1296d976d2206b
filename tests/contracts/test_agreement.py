import hashlib
import json
import random
from typing import Any

from services.contracts.domain.agreement import canonical, digest_of


def shuffled(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    if isinstance(value, list):
        return [shuffled(one, rng) for one in value]
    return value


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    rng = random.Random(28)
    snapshot = {"b": [{"z": 1, "a": None}, "é"], "a": {"€": True, "1": "x", "ö": 2}}
    texts = {canonical(shuffled(snapshot, rng)) for _ in range(50)}
    assert len(texts) == 1
    (text,) = texts
    assert json.loads(text) == snapshot
    assert digest_of(text) == hashlib.sha256(text.encode()).digest()


def test_keys_sort_as_rfc_8785_says() -> None:
    assert canonical({"\U0001f600": 1, "\ufb33": 2, "a": 3}) == '{"a":3,"\U0001f600":1,"\ufb33":2}'
