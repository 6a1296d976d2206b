"""A provider's own words for its messages: written, published, told in, and back again."""

import hashlib
import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from services.notifications.channels.mail.dressing import built_in
from shared.events import ChangePublished, ChangeWithdrawn
from tests.acts import trail_of
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import OTHER_TENANT, SUBJECT, TENANT
from tests.notifications.test_message import body, parse
from tests.notifications.wordings import CHANGE, PROBLEM, Desk, desk_of, own, told


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    async with desk_of(stage) as one:
        yield one


async def test_a_draft_is_kept_with_its_digest_and_nothing_is_told_in_it(desk: Desk) -> None:
    draft = own()
    version = await desk.write(draft)
    told_in = json.dumps(
        [draft["subject"], draft["text"]], ensure_ascii=False, separators=(",", ":")
    )
    assert version["digest"] == hashlib.sha256(told_in.encode()).hexdigest()
    assert (version["state"], version["origin"], version["findings"]) == ("draft", "own", [])
    assert version["written_by"] == str(samples.SPACE)
    assert await desk.in_force() is None
    assert (await desk.write(draft))["id"] == version["id"]
    windows = {"subject": draft["subject"], "text": draft["text"].replace("\n", "\r\n")}
    assert (await desk.write(windows))["id"] == version["id"]
    assert await desk.ask("GET", f"/wording-versions/{version['id']}") == version


async def test_the_last_one_published_is_in_force_and_the_others_are_its_history(
    desk: Desk,
) -> None:
    one, two = await desk.write(), await desk.write(own("Anders."))
    await desk.publish(one)
    published = await desk.publish(two)
    assert (published["state"], published["published_by"]) == ("in_force", str(samples.SPACE))
    assert (await desk.in_force())["id"] == two["id"]
    assert await desk.publish(two) == published
    listed = (await desk.ask("GET", f"{CHANGE}/versions"))["items"]
    assert [(x["id"], x["state"]) for x in listed] == [
        (two["id"], "in_force"),
        (one["id"], "replaced"),
    ]
    first = await desk.ask("GET", f"{CHANGE}/versions?limit=1")
    rest = await desk.ask("GET", f"{CHANGE}/versions?limit=1&after={first['next']}")
    assert [x["id"] for x in rest["items"]] == [one["id"]]
    assert rest["next"] is None
    only = await desk.ask("GET", f"{CHANGE}/versions?state=replaced")
    assert [x["id"] for x in only["items"]] == [one["id"]]


async def test_after_a_retirement_the_built_in_words_hold(desk: Desk) -> None:
    version = await desk.write()
    path = f"/wording-versions/{version['id']}/retirements"
    problem = await desk.ask("POST", path, {"reason": "x"}, 409)
    assert problem["type"] == f"{PROBLEM}wording-not-in-force"
    await desk.publish(version)
    retired = await desk.ask("POST", path, {"reason": "Te stellig."})
    assert (retired["state"], retired["reason"]) == ("retired", "Te stellig.")
    assert await desk.in_force() is None
    await desk.publish(version)
    assert (await desk.in_force())["id"] == version["id"]


async def test_what_leaves_out_a_mandatory_fact_can_not_be_published_and_says_which(
    desk: Desk,
) -> None:
    draft = own()
    draft["text"] = draft["text"].replace("{{ line.new.location }}", "ergens")
    version = await desk.write(draft)
    assert [(x["code"], x["name"]) for x in version["findings"]] == [("fact-left-out", "location")]
    problem = await desk.publish(version, 409)
    assert problem["type"] == f"{PROBLEM}wording-has-faults"
    assert "place of processing" in problem["detail"]
    assert [(one["field"], one["code"]) for one in problem["errors"]] == [("text", "fact-left-out")]
    assert problem["findings"][0]["name"] == "location"
    assert problem["findings"][0]["detail"]["nl"].startswith("In dit bericht ontbreekt")
    assert await desk.in_force() is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"subject": "", "text": "x"}, "subject"),
        ({"subject": "een\ntwee", "text": "x"}, "subject"),
        ({"subject": "x", "text": ""}, "text"),
        ({"subject": "x", "text": "x" * 20_001}, "text"),
        ({"subject": "x", "text": "x", "html": "<b>"}, "html"),
        ({"text": "x"}, "subject"),
    ],
)
async def test_what_is_no_wording_is_refused_with_its_field(
    desk: Desk, body: dict[str, str], field: str
) -> None:
    problem = await desk.ask("POST", f"{CHANGE}/versions", body, 400)
    assert field in problem["errors"][0]["field"]


@pytest.mark.parametrize("path", ["/wordings/message_test/nl", "/wordings/message_test/en"])
async def test_words_that_are_the_product_s_alone_can_not_be_written(desk: Desk, path: str) -> None:
    for end in ("", "/preview"):
        await desk.ask("GET", path + end, expect=404)
    await desk.ask("POST", f"{path}/versions", own(), 404)
    for unknown in ("/wordings/nothing/nl", "/wordings/sign_in/de"):
        assert (await desk.ask("GET", unknown, expect=400))["type"] == f"{PROBLEM}request-invalid"


async def test_the_rules_of_a_message_tell_its_names_and_what_it_must_say(desk: Desk) -> None:
    rules = await desk.ask("GET", CHANGE)
    assert rules["builtin"] == built_in("change_announced", "nl").model_dump()
    known = {one["name"]: one for one in rules["names"]}
    assert known["client"]["personal"] is True
    assert known["lines.new.location"]["meaning"]["nl"] == "plaats van verwerking"
    assert {"new_party", "purpose", "location", "effective_on", "deadline", "how_to_object"} <= {
        one["fact"] for one in rules["mandatory"]
    }
    listed = await desk.ask("GET", "/wordings")
    assert {(x["kind"], x["language"]) for x in listed["items"]} >= {
        ("change_announced", "nl"),
        ("incident_notified", "en"),
        ("sign_in", "nl"),
    }


async def test_a_preview_shows_subject_text_and_page_in_each_situation(desk: Desk) -> None:
    version = await desk.write()
    shown = {}
    for situation in ("full", "approval", "least"):
        path = f"/wording-versions/{version['id']}/preview?situation={situation}"
        shown[situation] = await desk.ask("GET", path)
    assert shown["full"]["subject"] == "Ander bedrijf bij Voorbeeldhost B.V."
    assert shown["full"]["text"].startswith("Wij schrijven u in onze eigen woorden.")
    assert "Spoed" in shown["full"]["text"]
    assert "Uw goedkeuring is nodig" in shown["approval"]["text"]
    assert "<h1" in shown["full"]["html"]
    builtin = await desk.ask("GET", f"{CHANGE}/preview")
    assert builtin["subject"].startswith("Voorgenomen wijziging")
    broken = await desk.write({"subject": "x", "text": "{{ title.upper() }}"})
    path = f"/wording-versions/{broken['id']}/preview"
    assert (await desk.ask("GET", path, expect=409))["findings"][0]["code"] == "tag-refused"


async def test_a_notice_is_told_in_the_words_in_force_and_says_so_in_its_evidence(
    desk: Desk,
) -> None:
    stage = desk.stage
    version = await desk.write()
    await desk.publish(version)
    message = await told(stage, 1)
    assert message["Subject"] == "Ander bedrijf bij Voorbeeldhost B.V."
    for subtype in ("plain", "html"):
        assert "Wij schrijven u in onze eigen woorden." in body(message, subtype)
    (notice,) = (await desk.ask("GET", "/notices"))["items"]
    worn = (await desk.ask("GET", f"/notices/{notice['id']}/wordings"))["items"]
    assert [(x["language"], x["origin"]) for x in worn] == [("nl", "own"), ("en", "builtin")]
    assert worn[0]["digest"] == version["digest"]
    report = await desk.ask("GET", f"/notices/{notice['id']}/evidence")
    assert report["rows"][0]["kind"] == "queued"
    assert report["rows"][0]["details"] == {"wording": version["digest"]}
    assert report["verification"]["sound"] is True


async def test_a_notice_keeps_its_words_whatever_is_published_meanwhile(desk: Desk) -> None:
    stage = desk.stage
    first = await desk.write()
    await desk.publish(first)
    await stage.sink.stop()
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(queued=1)
    await desk.publish(await desk.write(own("Heel andere woorden.")))
    await desk.ask("POST", "/brands", {"accent": "#7a1f5c", "footer_nl": "Later gezet"})
    await stage.sink.start()
    await stage.reach(accepted=1)
    text = body(parse(stage.sink.taken[-1].data), "plain")
    assert "onze eigen woorden" in text
    assert "Later gezet" not in text
    later = samples.change(samples.uuid5(samples.SPACE, "later"))
    message = await told(stage, 2, change=later)
    assert "Heel andere woorden." in body(message, "plain")
    assert "Later gezet" in body(message, "plain")


async def test_words_that_would_leave_out_a_fact_of_this_very_notice_are_set_aside(
    desk: Desk,
) -> None:
    """The proof can't try every notice there may be; each is tried once more when it is made."""
    draft = own()
    draft["text"] = draft["text"].replace(
        "{{ line.new.purpose }}",
        '{% if line.action == "Een verzonnen soort" %}iets{% else %}'
        '{% if title != "Ander boekhoudpakket" %}{{ line.new.purpose }}{% endif %}.{% endif %}',
    )
    version = await desk.write(draft)
    await desk.publish(version)
    message = await told(desk.stage, 1)
    assert message["Subject"].startswith("Voorgenomen wijziging")
    (notice,) = (await desk.ask("GET", "/notices"))["items"]
    dutch, _ = (await desk.ask("GET", f"/notices/{notice['id']}/wordings"))["items"]
    assert (dutch["origin"], dutch["instead_of"]) == ("builtin", version["id"])


async def test_a_withdrawal_is_told_in_words_of_its_own(desk: Desk) -> None:
    stage = desk.stage
    draft = built_in("change_withdrawn", "nl")
    words = {"subject": "Toch niet", "text": f"Het gaat niet door.\n\n{draft.text}"}
    await desk.publish(await desk.write(words, "/wordings/change_withdrawn/nl"))
    await told(stage, 1)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=2)
    assert parse(stage.sink.taken[-1].data)["Subject"] == "Toch niet"


async def test_the_text_shown_before_a_change_is_announced_is_the_provider_s_own(
    desk: Desk,
) -> None:
    await desk.publish(await desk.write())
    page = {
        "notice": samples.change().model_dump(mode="json"),
        "items": [
            samples.recipient().model_dump(mode="json"),
            samples.recipient(language="en").model_dump(mode="json"),
        ],
        "next": None,
    }
    dutch, english = await desk.ask("POST", "/previews", page, 200)
    assert dutch["subject"] == "Ander bedrijf bij Voorbeeldhost B.V."
    assert english["subject"].startswith("Intended change")


async def test_another_tenant_sees_nothing_of_words_looks_and_notices(desk: Desk) -> None:
    version = await desk.write()
    await desk.publish(version)
    await desk.ask("POST", "/brands", {"accent": "#7a1f5c"})
    await told(desk.stage, 1)
    (notice,) = (await desk.ask("GET", "/notices"))["items"]
    stranger = Desk(desk.stage, desk.client, OTHER_TENANT)
    assert await stranger.in_force() is None
    assert (await stranger.ask("GET", f"{CHANGE}/versions"))["items"] == []
    assert (await stranger.ask("GET", "/brands"))["items"] == []
    one = f"/wording-versions/{version['id']}"
    for method, path, sent in (
        ("GET", one, None),
        ("GET", f"{one}/preview", None),
        ("GET", f"/notices/{notice['id']}/wordings", None),
        ("POST", f"{one}/publications", {}),
        ("POST", f"{one}/retirements", {"reason": "x"}),
    ):
        foreign = await stranger.ask(method, path, sent, 404)
        unknown = path.replace(version["id"], str(uuid4())).replace(notice["id"], str(uuid4()))
        assert await stranger.ask(method, unknown, sent, 404) == foreign
    assert (await desk.in_force())["id"] == version["id"]


async def test_what_was_done_stands_in_the_audit_trail(desk: Desk) -> None:
    version = await desk.write()
    await desk.publish(version)
    await desk.ask("POST", "/brands", {"accent": "#7a1f5c"})
    trail = await trail_of(desk.stage.database, TENANT)
    assert [operation for _, operation in trail.operations] == [
        "add_wording_version",
        "publish_wording_version",
        "add_brand",
    ]
    assert UUID(version["id"]) in trail.acts[0].deed.targets


async def test_the_portal_shows_a_notice_in_the_words_of_its_mail(desk: Desk) -> None:
    await desk.publish(await desk.write())
    await told(desk.stage, 1)
    one = samples.recipient()
    path = f"/clients/{one.client_id}/messages"
    (item,) = (await desk.ask("GET", path))["items"]
    shown = await desk.ask("GET", f"{path}/{item['id']}")
    assert shown["subject"] == "Ander bedrijf bij Voorbeeldhost B.V."
    assert shown["parts"][0]["text"] == "Wij schrijven u in onze eigen woorden."
