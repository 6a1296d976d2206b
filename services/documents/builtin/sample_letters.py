"""Invented letters to one person at one client."""

from services.documents.builtin.sample_parties import (
    CLIENT,
    DIGEST,
    HOSTING,
    LANGUAGE,
    PIGEON,
    PROVIDER,
    WEBSHOP,
    Data,
    say,
)

_PARTY = (
    "name", "legal_entity", "address", "country", "purpose", "data_categories", "location",
    "mechanism",
)  # fmt: skip
_NEW: Data = {name: PIGEON[name] for name in _PARTY}
_OLD: Data = {
    "name": "Zolderpost",
    "legal_entity": "Zolderpost B.V.",
    "address": "Vliering 2, 9711 BB Groningen",
    "country": "NL",
    "purpose": say("afleveren van uitgaande e-mail", "delivery of outgoing e-mail"),
    "data_categories": [say("e-mailadres", "e-mail address")],
    "location": say("Groningen, Nederland", "Groningen, the Netherlands"),
    "mechanism": "none_required",
}
LINES: list[Data] = [
    {"action": "replacement", "product": HOSTING, "old": _OLD, "new": _NEW},
    {"action": "addition", "product": WEBSHOP, "old": None, "new": _NEW},
    {"action": "removal", "product": WEBSHOP, "old": _OLD, "new": None},
    {
        "action": "alteration",
        "product": HOSTING,
        "old": _NEW,
        "new": _NEW | {"location": say("Dublin, Ierland", "Dublin, Ireland")},
    },
]
_LETTER: Data = {
    "schema": 1,
    "language": LANGUAGE,
    "provider": PROVIDER,
    "client": CLIENT,
    "recipient": {
        "name": "Fenna Fictief",
        "job_title": say("vennoot", "partner"),
        "email": "fenna@verzonnenbrood.example",
    },
    "letter": {
        "reference": "VWO-2026-0001 / W-12",
        "date": "2026-11-22",
        "address_lines": [
            "Bakkerij Het Verzonnen Brood V.O.F.",
            say("t.a.v. Fenna Fictief", "attn. Fenna Fictief"),
            "Deegweg 12",
            "9000 ZZ  Nergenshuizen",
        ],
    },
    "agreement": {"reference": "VWO-2026-0001"},
}
CHANGE: Data = {
    "title": say("Postduif Mail vervangt Zolderpost", "Postduif Mail replaces Zolderpost"),
    "reason": say("Zolderpost houdt op te bestaan.", "Zolderpost ceases to exist."),
    "effective_on": "2027-01-15",
}

CHANGE_NOTICE_LETTER: Data = _LETTER | {
    "change": CHANGE
    | {
        "emergency": say(
            "De servers van Zolderpost gaan op 1 januari uit.",
            "Zolderpost switches its servers off on 1 January.",
        )
    },
    "lines": LINES,
    "answer": {
        "authorisation": "general",
        "deadline": "2026-12-22",
        "days": 30,
        "day_kind": "calendar",
        "counted_from": "published",
        "page": "https://portaal.voorbeeldhost.example/changes/12",
    },
    "digest": DIGEST,
}

BREACH_LETTER: Data = _LETTER | {
    "breach": {
        "reference": "D-2026-003",
        "known_at": "2026-11-21T16:20:00Z",
        "began_at": "2026-11-20T23:05:00Z",
        "ended_at": "2026-11-21T17:40:00Z",
        "nature": say(
            "Door een verkeerde instelling waren logboeken van de webwinkel zonder wachtwoord te"
            " lezen.",
            "Because of a wrong setting, logs of the web shop could be read without a password.",
        ),
        "products": [WEBSHOP],
        "data_categories": [say("naam", "name"), say("IP-adres", "IP address")],
        "data_subjects": [say("kopers in de webwinkel", "buyers in the web shop")],
        "people": 240,
        "records": 1310,
        "consequences": say(
            "Iemand kan hebben gezien wie wanneer iets bestelde.",
            "Somebody may have seen who ordered something and when.",
        ),
        "measures_taken": [
            say(
                "De logboeken zijn op 21 november 2026 om 18:40 uur afgesloten.",
                "The logs were closed at 18:40 on 21 November 2026.",
            ),
            say("Alle sleutels zijn vervangen.", "All keys were replaced."),
        ],
        "measures_proposed": [
            say(
                "Beoordeel of u uw klanten moet inlichten.",
                "Judge whether you must inform your customers.",
            )
        ],
        "more_follows": True,
        "told_before_on": "2026-11-21",
    },
    "contact": {
        "name": "F. Fictief, functionaris gegevensbescherming",
        "email": "fg@voorbeeldhost.example",
        "phone": "+31 50 000 00 02",
    },
    "digest": DIGEST,
}
