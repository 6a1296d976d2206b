"""Thousands of broken uploads: no failure of ours, no hang, no memory over the limit.

SCHAKEL_FUZZ_SECONDS says for how long (`make fuzz`), SCHAKEL_FUZZ_SEED with which chances.
"""

import os
import random
import resource
import time
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from lxml import etree

from services.documents.builtin.sample import sample
from services.documents.commands.inspect_template import MENDABLE, admit_upload
from services.documents.domain.faults import TemplateFault
from services.documents.engine.compiled import Compiled
from services.documents.engine.lint.inspection import inspect
from services.documents.store.templates import builtin
from tests.documents import quirks
from tests.documents.asking import Client, staff
from tests.documents.hostile import archives, content, fields, ties
from tests.documents.hostile import tags as tagged
from tests.documents.hostile.archives import Attack
from tests.documents.linting import FONTS
from tests.documents.mutations import mutated
from tests.documents.test_renderer import TEMPLATE

SECONDS = float(os.environ.get("SCHAKEL_FUZZ_SECONDS", "6"))
SEED = int(os.environ.get("SCHAKEL_FUZZ_SEED", "2026"))
SLOWEST = 5.0
MEMORY_MB = 400
HOSTILE = [attack for of in (archives, content, ties, fields) for attack in of.attacks()] + [
    *tagged.attacks(),
    *tagged.forbidden(),
]
DATA = {on: sample("agreement", "nl", on) for on in (True, False)}


def seeds() -> list[bytes]:
    """What is broken: every quirk, a template of python-docx, and one of ours."""
    each = [quirks.word(quirk.body) for quirk in quirks.QUIRKS.values()]
    return [*each, quirks.with_margins(), TEMPLATE, builtin("annex", "nl")]


def judged(made: bytes) -> str:
    """What became of it: refused, with errors, or printed well-formed with both samples."""
    try:
        admit_upload(made, "nl")
        found = inspect(made, "agreement", "nl", FONTS)
        template = Compiled(made, "nl")
    except TemplateFault as fault:
        return fault.code
    if any(one.level == "error" for one in found):
        return "errors"
    for data in DATA.values():
        with ZipFile(BytesIO(template.render(data))) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))
    return "printed"


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_no_broken_template_makes_us_fail_hang_or_swell() -> None:
    chance, bases, before = random.Random(SEED), seeds(), peak()
    ends, became, number = time.monotonic() + SECONDS, dict[str, int](), 0
    while time.monotonic() < ends:
        number += 1
        made = mutated(chance.choice(bases), random.Random(f"{SEED}-{number}"))
        begun = time.process_time()
        try:
            result = judged(made)
        except Exception as failure:
            pytest.fail(f"mutation {SEED}-{number}: {type(failure).__name__}: {failure}")
        assert time.process_time() - begun < SLOWEST, f"mutation {SEED}-{number} ({result})"
        became[result] = became.get(result, 0) + 1
    assert peak() - before < MEMORY_MB
    print(f"{number} mutations: {became}")
    assert number > 10
    assert {"printed", "errors"} & became.keys()


async def test_broken_uploads_are_answered_by_the_service(client: Client, tenant_id: UUID) -> None:
    chance, bases = random.Random(SEED + 1), seeds()
    for number in range(24):
        made = mutated(chance.choice(bases), random.Random(f"{SEED}-upload-{number}"))
        answer = await upload(client, tenant_id, made)
        assert answer.status_code in (200, 201, 400), (number, answer.text)


async def test_hostile_uploads_are_refused_or_never_published(
    client: Client, tenant_id: UUID
) -> None:
    for attack in HOSTILE:
        await refused(attack, client, tenant_id)


async def refused(attack: Attack, client: Client, tenant_id: UUID) -> None:
    answer = await upload(client, tenant_id, attack.make())
    if answer.status_code in (200, 201):
        # A draft whose author may mend it: nothing prints it until then.
        assert attack.code in MENDABLE, attack.name
        path = f"/template-versions/{answer.json()['id']}/publications"
        answer = await client.post(path, b"", "application/json", staff(tenant_id))
        assert answer.status_code == 409, answer.text
        return
    known = (attack.code, "body-too-large", "file-empty")
    assert answer.json()["type"] in {f"urn:schakel:problem:{code}" for code in known}, attack.name


async def upload(client: Client, tenant_id: UUID, made: bytes) -> Any:
    path = "/templates/agreement/nl/versions?name=x.docx"
    return await client.post(path, made, "application/octet-stream", staff(tenant_id))


def test_the_same_chance_breaks_a_template_in_the_same_way() -> None:
    twice = {mutated(TEMPLATE, random.Random(7)) for _ in range(2)}
    assert len(twice) == 1
