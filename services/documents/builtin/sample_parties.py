"""An invented provider, its client, and an agreement between them; null is said elsewhere."""

from typing import Any

from shared.text import Text

Data = dict[str, Any]
DIGEST = "5c3a" * 16
LANGUAGE = Text(nl="nl", en="en")


def say(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


PROVIDER: Data = {
    "name": "Voorbeeldhost",
    "legal_name": "Voorbeeldhost B.V.",
    "registration": say("KvK 00000001", "Chamber of Commerce 00000001"),
    "address": "Proefstraat 1, 9700 AA Groningen",
    "country": "NL",
    "email": "info@voorbeeldhost.example",
    "phone": "+31 50 000 00 01",
    "website": "https://voorbeeldhost.example",
    "privacy_contact": "privacy@voorbeeldhost.example",
}
OFFICERS: Data = {
    "representative": say("geen nodig (gevestigd in de EU)", "none needed (established in the EU)"),
    "dpo": "F. Fictief, fg@voorbeeldhost.example",
}
CLIENT: Data = {
    "name": "Bakkerij Het Verzonnen Brood V.O.F.",
    "registration": say("KvK 00000002", "Chamber of Commerce 00000002"),
    "address": "Deegweg 12, 9000 ZZ Nergenshuizen",
    "country": "NL",
}
HOSTING = say("webhosting en e-mail", "web hosting and e-mail")
WEBSHOP = say("webwinkel met facturatie", "web shop with invoicing")

PROCESSINGS: list[Data] = [
    {
        "subject_matter": say(
            "beschikbaar houden van websites en postbussen",
            "keeping websites and mailboxes available",
        ),
        "nature": say(
            "opslaan, doorgeven, back-ups maken en herstellen",
            "storing, transmitting, backing up and restoring",
        ),
        "purpose": say(
            "de website en de e-mail van de klant laten werken",
            "making the client's website and e-mail work",
        ),
        "data_categories": [
            say("naam", "name"),
            say("e-mailadres", "e-mail address"),
            say("inhoud van berichten", "content of messages"),
            say("IP-adres", "IP address"),
        ],
        "data_subjects": [
            say("bezoekers van de website", "visitors of the website"),
            say("correspondenten", "correspondents"),
        ],
        "retention": say(
            "zolang de klant de gegevens bewaart; back-ups 30 dagen",
            "as long as the client keeps the data; backups 30 days",
        ),
        "measures": [
            say(
                "versleuteling van alle verbindingen (TLS 1.2 of hoger)",
                "encryption of all connections (TLS 1.2 or higher)",
            ),
            say(
                "dagelijkse back-up op een tweede locatie, elk kwartaal teruggezet als proef",
                "daily backup at a second location, restored as a trial every quarter",
            ),
            say(
                "toegang van beheerders alleen met twee factoren en met een logboek",
                "administrators enter with two factors only, and are logged",
            ),
        ],
    },
    {
        "subject_matter": say(
            "verwerken van bestellingen en facturen", "handling orders and invoices"
        ),
        "nature": say(
            "vastleggen, raadplegen, verzenden en archiveren",
            "recording, consulting, sending and archiving",
        ),
        "purpose": say(
            "bestellingen afhandelen en facturen maken namens de klant",
            "fulfilling orders and making invoices for the client",
        ),
        "data_categories": [
            say("naam en adres", "name and address"),
            say("bestelling", "order"),
            say("factuur", "invoice"),
        ],
        "data_subjects": [say("kopers in de webwinkel", "buyers in the web shop")],
        "retention": say(
            "zeven jaar na het boekjaar", "seven years after the end of the financial year"
        ),
        "measures": [
            say("scheiding van gegevens per klant", "separation of data by client"),
            say("versleutelde opslag van facturen", "encrypted storage of invoices"),
        ],
    },
]

NORTH: Data = {
    "name": "Rekencentrum Noord",
    "legal_entity": "Rekencentrum Noord B.V.",
    "address": "Serverlaan 3, 9723 XX Groningen",
    "country": "NL",
    "contact": "privacy@rekencentrumnoord.example",
    "contact_person": "N. Noord",
    "purpose": say(
        "ruimte, stroom en netwerk voor de servers", "space, power and network for the servers"
    ),
    "data_categories": [
        say("alle gegevens op de servers, versleuteld", "all data on the servers, encrypted")
    ],
    "data_subjects": [
        say("bezoekers van de website", "visitors of the website"),
        say("correspondenten", "correspondents"),
    ],
    "location": say("Groningen, Nederland", "Groningen, the Netherlands"),
    "zone": "EU",
    "mechanism": "none_required",
    "mechanism_verified_on": "2026-10-01",
    "condition": say(
        "zolang de servers in Groningen staan", "as long as the servers are in Groningen"
    ),
    "valid_from": "2025-01-01",
    "chain": [],
}
PIGEON: Data = {
    "name": "Postduif Mail",
    "legal_entity": "Postduif Mail, Inc.",
    "address": "1 Sample Street, Springfield",
    "country": "US",
    "contact": "dpo@postduif.example",
    "contact_person": "P. Pigeon",
    "purpose": say("afleveren van uitgaande e-mail", "delivery of outgoing e-mail"),
    "data_categories": [
        say("e-mailadres", "e-mail address"),
        say("inhoud van berichten", "content of messages"),
    ],
    "data_subjects": [say("correspondenten", "correspondents")],
    "location": say("Virginia, Verenigde Staten", "Virginia, United States"),
    "zone": "third",
    "mechanism": "dpf",
    "mechanism_verified_on": "2026-10-01",
    "condition": say(
        "alleen wanneer de klant uitgaande e-mail via de dienst verstuurt",
        "only when the client sends e-mail through the service",
    ),
    "valid_from": "2026-12-24",
    "chain": [
        {
            "id": "01938c1e-0000-7000-8000-000000000031",
            "name": "Wolkenberg Opslag",
            "legal_entity": "Wolkenberg Opslag Limited",
            "address": "7 Imaginary Quay, Dublin",
            "country": "IE",
            "contact": "dpo@wolkenberg.example",
            "contact_person": "W. Berg",
        },
        {
            "id": "01938c1e-0000-7000-8000-000000000032",
            "name": "Kabelsalaat",
            "legal_entity": "Kabelsalaat GmbH",
            "address": "Musterweg 5, Leer",
            "country": "DE",
            "contact": "datenschutz@kabelsalaat.example",
            "contact_person": "K. Salaat",
        },
    ],
}
_SIGNATURE: Data = {
    "typed_name": "Fenna Fictief",
    "job_title": say("vennoot", "partner"),
    "signed_on": "2026-11-23",
    "signed_at": "2026-11-23T09:41:07Z",
    "digest": DIGEST,
    "method": "sign_in_link",
    "address": "192.0.2.17",
    "email": "fenna@verzonnenbrood.example",
    "terms_shown": say(
        "Ik ga akkoord met de verwerkersovereenkomst.", "I accept the processor agreement."
    ),
    "file": {"name": say("getekend.pdf", "signed.pdf"), "digest": "0a1b2c3d" * 8},
    "recorded_at": "2026-11-24T08:00:00Z",
}

AGREEMENT: Data = {
    "schema": 1,
    "provider": PROVIDER,
    "client": CLIENT,
    "contacts": [
        {
            "name": "Fenna Fictief",
            "email": "fenna@verzonnenbrood.example",
            "job_title": say("vennoot", "partner"),
            "duties": ["signatory", "notice"],
        },
        {
            "name": "Pim Privacy",
            "email": "privacy@verzonnenbrood.example",
            "job_title": say("adviseur", "adviser"),
            "duties": ["privacy", "breach"],
        },
    ],
    "agreement": {
        "id": "01938c1e-0000-7000-8000-000000000001",
        "reference": "VWO-2026-0001",
        "language": LANGUAGE,
        "version": 2,
        "frozen_on": "2026-11-22",
        "products": [HOSTING, WEBSHOP],
    },
    "terms": {
        "authorisation": "general",
        "notice_days": 30,
        "objection_days": 14,
        "day_kind": "calendar",
        "counted_from": "published",
        "on_objection": "block",
        "end_choice": "return",
        "emergency_clause": True,
    },
    "processings": [
        one
        | {
            "product": product,
            "duration": say(
                "zolang de hoofdovereenkomst loopt", "as long as the main contract runs"
            ),
            "controller_rights": say(
                "de klant geeft instructies en mag controleren",
                "the client gives instructions and may audit",
            ),
        }
        for one, product in zip(PROCESSINGS, (HOSTING, WEBSHOP), strict=True)
    ],
    "subprocessors": [
        NORTH | {"link_id": "01938c1e-0000-7000-8000-000000000011", "product": HOSTING},
        PIGEON | {"link_id": "01938c1e-0000-7000-8000-000000000012", "product": HOSTING},
    ],
    "change": {
        "id": "01938c1e-0000-7000-8000-000000000021",
        "title": say("Postduif Mail vervangt Zolderpost", "Postduif Mail replaces Zolderpost"),
        "effective_on": "2026-12-24",
    },
    "amendment": {
        "from_day": "2027-01-01",
        "reason": say("De klant neemt ook de webwinkel.", "The client takes the web shop as well."),
    },
    "own_paper": {
        "id": "01938c1e-0000-7000-8000-000000000022",
        "name": say("eigen tekst.pdf", "own text.pdf"),
        "digest": "0a1b2c3d" * 8,
        "signed_on": "2026-11-20",
    },
    "digest": DIGEST,
    "signature": _SIGNATURE,
    "earlier_signature": _SIGNATURE,
}
