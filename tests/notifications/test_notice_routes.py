"""What staff and the portal see and do over HTTP."""

import csv
import hashlib
import io
from typing import Any
from uuid import UUID, uuid4

from litestar.testing import AsyncTestClient

from services.notifications.domain.evidence import canonical
from shared.events import ChangePublished
from tests.acts import trail_of
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT

Client = AsyncTestClient[Any]
ONE = "proef1@bakkerij.example"


def message(**more: Any) -> dict[str, Any]:
    known = {
        "id": str(uuid4()),
        "tenant_id": str(TENANT),
        "address": ONE,
        "language": "nl",
        "kind": "sign_in",
        "facts": {
            "url": "https://portal.example/in/geheim-token",
            "expires_at": samples.MOMENT.isoformat(),
            "provider": "Voorbeeldhost",
        },
    }
    return known | more


async def told(stage: Stage, count: int = 3) -> None:
    people = [samples.recipient(number) for number in range(1, count + 1)]
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()


async def notice_id(stage: Stage, api: Client) -> UUID:
    answer = await api.get("/notices", params={"subject_id": str(SUBJECT)}, headers=stage.token())
    (item,) = answer.json()["items"]
    return UUID(item["id"])


async def test_the_list_of_deliveries_shows_who_was_reached_and_who_was_not(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    stage.sink.plan("proef3@bakkerij.example", "cut-after-dot")
    await told(stage)
    await stage.reach(accepted=1, failed=1, in_doubt=1)
    notice = await notice_id(stage, api)
    answer = await api.get(f"/notices/{notice}/deliveries", headers=stage.token())
    rows = {row["email"]: row for row in answer.json()["items"]}
    assert rows[ONE]["proof"] == "accepted_by_mail_server"
    assert rows[ONE]["reply"] == "2.0.0 queued as 4711"
    assert rows["proef2@bakkerij.example"]["state"] == "failed"
    assert rows["proef2@bakkerij.example"]["code"] == 550
    assert rows["proef3@bakkerij.example"]["proof"] == "in_doubt"
    assert rows[ONE]["client"] == "Bakkerij Voorbeeld 1"
    assert rows[ONE]["at"]
    failed = await api.get(
        f"/notices/{notice}/deliveries", params={"state": "failed"}, headers=stage.token()
    )
    assert [row["email"] for row in failed.json()["items"]] == ["proef2@bakkerij.example"]
    progress = (await api.get(f"/progress/{notice}", headers=stage.token())).json()
    assert progress["counts"] == {"accepted": 1, "failed": 1, "in_doubt": 1}
    assert (progress["total"], progress["remaining"], progress["gathering"]) == (3, 0, False)


async def test_pages_of_deliveries_follow_each_other_without_gap(stage: Stage, api: Client) -> None:
    await told(stage, 5)
    await stage.reach(accepted=5)
    notice, after, seen = await notice_id(stage, api), None, []
    for _ in range(4):
        params = {"limit": "2"} | ({"after": after} if after else {})
        page = await api.get(f"/notices/{notice}/deliveries", params=params, headers=stage.token())
        seen += [row["email"] for row in page.json()["items"]]
        after = page.json()["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_the_evidence_can_be_checked_by_anybody_who_reads_the_report(
    stage: Stage, api: Client
) -> None:
    await told(stage, 2)
    await stage.reach(accepted=2)
    notice = await notice_id(stage, api)
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    assert report["verification"]["sound"]
    assert report["counts"] == {"accepted": 2}
    previous = hashlib.sha256(b"schakel:evidence:1:" + notice.bytes).hexdigest()
    for row in report["rows"]:
        opened = bytes.fromhex(row["salt"]) + canonical(row["payload"])
        assert hashlib.sha256(opened).hexdigest() == row["commitment"]
        bound = {name: row[name] for name in ("position", "delivery_id", "attempt", "kind")}
        at = row["at"].replace("Z", "+00:00")
        assert "." in at
        bound |= {"at": at, "details": row["details"], "commitment": row["commitment"]}
        previous = hashlib.sha256(canonical(bound | {"previous": previous})).hexdigest()
        assert previous == row["digest"]
    assert previous == report["head"]
    accepted = next(row for row in report["rows"] if row["kind"] == "accepted")
    digests = {hashlib.sha256(taken.data).hexdigest() for taken in stage.sink.taken}
    assert accepted["payload"]["digest"] in digests
    assert accepted["payload"]["recipient"] in {ONE, "proef2@bakkerij.example"}
    assert accepted["details"]["message_id"] in {t.message_id for t in stage.sink.taken}


async def test_tampering_with_the_evidence_shows_in_the_report(stage: Stage, api: Client) -> None:
    await told(stage, 1)
    await stage.reach(accepted=1)
    notice = await notice_id(stage, api)
    await stage.owner.execute("ALTER TABLE notifications.evidence NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute(
        "UPDATE notifications.evidence SET kind = 'refused' WHERE kind = 'accepted'"
    )
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    assert report["verification"]["sound"] is False
    assert report["verification"]["faults"] == [
        "row 2 was altered",
        "delivered: 0 by the chain, 1 by the record beside it",
        "unreached: 1 by the chain, 0 by the record beside it",
    ]
    table = (await api.get(f"/notices/{notice}/evidence.csv", headers=stage.token())).text
    assert "chain BROKEN: row 2 was altered" in table


async def test_the_evidence_comes_as_a_table_that_no_spreadsheet_runs(
    stage: Stage, api: Client
) -> None:
    mean = samples.recipient(1, name="=HYPERLINK(1)")
    stage.peers.told[SUBJECT] = Told(samples.change(), [mean])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=1)
    notice = await notice_id(stage, api)
    answer = await api.get(f"/notices/{notice}/evidence.csv", headers=stage.token())
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows[:-1]] == ["queued", "accepted"]
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert rows[-1]["position"].startswith("# chain sound; rows 2; erased 0")


async def test_staff_settles_a_doubt_by_the_log_of_the_mail_server(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(ONE, "cut-after-dot")
    stage.sink.plan("proef2@bakkerij.example", "cut-after-dot")
    await told(stage, 2)
    await stage.reach(in_doubt=2)
    notice = await notice_id(stage, api)
    listed = await api.get(f"/notices/{notice}/deliveries", headers=stage.token())
    ids = {row["email"]: row["id"] for row in listed.json()["items"]}
    for email, outcome in ((ONE, "accepted"), ("proef2@bakkerij.example", "resend")):
        answer = await api.post(
            f"/deliveries/{ids[email]}/settlements",
            json={"outcome": outcome, "reason": "postfix log, 10:31"},
            headers=stage.token(),
        )
        assert answer.status_code == 204
    await stage.reach(accepted=2)
    assert len(stage.sink.to(ONE)) == 1
    first, second = stage.sink.to("proef2@bakkerij.example")
    assert first.message_id == second.message_id
    again = await api.post(
        f"/deliveries/{ids[ONE]}/settlements",
        json={"outcome": "resend", "reason": "nog eens"},
        headers=stage.token(),
    )
    assert again.status_code == 409
    assert again.json()["type"] == "urn:schakel:problem:delivery-not-in-doubt"
    trail = await trail_of(stage.database, samples.TENANT)
    assert trail.check.sound
    assert trail.operations == [("notifications", "settle_delivery")] * 2
    assert [act.deed.actor_id for act in trail.acts] == [samples.SPACE] * 2


async def test_a_sign_in_mail_goes_out_once_and_its_link_is_forgotten(
    stage: Stage, api: Client
) -> None:
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    asked = message()
    for _ in range(2):
        answer = await api.post("/messages", json=asked, headers=portal)
        assert answer.status_code == 202
    await stage.start_worker()
    await stage.reach(accepted=1)
    (taken,) = stage.sink.taken
    assert b"geheim-token" in taken.data.replace(b"=\r\n", b"")
    dump = await stage.owner.fetch(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'notifications' AND relkind = 'r'"
    )
    for row in dump:
        table = f"notifications.{row['relname']}"
        await stage.owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        found = await stage.owner.fetch(f"SELECT t::text AS line FROM {table} t")
        assert not [line for line in found if "geheim-token" in line["line"]]
    assert "geheim-token" not in stage.workers[0].tail(100_000)
    assert ONE not in stage.workers[0].tail(100_000)


async def test_seeing_the_notice_in_the_portal_is_the_strongest_proof(
    stage: Stage, api: Client
) -> None:
    await told(stage, 1)
    await stage.reach(accepted=1)
    (link,) = stage.peers.links
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    for _ in range(2):
        answer = await api.post(f"/deliveries/{link['id']}/views", headers=portal)
        assert answer.status_code == 204
    notice = await notice_id(stage, api)
    (row,) = (await api.get(f"/notices/{notice}/deliveries", headers=stage.token())).json()["items"]
    assert row["proof"] == "seen_in_portal"
    assert row["seen_at"]
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    assert [r["kind"] for r in report["rows"]].count("seen") == 1
    assert report["verification"]["sound"]


async def test_bad_input_gives_a_problem_that_names_the_field(stage: Stage, api: Client) -> None:
    portal = stage.token(kind="service", service="portal", role=None, id=None)
    for bad, field in (
        (message(surprise=1), "surprise"),
        (message(language="de"), "language"),
        (message(kind="newsletter"), "kind"),
        (message(facts={"url": "x", "expires_at": "now", "provider": ""}), "facts"),
    ):
        answer = await api.post("/messages", json=bad, headers=portal)
        assert answer.status_code == 400
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert field in answer.text
    missing = await api.get(f"/notices/{uuid4()}/evidence", headers=stage.token())
    assert missing.status_code == 404
    assert missing.json()["type"] == "urn:schakel:problem:notice-missing"


async def test_the_mandatory_fact_that_is_missing_is_shown_to_staff(
    stage: Stage, api: Client
) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(effective_on=None), [samples.recipient()])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()

    async def problem() -> Any:
        notices = (await api.get("/notices", headers=stage.token())).json()["items"]
        return notices and notices[0]["problem"]

    assert (await until(problem))["field"] == "effective_on"
