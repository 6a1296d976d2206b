import hashlib
import json
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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


LEAVES = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(max_size=8)
SNAPSHOTS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        LEAVES,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    max_size=5,
)


@given(snapshot=SNAPSHOTS, seed=st.integers())
def test_any_snapshot_has_one_digest_whatever_the_order_of_its_keys(
    snapshot: dict[str, Any], seed: int
) -> None:
    mixed = shuffled(snapshot, random.Random(seed))
    assert digest_of(canonical(mixed)) == digest_of(canonical(snapshot))


@given(one=SNAPSHOTS, other=SNAPSHOTS)
def test_two_snapshots_have_one_digest_only_when_they_say_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest_of(canonical(one)) == digest_of(canonical(other))) == same
