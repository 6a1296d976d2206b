"""Invented documents that a provider makes of its own record."""

from services.documents.builtin.sample_parties import (
    CLIENT,
    DIGEST,
    HOSTING,
    LANGUAGE,
    NORTH,
    OFFICERS,
    PIGEON,
    PROCESSINGS,
    PROVIDER,
    WEBSHOP,
    Data,
    say,
)

_TRANSFERS: list[Data] = [
    {
        "party": "Postduif Mail",
        "legal_entity": "Postduif Mail, Inc.",
        "product": HOSTING,
        "countries": say("Verenigde Staten", "United States"),
        "zone": "third",
        "mechanism": "dpf",
        "safeguard": say("EU-VS-gegevensprivacykader", "EU-US Data Privacy Framework"),
        "verified_on": "2026-10-01",
    },
    {
        "party": "Bergen Backup",
        "legal_entity": "Bergen Backup Ltd",
        "product": WEBSHOP,
        "countries": say("Verenigd Koninkrijk", "United Kingdom"),
        "zone": "adequate",
        "mechanism": "adequacy",
        "safeguard": say("adequaatheidsbesluit", "adequacy decision"),
        "verified_on": "2026-09-01",
    },
]
_HEAD: Data = {
    "schema": 1,
    "language": LANGUAGE,
    "on": "2026-11-22",
    "provider": PROVIDER | OFFICERS,
}
_MISSING: list[Data] = [
    {"what": "measures", "of": WEBSHOP},
    {"what": "countries", "of": "Postduif Mail"},
    {"what": "address", "of": "Voorbeeldhost"},
]
_PRODUCTS: list[Data] = [
    {"name": HOSTING, "processings": PROCESSINGS[:1]},
    {"name": WEBSHOP, "processings": PROCESSINGS[1:]},
]

PROCESSING_RECORD: Data = _HEAD | {
    "products": _PRODUCTS,
    "transfers": _TRANSFERS,
    "controllers": [
        CLIENT
        | OFFICERS
        | {
            "reference": "VWO-2026-0001",
            "contacts": [
                {
                    "name": "Fenna Fictief",
                    "email": "fenna@verzonnenbrood.example",
                    "job_title": say("vennoot", "partner"),
                }
            ],
            "products": [HOSTING, WEBSHOP],
            "transfers": ["Postduif Mail"],
        },
        CLIENT
        | OFFICERS
        | {
            "name": say("Sportclub De Denkbeeldige", "Imaginary Sports Club"),
            "reference": "VWO-2026-0002",
            "contacts": [
                {
                    "name": "Toon Trainer",
                    "email": "toon@denkbeeldig.example",
                    "job_title": say("secretaris", "secretary"),
                }
            ],
            "products": [HOSTING],
            "transfers": ["Postduif Mail"],
        },
    ],
    "missing": _MISSING,
    "digest": DIGEST,
}

DATA_PRO_STATEMENT: Data = _HEAD | {
    "products": [
        {
            "name": HOSTING,
            "description": say(
                "ruimte voor websites en postbussen, met beheer",
                "space for websites and mailboxes, with operation",
            ),
            "processings": PROCESSINGS[:1],
            "subprocessors": [NORTH, PIGEON],
        },
        {
            "name": WEBSHOP,
            "description": say("een webwinkel die zelf factureert", "a web shop that invoices"),
            "processings": PROCESSINGS[1:],
            "subprocessors": [NORTH],
        },
    ],
    "transfers": _TRANSFERS,
    "eu_only": True,
    "told": {
        "intended_use": say(
            "Voor gewone bedrijfsgegevens; niet voor medische dossiers.",
            "For ordinary business data; not for medical files.",
        ),
        "by_design": say(
            "Logboeken bevatten geen inhoud en verdwijnen na 30 dagen.",
            "Logs hold no content and are gone after 30 days.",
        ),
        "rights_support": say(
            "Verzoeken gaan binnen twee werkdagen door naar de klant.",
            "Requests are passed on to the client within two business days.",
        ),
        "breach_procedure": say(
            "Een datalek wordt zonder uitstel per e-mail en telefoon gemeld.",
            "A breach is told by e-mail and telephone without delay.",
        ),
        "end_of_data": say(
            "Een maand na het einde zijn alle gegevens verwijderd.",
            "One month after the end all data have been deleted.",
        ),
        "certificates": [
            say("ISO 27001, geldig tot 1 mei 2028", "ISO 27001, valid until 1 May 2028"),
            say("jaarlijkse penetratietest, maart 2026", "yearly penetration test, March 2026"),
        ],
    },
    "missing": _MISSING,
    "digest": DIGEST,
}
