"""An invented report of evidence."""

from services.documents.builtin.sample_letters import CHANGE, LINES
from services.documents.builtin.sample_parties import (
    DIGEST,
    LANGUAGE,
    OFFICERS,
    PROVIDER,
    Data,
    say,
)


def _recipient(client: str, name: str, **more: object) -> Data:
    return {
        "notice": "change_announced",
        "client": client,
        "name": name,
        "email": f"{name.split()[0].lower()}@klant.example",
        "reference": "VWO-2026-0001",
        "deadline": "2026-12-22",
        "counted_from": None,
        "channel": "mail",
        "proof": "acknowledged",
        "attempts": 1,
        "queued_at": "2026-11-22T10:15:00Z",
        "at": "2026-11-22T10:15:02Z",
        "seen_at": "2026-11-22T11:02:40Z",
        "acknowledged_at": "2026-11-22T11:03:10Z",
        "missed_at": None,
        "posted_on": None,
        "message_id": "<5f0c.1@voorbeeldhost.example>",
        "message_digest": DIGEST,
        "reply": "250 2.0.0 Ok: queued as 4B1F",
    } | more


_NOTICE: Data = {
    "id": "01938c1e-0000-7000-8000-000000000041",
    "kind": "change_announced",
    "created_at": "2026-11-22T10:15:00Z",
    "first_at": "2026-11-22T10:15:02Z",
    "last_at": "2026-11-22T10:15:09Z",
    "head": DIGEST,
    "rows": 9,
    "erased": 1,
    "sound": True,
    "faults": [say("rij 4 is veranderd", "row 4 was altered")],
    "total": 5,
    "accepted": 4,
    "seen": 1,
    "waiting": 0,
    "in_doubt": 0,
    "failed": 1,
    "stopped": 0,
    "posted": 1,
}

_MESSAGE: Data = {
    "kind": "change_announced",
    "recipients": 5,
    "language": LANGUAGE,
    "authorisation": "general",
    "counted_from": "published",
    "subject": say("Andere subverwerker", "Another sub-processor"),
    "text": [say("Postduif Mail vervangt Zolderpost.", "Postduif Mail replaces Zolderpost.")],
}

_STANDING: Data = {
    "authorisation": "general",
    "counted_from": "published",
    "day_kind": "calendar",
    "notice_days": 30,
    "objection_days": 14,
    "standing": "notice_running",
    "people": 5,
    "first_day": "2026-12-22",
    "last_day": "2026-12-22",
}

_OBJECTION: Data = {
    "client": "Sportclub De Denkbeeldige",
    "received_at": "2026-11-23T09:00:00Z",
    "grounds": say("Wij willen dat niet.", "We do not want that."),
    "late_after": "2026-11-22",
    "decisions": [
        {
            "decision": "client_held_back",
            "reason": say("De oude partij blijft voor u.", "The old party stays for you."),
            "at": "2026-11-24T09:00:00Z",
        }
    ],
}

_OVERRIDE: Data = {
    "person": "S. de Boer",
    "reason": say("De oude partij is failliet.", "The old party is bankrupt."),
    "at": "2026-11-24T10:00:00Z",
    "everybody": True,
}

_POSTPONEMENT: Data = {
    "effective_on": "2027-01-08",
    "reason": say("Postduif is later klaar.", "Postduif is ready later."),
    "at": "2026-11-23T13:00:00Z",
}

_WAVE: Data = {"at": "2027-01-15T00:10:00Z", "agreements": 3, "by_staff": False}

_APPROVAL: Data = {
    "client": "Verzonnen Vervoer B.V.",
    "reference": "VWO-2026-0003",
    "at": "2026-11-24T11:20:00Z",
    "by": "contact",
}

_LEVEL: Data = {
    "proof": "accepted_by_mail_server",
    "meaning": say(
        "De mailserver nam het bericht over; dat is geen lezen.",
        "The mail server took the message over; that is not reading.",
    ),
}

EVIDENCE_REPORT: Data = {
    "schema": 1,
    "language": LANGUAGE,
    "made_at": "2026-11-25T09:00:00Z",
    "provider": PROVIDER | OFFICERS,
    "change": CHANGE
    | {
        "id": "01938c1e-0000-7000-8000-000000000021",
        "announced_for": "2027-01-02",
        "published_at": "2026-11-22T10:15:00Z",
        "withdrawn_at": "2026-11-24T08:00:00Z",
        "emergency": say(
            "De servers van Zolderpost gaan op 1 januari uit.",
            "Zolderpost switches its servers off on 1 January.",
        ),
    },
    "lines": LINES,
    "postponements": [_POSTPONEMENT, _POSTPONEMENT | {"effective_on": "2027-01-15"}],
    "waves": [_WAVE, _WAVE | {"agreements": 1, "by_staff": True}],
    "approvals": [_APPROVAL, _APPROVAL | {"by": "staff"}],
    "approvals_left_out": 4,
    "whole": {
        "notices": 5,
        "rows": 9,
        "erased": 1,
        "sound": True,
        "total": 5,
        "people_left_out": 2,
        "notices_left_out": 3,
        "complete": True,
    },
    "notices": [
        _NOTICE,
        _NOTICE | {"id": "01938c1e-0000-7000-8000-000000000042", "kind": "change_withdrawn"},
    ],
    "messages": [_MESSAGE, _MESSAGE | {"kind": "change_withdrawn", "recipients": 4}],
    "standings": [
        _STANDING,
        _STANDING | {"authorisation": "specific", "standing": "approval_missing", "people": 1},
    ],
    "objections": [
        _OBJECTION,
        _OBJECTION | {"client": "Verzonnen Vervoer B.V.", "late_after": None, "decisions": []},
    ],
    "objections_left_out": 1,
    "overrides": [_OVERRIDE, _OVERRIDE | {"person": "T. de Jong", "everybody": False}],
    "levels": [
        _LEVEL,
        _LEVEL | {"proof": "failed", "meaning": say("Niet bereikt.", "Not reached.")},
    ],
    "how_to_check": [say("Alle controlegetallen zijn SHA-256.", "All digests are SHA-256.")],
    "recipients": [
        _recipient(
            "Verzonnen Vervoer B.V.",
            "Vera Vervoer",
            proof="failed",
            attempts=3,
            at=None,
            missed_at="2026-11-22T10:40:00Z",
            seen_at=None,
            acknowledged_at=None,
            posted_on="2026-11-24",
            reply="550 5.1.1 no such user",
        ),
        _recipient("Bakkerij Het Verzonnen Brood V.O.F.", "Fenna Fictief"),
        _recipient(
            "Sportclub De Denkbeeldige",
            "Toon Trainer",
            proof="accepted_by_mail_server",
            deadline=None,
            counted_from="delivered",
        ),
    ],
    "digest": DIGEST,
}
