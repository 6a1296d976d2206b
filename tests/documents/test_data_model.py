"""The published data model, and the samples that go with it."""

from collections.abc import Iterator
from typing import Any

import pytest
import rfc8785

from services.documents.builtin.sample import sample
from services.documents.domain.data_model import data_model, paths
from services.documents.domain.field import ARTICLES, Field
from services.documents.domain.kinds import BASES, KINDS, LANGUAGES, NAMES, TemplateKind
from services.documents.domain.wording import day, moment
from shared.text import Language
from tests.documents import samples
from tests.documents.hard import hardened

PLAIN = {"text": str, "number": int, "boolean": bool, "date": str, "moment": str}


def mistakes(field: Field, value: Any, path: str = "") -> Iterator[str]:
    """Where data are not what the model says; an absent name is none where it may be absent."""
    if value is None:
        if field.presence == "always":
            yield f"{path} is null"
    elif field.type == "record":
        yield from _of_record(field, value, path)
    elif field.type == "list":
        for one in value:
            yield from _of_record(field, one, f"{path}[]") if field.children else ()
            if not field.children and type(one) is not str:
                yield f"{path}[] is no text"
    elif type(value) is not PLAIN[field.type]:
        yield f"{path} is a {type(value).__name__}"
    elif field.values and value not in field.values:
        yield f"{path} is {value}"
    elif field.type in ("date", "moment"):
        (day if field.type == "date" else moment)(value, "nl")


def _of_record(field: Field, value: Any, path: str) -> Iterator[str]:
    known = {one.name for one in field.children}
    yield from (f"{path}.{name} is unknown" for name in value.keys() - known)
    for one in field.children:
        if one.name in value:
            yield from mistakes(one, value[one.name], f"{path}.{one.name}")
        elif one.presence != "absent":
            yield f"{path}.{one.name} is not there"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("all_on", [True, False])
def test_a_sample_is_what_the_model_says(
    kind: TemplateKind, language: Language, all_on: bool
) -> None:
    told = sample(kind, language, all_on)
    assert list(mistakes(data_model(kind), told)) == []
    assert list(mistakes(data_model(kind), hardened(data_model(kind), told))) == []
    rfc8785.dumps(told)


@pytest.mark.parametrize("kind", KINDS)
def test_the_one_sample_knows_everything_and_the_other_nothing(kind: TemplateKind) -> None:
    told, off = sample(kind, "nl", all_on=True), sample(kind, "nl", all_on=False)
    for path, field in paths(kind).items():
        if "[]" in path or path.startswith(("earlier_signature", "own_paper")):
            continue
        value, without = _at(told, path), _at(off, path)
        assert type(value) is not bool or value, path
        assert value not in (None, []), path
        assert field.presence == "always" or without is None, path
        if field.type == "list":
            assert len(value) > 1 or field.children == (), path
            assert without == [] or without is None, path


def _at(data: Any, path: str) -> Any:
    for name in path.split("."):
        data = None if data is None else data[name]
    return data


def test_a_sample_may_be_changed_without_changing_the_next() -> None:
    sample("agreement", "nl", all_on=True)["provider"]["name"] = "anders"
    sample("agreement", "nl", all_on=True)["processings"][0]["measures"].clear()
    assert sample("agreement", "nl", all_on=True)["provider"]["name"] == "Voorbeeldhost"
    assert sample("agreement", "nl", all_on=True)["processings"][0]["measures"]


@pytest.mark.parametrize(
    "snapshot",
    [
        samples.general_nl(),
        samples.specific_nl(),
        samples.general_en(),
        samples.unknown_facts(),
        samples.hostile(),
    ],
    ids=["general", "specific", "english", "unknown", "hostile"],
)
def test_what_is_rendered_of_a_frozen_version_is_in_the_model(snapshot: samples.Snapshot) -> None:
    signature = samples.signature_of(snapshot)
    told = samples.context(snapshot, signature, samples.recorded(signature, "uploaded_copy"))
    wrong = list(mistakes(data_model("agreement"), told))
    # A bare sub-processor of these samples lacks what contracts never leaves out.
    assert [one for one in wrong if not one.startswith(".subprocessors[].product")] == []


def test_an_agreement_carries_every_element_of_the_law_and_an_annex_those_of_its_parts() -> None:
    def carried(kind: TemplateKind) -> set[str]:
        return {one.element for one in paths(kind).values() if one.element}

    assert carried("agreement") == set(ARTICLES)
    left = {"authorisation", "notice", "objection", "end-of-data"}
    assert carried("annex") == set(ARTICLES) - left
    assert all(
        one.article == ARTICLES[one.element] for one in paths("agreement").values() if one.element
    )


def test_every_kind_has_a_name_and_a_basis_and_every_field_a_description() -> None:
    assert NAMES.keys() == BASES.keys() == set(KINDS)
    for kind in KINDS:
        for path, field in paths(kind).items():
            assert field.description.endswith("."), path
            names = [one.name for one in field.children]
            assert len(names) == len(set(names)), path
