"""A provider's own templates, over HTTP and with real storage."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.documents.commands.keep_object import sweep_stranded
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.stored import Stored, key_of, stored
from services.documents.domain.template import DOCX, ENDING, LARGEST
from services.documents.store import kept
from services.documents.store.objects import Objects
from shared.database import tenant_transaction
from shared.errors import Unavailable
from shared.identity import Actor
from tests.acts import trail_of
from tests.conftest import Database
from tests.documents.asking import Client, contact, reseller, service, staff
from tests.documents.drafts import draft
from tests.documents.own import own

OWN = own("Eigen bijlagen van {{ provider.legal_name }}.", "annex")
OTHER = own("Andere bijlagen van {{ provider.legal_name }}.", "annex")
PATH = "/templates/annex/nl/versions"


async def upload(
    client: Client, actor: Actor, content: bytes = OWN, path: str = PATH, name: str = "eigen.docx"
) -> dict[str, Any]:
    answer = await client.post(f"{path}?name={name}", content, DOCX, actor)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def post(client: Client, path: str, body: str, actor: Actor) -> Any:
    return await client.post(path, body, "application/json", actor)


async def publish(client: Client, version_id: str, actor: Actor) -> dict[str, Any]:
    answer = await post(client, f"/template-versions/{version_id}/publications", "{}", actor)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def in_force(client: Client, actor: Actor) -> Any:
    answer = await client.get("/templates?kind=annex&language=nl", actor)
    (template,) = answer.json()["items"]
    return template["in_force"]


async def test_an_upload_is_a_draft_that_prints_nothing(client: Client, tenant_id: UUID) -> None:
    clerk = staff(tenant_id)
    version = await upload(client, clerk)
    assert (version["state"], version["origin"], version["known"]) == ("draft", "uploaded", False)
    assert version["digest"] == hashlib.sha256(OWN).hexdigest()
    assert (version["size"], version["name"]) == (len(OWN), "eigen.docx")
    assert version["uploaded_by"] == str(clerk.id)
    read = await client.get(f"/template-versions/{version['id']}", staff(tenant_id, "viewer"))
    assert read.json().items() <= version.items()
    assert await in_force(client, clerk) is None


async def test_the_same_bytes_again_are_the_same_version_and_that_is_told(
    client: Client, tenant_id: UUID
) -> None:
    first = await upload(client, staff(tenant_id))
    again = await upload(client, staff(tenant_id), name="nogmaals.docx")
    assert again == first | {"known": True}
    english = await upload(client, staff(tenant_id), path="/templates/annex/en/versions")
    assert english["id"] != first["id"]
    assert english["known"] is False


async def test_of_what_is_published_one_version_is_in_force(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    one, two = await upload(client, clerk), await upload(client, clerk, OTHER)
    published = await publish(client, one["id"], clerk)
    assert (published["state"], published["published_by"]) == ("in_force", str(clerk.id))
    assert await in_force(client, clerk) == published
    await publish(client, two["id"], clerk)
    listed = (await client.get(PATH, clerk)).json()["items"]
    assert [(item["id"], item["state"]) for item in listed] == [
        (two["id"], "in_force"),
        (one["id"], "replaced"),
    ]
    await publish(client, one["id"], clerk)
    assert (await in_force(client, clerk))["id"] == one["id"]


async def test_who_publishes_twice_publishes_once(client: Client, tenant_id: UUID) -> None:
    version = await upload(client, staff(tenant_id))
    first = await publish(client, version["id"], staff(tenant_id))
    assert await publish(client, version["id"], staff(tenant_id)) == first


async def test_of_those_who_publish_at_once_the_last_prints_and_only_that(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    made = [await upload(client, clerk, own(f"Versie {i}", "annex")) for i in range(4)]
    published = await asyncio.gather(*(publish(client, one["id"], clerk) for one in made))
    assert [one["state"] for one in published] == ["in_force"] * 4
    states = [one["state"] for one in (await client.get(PATH, clerk)).json()["items"]]
    assert sorted(states) == ["in_force", *["replaced"] * 3]


async def test_after_a_retirement_the_built_in_holds_and_no_older_version(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    one, two = await upload(client, clerk), await upload(client, clerk, OTHER)
    for version in (one, two):
        await publish(client, version["id"], clerk)
    path = f"/template-versions/{two['id']}/retirements"
    answer = await post(client, path, '{"reason": "Artikel 7 klopt niet."}', clerk)
    assert answer.status_code == 201, answer.text
    retired = answer.json()
    assert (retired["state"], retired["reason"]) == ("retired", "Artikel 7 klopt niet.")
    assert retired["retired_by"] == str(clerk.id)
    assert await in_force(client, clerk) is None
    again = await post(client, path, '{"reason": "Nogmaals."}', clerk)
    assert (again.status_code, again.json()["state"]) == (409, "retired")
    assert again.json()["type"] == "urn:schakel:problem:template-not-in-force"
    await publish(client, two["id"], clerk)
    assert (await in_force(client, clerk))["id"] == two["id"]


async def test_versions_are_listed_page_by_page_and_by_state(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    made = [(await upload(client, clerk, own(f"Versie {i}", "annex")))["id"] for i in range(3)]
    await publish(client, made[1], clerk)
    first = (await client.get(f"{PATH}?limit=2", clerk)).json()
    rest = (await client.get(f"{PATH}?limit=2&after={first['next']}", clerk)).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None
    drafts = (await client.get(f"{PATH}?state=draft", clerk)).json()
    assert [one["id"] for one in drafts["items"]] == [made[2], made[0]]


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_reads_sees_templates_and_changes_none(
    role: str, client: Client, tenant_id: UUID
) -> None:
    version = await upload(client, staff(tenant_id))
    reader = staff(tenant_id, role)
    one = f"/template-versions/{version['id']}"
    for path in ("/templates", PATH, one):
        assert (await client.get(path, reader)).status_code == 200
    answers = [
        await client.post(f"{PATH}?name=x.docx", OWN, DOCX, reader),
        await post(client, f"{one}/publications", "{}", reader),
        await post(client, f"{one}/retirements", '{"reason": "x"}', reader),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3


async def test_clients_resellers_and_other_services_see_no_template(
    client: Client, tenant_id: UUID
) -> None:
    version = await upload(client, staff(tenant_id))
    strangers = (
        contact(tenant_id, uuid4()),
        reseller(tenant_id, uuid4()),
        service("contracts", tenant_id),
    )
    for actor in strangers:
        for path in ("/templates", PATH, f"/template-versions/{version['id']}"):
            assert (await client.get(path, actor)).status_code == 403
        assert (await client.post(f"{PATH}?name=x.docx", OWN, DOCX, actor)).status_code == 403
    assert (await client.get("/templates", None)).status_code == 401


async def test_a_template_of_another_provider_looks_like_none(
    client: Client, tenant_id: UUID
) -> None:
    version = await upload(client, staff(tenant_id))
    await publish(client, version["id"], staff(tenant_id))
    stranger = staff(uuid4())
    assert await in_force(client, stranger) is None
    assert (await client.get(PATH, stranger)).json()["items"] == []
    for path, body in (("", None), ("/publications", "{}"), ("/retirements", '{"reason": "x"}')):
        answers = [
            await client.get(f"/template-versions/{one}{path}", stranger)
            if body is None
            else await post(client, f"/template-versions/{one}{path}", body, stranger)
            for one in (version["id"], uuid4())
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()
    again = await upload(client, stranger)
    assert again["known"] is False


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (f"{PATH}?name=x.docx", b"", 400, "file-empty"),
        (f"{PATH}?name=a/b.docx", OWN, 400, "file-name-refused"),
        (PATH, OWN, 400, "request-invalid"),
        ("/templates/roman/nl/versions?name=x.docx", OWN, 400, "request-invalid"),
        ("/templates/annex/fr/versions?name=x.docx", OWN, 400, "request-invalid"),
        (f"{PATH}?name=x.docx", bytes(LARGEST + 1), 413, "body-too-large"),
    ],
    ids=["empty", "path", "nameless", "kind", "language", "large"],
)
async def test_what_is_no_template_is_refused(
    path: str, body: bytes, status: int, code: str, client: Client, tenant_id: UUID
) -> None:
    answer = await client.post(path, body, DOCX, staff(tenant_id))
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:schakel:problem:{code}")


async def test_a_file_that_is_no_word_document_is_refused_with_its_reason(
    client: Client, tenant_id: UUID
) -> None:
    for content, code in (
        (b"%PDF-1.7 geen Word", "template-no-docx"),
        (draft("{{ ''.__class__.__mro__ }}"), "template-forbidden"),
        (draft("{% set x = 'a' * 1000000 %}"), "template-forbidden"),
    ):
        answer = await client.post(f"{PATH}?name=x.docx", content, DOCX, staff(tenant_id))
        assert answer.status_code == 400
        assert answer.json()["type"] == f"urn:schakel:problem:{code}"
    assert (await client.get(PATH, staff(tenant_id))).json()["items"] == []


async def test_a_draft_may_have_errors_and_is_not_published_with_them(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    version = await upload(client, clerk, own("Aan {{ provider.nmae }}", "annex"))
    (error,) = [one for one in version["findings"] if one["level"] == "error"]
    assert (error["code"], error["suggestion"]) == ("variable-unknown", "provider.name")
    read = (await client.get(f"/template-versions/{version['id']}", clerk)).json()
    assert read["findings"] == version["findings"]
    path = f"/template-versions/{version['id']}/publications"
    answer = await post(client, path, "{}", clerk)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:schakel:problem:template-has-errors"
    assert answer.json()["findings"] == [error]
    assert await in_force(client, clerk) is None


async def test_a_tag_that_is_never_closed_is_kept_as_a_draft_that_says_so(
    client: Client, tenant_id: UUID
) -> None:
    version = await upload(client, staff(tenant_id), own("{% if signature %}Getekend", "annex"))
    assert [one["code"] for one in version["findings"] if one["level"] == "error"]
    path = f"/template-versions/{version['id']}/publications"
    assert (await post(client, path, "{}", staff(tenant_id))).status_code == 409


async def test_a_retirement_needs_a_reason(client: Client, tenant_id: UUID) -> None:
    version = await upload(client, staff(tenant_id))
    await publish(client, version["id"], staff(tenant_id))
    path = f"/template-versions/{version['id']}/retirements"
    for body in ("{}", '{"reason": ""}', '{"reason": null}', "[]"):
        assert (await post(client, path, body, staff(tenant_id))).status_code == 400
    assert (await in_force(client, staff(tenant_id)))["id"] == version["id"]


async def test_who_published_and_retired_what_is_on_record(
    client: Client, tenant_id: UUID, database: Database
) -> None:
    version = await upload(client, staff(tenant_id))
    await publish(client, version["id"], staff(tenant_id))
    path = f"/template-versions/{version['id']}/retirements"
    await post(client, path, '{"reason": "Klaar."}', staff(tenant_id, "owner"))
    trail = await trail_of(database, tenant_id)
    assert trail.check.sound
    assert [name for _, name in trail.operations] == [
        "add_template_version",
        "publish_template_version",
        "retire_template_version",
    ]
    assert {act.deed.targets for act in trail.acts} == {(UUID(version["id"]),)}


async def test_what_a_crash_left_in_storage_is_swept_out_after_a_day_and_no_version_is(
    workshop: Workshop, client: Client, tenant_id: UUID, database: Database
) -> None:
    shop = workshop
    await upload(client, staff(tenant_id))
    things = [stored(tenant_id, content, ENDING, DOCX) for content in (OWN, OTHER)]
    for thing, content in zip(things, (OWN, OTHER), strict=True):
        async with tenant_transaction(shop.pool, tenant_id) as connection:
            await kept.begin(connection, thing.key)
        await shop.objects.store(thing, content)
    assert await sweep_stranded(shop.pool, shop.objects) == 0
    owner = await asyncpg.connect(database.url("postgres"))
    await owner.execute("UPDATE documents.storing SET begun_at = now() - interval '25 hours'")
    await owner.close()
    assert await sweep_stranded(shop.pool, shop.objects) == 2
    found = [await shop.objects.fetch(thing.key, thing.digest) for thing in things]
    assert found == [OWN, None]


async def test_a_version_is_recorded_only_once_its_bytes_were_read_back(
    client: Client, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(self: Objects, thing: Stored, content: bytes) -> None:
        raise Unavailable("storage-altered", "Other bytes came back.")

    with monkeypatch.context() as patched:
        patched.setattr(Objects, "store", refuse)
        answer = await client.post(f"{PATH}?name=x.docx", OWN, DOCX, staff(tenant_id))
    assert answer.status_code == 503
    assert (await client.get(PATH, staff(tenant_id))).json()["items"] == []
    assert (await upload(client, staff(tenant_id)))["known"] is False


async def test_bytes_that_storage_lost_are_stored_again_by_another_upload(
    workshop: Workshop, client: Client, tenant_id: UUID
) -> None:
    await upload(client, staff(tenant_id))
    digest = hashlib.sha256(OWN).digest()
    await workshop.objects.remove(key_of(tenant_id, digest, ENDING))
    assert (await upload(client, staff(tenant_id)))["known"] is True
    assert await workshop.objects.fetch(key_of(tenant_id, digest, ENDING), digest) == OWN
