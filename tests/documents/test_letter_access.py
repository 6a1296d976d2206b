"""Who may have letters made, and read them; what is refused of what they hand in."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.commands.render_agreement import Workshop
from tests.documents.asking import Client, contact, reseller, service, staff
from tests.documents.letters import Json, ask, data_of, draft, send, work
from tests.documents.record_documents import without_pdf


async def test_notifications_alone_has_them_made(client: Client, tenant_id: UUID) -> None:
    for name in ("portal", "contracts"):
        assert (await send(client, tenant_id, draft(), name)).status_code == 403
    for actor in (staff(tenant_id, "owner"), contact(tenant_id, uuid4())):
        answer = await client.post("/letters", "{}", "application/json", actor)
        assert answer.status_code == 403


async def test_staff_and_notifications_read_them_and_nobody_else(
    client: Client, workshop: Workshop, tenant_id: UUID
) -> None:
    letter = await ask(client, tenant_id, draft())
    await work(without_pdf(workshop), tenant_id, letter)
    paths = ("/letters", f"/letters/{letter['id']}", f"/letters/{letter['id']}/link?format=docx")
    roles = ("owner", "officer", "viewer", "auditor")
    readers = [*(staff(tenant_id, role) for role in roles), service("notifications", tenant_id)]
    others = [contact(tenant_id, uuid4()), reseller(tenant_id, uuid4())]
    others.append(service("contracts", tenant_id))
    for path in paths:
        for actor in readers:
            assert (await client.get(path, actor)).status_code == 200
        for actor in others:
            assert (await client.get(path, actor)).status_code == 403


async def test_another_provider_sees_nothing(client: Client, tenant_id: UUID) -> None:
    letter = await ask(client, tenant_id, draft())
    stranger = staff(uuid4())
    assert (await client.get("/letters", stranger)).json()["items"] == []
    for path in (f"/letters/{letter['id']}", f"/letters/{letter['id']}/link"):
        hidden = await client.get(path, stranger)
        absent = await client.get(path.replace(letter["id"], str(uuid4())), stranger)
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()


async def test_a_file_that_is_not_there_yet_has_no_link(client: Client, tenant_id: UUID) -> None:
    letter = await ask(client, tenant_id, draft())
    answer = await client.get(f"/letters/{letter['id']}/link", staff(tenant_id))
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("letter-unfinished")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "agreement"}, "kind"),
        ({"language": "fr"}, "language"),
        ({"key": ""}, "key"),
        ({"key": "x" * 201}, "key"),
        ({"client_ids": []}, "client_ids"),
        ({"client_ids": [str(uuid4()), str(uuid4())]}, "client_ids"),
        ({"client_ids": ["x"]}, "client_ids.0"),
        ({"data": []}, "data"),
        ({"more": 1}, "more"),
    ],
)
async def test_what_is_wrong_with_a_request_is_told(
    wrong: Json, field: str, client: Client, tenant_id: UUID
) -> None:
    answer = await send(client, tenant_id, draft() | wrong)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def _set(data: Json, path: str, value: Any) -> Json:
    *before, last = path.split(".")
    place: Any = data
    for name in before:
        place = place[int(name)] if name.isdecimal() else place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("answer", ...),
        ("answer.days", ...),
        ("answer.days", "30"),
        ("answer.days", True),
        ("answer.days", 1.5),
        ("answer.days", -1),
        ("answer.days", 2**60),
        ("answer.days", None),
        ("answer.day_kind", "lunar"),
        ("answer.deadline", "22-12-2026"),
        ("answer.deadline", "20261222"),
        ("answer.deadline", "2026-02-30"),
        ("answer.other", 1),
        ("digest", "00" * 32),
        ("language", "nl"),
        ("change", "x"),
        ("change.title", 7),
        ("change.title", "x" * 20_001),
        ("client.name", None),
        ("letter.address_lines", "one"),
        ("letter.address_lines", ["x"] * 1001),
        ("lines.1.new.name", 5),
        ("lines.1.action", None),
        ("lines.1.more", None),
    ],
)
async def test_data_that_are_not_what_the_model_says_are_refused_with_their_field(
    path: str, value: Any, client: Client, tenant_id: UUID
) -> None:
    body = draft(data=_set(data_of("change-notice-letter", "nl"), path, value))
    answer = await send(client, tenant_id, body)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [f"data.{path}"]
    assert (await client.get("/letters", staff(tenant_id))).json()["items"] == []


@pytest.mark.parametrize("moment", ["2026-11-21T16:20:00", "gisteren", "2026-11-21", 1763741400])
async def test_a_moment_says_its_offset(moment: Any, client: Client, tenant_id: UUID) -> None:
    data = _set(data_of("breach-letter", "nl"), "breach.known_at", moment)
    answer = await send(client, tenant_id, draft("breach-letter", data=data))
    assert [one["field"] for one in answer.json()["errors"]] == ["data.breach.known_at"]


async def test_what_may_be_unknown_may_be_null(client: Client, tenant_id: UUID) -> None:
    for kind in ("change-notice-letter", "breach-letter", "evidence-report"):
        off: Any = data_of(kind, "en", all_on=False)  # type: ignore[arg-type]
        await ask(client, tenant_id, draft(kind, "en", data=off))  # type: ignore[arg-type]


async def test_half_a_character_is_refused(client: Client, tenant_id: UUID) -> None:
    data = _set(data_of("change-notice-letter", "nl"), "change.title", "\ud800")
    assert (await send(client, tenant_id, draft(data=data))).status_code == 400
