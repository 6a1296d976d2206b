"""Frozen snapshots to render in tests: each is exactly what an agreement version freezes.

Every call answers a fresh dictionary, so that a test may change what it likes.
The parties are invented; null stands for a fact that nobody has confirmed yet.
"""

import hashlib
from typing import Any

import rfc8785

from shared.text import Language

Snapshot = dict[str, Any]
Signature = dict[str, Any]

AUTHORISATIONS = ("general", "specific")
ON_OBJECTION = ("block", "mitigate", "terminate")
COUNTED_FROM = ("published", "sent", "delivered")
DAY_KINDS = ("calendar", "business")
END_CHOICES = ("return", "delete")


def digest_of(snapshot: Snapshot) -> str:
    """Lowercase hex SHA-256 of the canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(snapshot)).hexdigest()


def general_nl() -> Snapshot:
    """Dutch, general authorisation, 30 calendar days, four sub-processors, one in a chain."""
    return {
        "schema": 1,
        "provider": {
            "name": "Voorbeeldhost",
            "legal_name": "Voorbeeldhost B.V.",
            "registration": "KvK 00000001",
            "address": "Proefstraat 1, 9700 AA Groningen",
            "country": "NL",
            "email": "info@voorbeeldhost.example",
            "phone": "+31 50 000 00 01",
            "website": "https://voorbeeldhost.example",
            "privacy_contact": "privacy@voorbeeldhost.example",
        },
        "client": {
            "name": "Bakkerij Het Verzonnen Brood V.O.F.",
            "registration": "KvK 00000002",
            "address": "Deegweg 12, 9000 ZZ Nergenshuizen",
            "country": "NL",
        },
        "contacts": [
            {
                "name": "Fenna Fictief",
                "email": "fenna@verzonnenbrood.example",
                "job_title": "vennoot",
                "duties": ["signatory", "notice"],
            },
            {
                "name": "Pim Privacy",
                "email": "privacy@verzonnenbrood.example",
                "job_title": None,
                "duties": ["privacy", "breach"],
            },
        ],
        "agreement": {
            "id": "01938c1e-0000-7000-8000-000000000001",
            "reference": "VWO-2026-0001",
            "language": "nl",
            "version": 1,
            "frozen_on": "2026-11-22",
            "products": ["webhosting en e-mail", "webwinkel met facturatie"],
        },
        "terms": {
            "authorisation": "general",
            "notice_days": 30,
            "objection_days": 14,
            "day_kind": "calendar",
            "counted_from": "delivered",
            "on_objection": "mitigate",
            "end_choice": "delete",
            "emergency_clause": True,
        },
        "processings": _processings_nl(),
        "subprocessors": _subprocessors_nl(),
        "change": None,
    }


def _processings_nl() -> list[dict[str, Any]]:
    return [
        {
            "product": "webhosting en e-mail",
            "subject_matter": "beschikbaar houden van websites en postbussen",
            "duration": "zolang de hoofdovereenkomst loopt",
            "controller_rights": "de klant geeft instructies en mag controleren",
            "nature": "opslaan, doorgeven, back-ups maken en herstellen",
            "purpose": "de website en de e-mail van de klant laten werken",
            "data_categories": ["naam", "e-mailadres", "inhoud van berichten", "IP-adres"],
            "data_subjects": ["bezoekers van de website", "correspondenten", "medewerkers"],
            "retention": "zolang de klant de gegevens bewaart; back-ups 30 dagen",
            "measures": [
                "versleuteling van alle verbindingen (TLS 1.2 of hoger)",
                "dagelijkse back-up op een tweede locatie, elk kwartaal teruggezet als proef",
                "toegang van beheerders alleen met twee factoren en met een logboek",
            ],
        },
        {
            "product": "webwinkel met facturatie",
            "subject_matter": "verwerken van bestellingen en facturen",
            "nature": "vastleggen, raadplegen, verzenden en archiveren",
            "purpose": "bestellingen afhandelen en facturen maken namens de klant",
            "data_categories": ["naam en adres", "e-mailadres", "bestelling", "factuur"],
            "data_subjects": ["kopers in de webwinkel"],
            "retention": None,
            "measures": ["scheiding van gegevens per klant", "versleutelde opslag van facturen"],
        },
    ]


def _subprocessors_nl() -> list[dict[str, Any]]:
    return [*_hosting_nl(), *_webshop_nl()]


def _hosting_nl() -> list[dict[str, Any]]:
    return [
        {
            "link_id": "01938c1e-0000-7000-8000-000000000011",
            "product": "webhosting en e-mail",
            "name": "Rekencentrum Noord",
            "legal_entity": "Rekencentrum Noord B.V.",
            "address": "Serverlaan 3, 9723 XX Groningen",
            "country": "NL",
            "contact": "privacy@rekencentrumnoord.example",
            "contact_person": "N. Noord, privacy officer",
            "purpose": "ruimte, stroom en netwerk voor de servers",
            "data_categories": ["alle gegevens op de servers, versleuteld"],
            "data_subjects": ["bezoekers van de website", "correspondenten"],
            "location": "Groningen, Nederland",
            "zone": "EU",
            "mechanism": "none_required",
            "mechanism_verified_on": None,
            "condition": None,
            "valid_from": "2025-01-01",
            "chain": [],
        },
        {
            "link_id": "01938c1e-0000-7000-8000-000000000012",
            "product": "webhosting en e-mail",
            "name": "Postduif Mail",
            "legal_entity": "Postduif Mail, Inc.",
            "address": "1 Sample Street, Springfield",
            "country": "US",
            "contact": "dpo@postduif.example",
            "purpose": "afleveren van uitgaande e-mail",
            "data_categories": ["e-mailadres", "inhoud van berichten"],
            "data_subjects": ["correspondenten"],
            "location": "Virginia, Verenigde Staten",
            "zone": "third",
            "mechanism": "dpf",
            "mechanism_verified_on": "2026-10-01",
            "condition": "alleen wanneer de klant uitgaande e-mail via de dienst verstuurt",
            "valid_from": "2025-06-01",
            "chain": [
                {
                    "name": "Wolkenberg Opslag Ltd",
                    "legal_entity": "Wolkenberg Opslag Limited",
                    "address": "7 Imaginary Quay, Dublin",
                    "country": "IE",
                    "contact": "dpo@wolkenberg.example",
                    "contact_person": "W. Berg",
                },
                {"name": "Kabelsalaat GmbH", "country": "DE"},
            ],
        },
    ]


def _webshop_nl() -> list[dict[str, Any]]:
    return [
        {
            "link_id": "01938c1e-0000-7000-8000-000000000013",
            "product": "webwinkel met facturatie",
            "name": "Factuurfabriek",
            "legal_entity": None,
            "address": None,
            "country": "NL",
            "contact": None,
            "purpose": "bewaren van facturen aan kopers",
            "data_categories": ["naam en adres", "factuur"],
            "data_subjects": ["kopers in de webwinkel"],
            "location": None,
            "zone": None,
            "mechanism": None,
            "mechanism_verified_on": None,
            "condition": None,
            "valid_from": "2026-02-15",
            "chain": [],
        },
        {
            "link_id": "01938c1e-0000-7000-8000-000000000014",
            "product": "webwinkel met facturatie",
            "name": "Fjordbackup",
            "legal_entity": "Fjordbackup AS",
            "address": "Eksempelveien 7, Bergen",
            "country": "NO",
            "contact": "personvern@fjordbackup.example",
            "purpose": "tweede back-up op afstand",
            "data_categories": ["bestelling", "factuur"],
            "data_subjects": ["kopers in de webwinkel"],
            "location": "Bergen, Noorwegen",
            "zone": "EEA",
            "mechanism": "none_required",
            "mechanism_verified_on": None,
            "condition": None,
            "valid_from": "2026-12-24",
            "chain": [],
        },
    ]


def specific_nl() -> Snapshot:
    """Dutch, specific authorisation, 10 business days, made by a change (version 2)."""
    snapshot = general_nl()
    snapshot["agreement"] |= {"version": 2, "frozen_on": "2027-01-04"}
    snapshot["terms"] |= {
        "authorisation": "specific",
        "notice_days": 10,
        "objection_days": 1,
        "day_kind": "business",
        "counted_from": "sent",
        "on_objection": "block",
        "end_choice": "return",
        "emergency_clause": False,
    }
    snapshot["change"] = {
        "id": "01938c1e-0000-7000-8000-000000000021",
        "title": "Fjordbackup vervangt Zolderbackup",
        "effective_on": "2026-12-24",
    }
    return snapshot


def general_en() -> Snapshot:
    """English, general authorisation, counted from publication, terminate on objection."""
    snapshot = general_nl()
    snapshot["provider"]["name"] = "Samplehost"
    snapshot["provider"]["legal_name"] = "Samplehost B.V."
    snapshot["client"] |= {
        "name": "Invented Imports Ltd",
        "registration": None,
        "address": "3 Nowhere Lane, Dublin",
        "country": "IE",
    }
    snapshot["contacts"][0]["job_title"] = "managing director"
    snapshot["agreement"] |= {"language": "en", "products": ["web hosting and e-mail"]}
    snapshot["terms"] |= {"counted_from": "published", "on_objection": "terminate"}
    snapshot["processings"] = [
        {
            "product": "web hosting and e-mail",
            "subject_matter": "keeping websites and mailboxes available",
            "duration": "as long as the main contract runs",
            "controller_rights": "the client gives instructions and may audit",
            "nature": "storing, transmitting, backing up and restoring",
            "purpose": "making the client's website and e-mail work",
            "data_categories": ["name", "e-mail address", "content of messages", "IP address"],
            "data_subjects": ["visitors of the website", "correspondents"],
            "retention": "as long as the client keeps the data; backups 30 days",
            "measures": ["encryption of all connections (TLS 1.2 or higher)", "daily backup"],
        }
    ]
    snapshot["subprocessors"] = [
        _subprocessors_nl()[0]
        | {
            "product": "web hosting and e-mail",
            "purpose": "space, power and network for the servers",
            "data_categories": ["all data on the servers, encrypted"],
            "data_subjects": ["visitors of the website", "correspondents"],
            "location": "Groningen, the Netherlands",
        },
        _subprocessors_nl()[1]
        | {
            "product": "web hosting and e-mail",
            "purpose": "delivery of outgoing e-mail",
            "data_categories": ["e-mail address", "content of messages"],
            "data_subjects": ["correspondents"],
            "location": "Virginia, United States",
            "mechanism": "scc",
            "mechanism_verified_on": None,
            "condition": "only when the client sends e-mail through the service",
        },
    ]
    return snapshot


def unknown_facts(language: Language = "nl") -> Snapshot:
    """Everything that may be unknown is unknown; nothing is listed but one bare sub-processor."""
    snapshot = general_nl() if language == "nl" else general_en()
    for field in ("registration", "address", "email", "phone", "website", "privacy_contact"):
        snapshot["provider"][field] = None
    snapshot["client"] |= {"registration": None, "address": None, "country": None}
    processing = snapshot["processings"][0]
    processing |= {"nature": None, "retention": None, "data_subjects": [], "measures": []}
    snapshot["processings"] = [processing]
    bare = dict.fromkeys(snapshot["subprocessors"][0])
    bare |= {"link_id": "01938c1e-0000-7000-8000-000000000015", "name": "Onbekend & Zn"}
    bare |= {"product": processing["product"], "purpose": "reserve"}
    bare |= {"data_categories": [], "data_subjects": [], "chain": []}
    snapshot["subprocessors"] = [bare]
    return snapshot


def hostile(language: Language = "nl") -> Snapshot:
    """Names that look like markup or like template tags; they must be printed as they are."""
    snapshot = general_nl() if language == "nl" else general_en()
    snapshot["client"]["name"] = "Wolk & Co <b>"
    snapshot["provider"]["name"] = "Nul \"&\" 'Eén' </w:t>"
    snapshot["contacts"][0]["name"] = "{{ 7*7 }}"
    snapshot["subprocessors"][0]["name"] = "{% raw %}Klem{% endraw %}"
    snapshot["subprocessors"][1]["legal_entity"] = "&lt;Dubbel&gt; & Zn"
    snapshot["processings"][0]["purpose"] = "regel een\nregel twee"
    return snapshot


def signature_of(snapshot: Snapshot) -> Signature:
    """What the client's signatory left: the digest is that of the snapshot, times are UTC."""
    signatory = next(one for one in snapshot["contacts"] if "signatory" in one["duties"])
    return {
        "typed_name": signatory["name"],
        "job_title": signatory["job_title"],
        "signed_on": "2026-11-23",
        "signed_at": "2026-11-23T09:41:07Z",
        "digest": digest_of(snapshot),
        "method": "sign_in_link",
        "address": "192.0.2.17",
        "email": None,
        "terms_shown": None,
        "file": None,
        "recorded_at": None,
    }


def recorded(signature: Signature, method: str) -> Signature:
    """The same yes, given elsewhere and recorded by the provider."""
    kept = {"name": "getekend exemplaar.pdf", "digest": "0a1b2c3d" * 8}
    clicked = method == "checkout_click"
    return signature | {
        "method": method,
        "address": signature["address"] if clicked else None,
        "email": "fenna@verzonnenbrood.example" if clicked else None,
        "terms_shown": "Ik ga akkoord met de verwerkersovereenkomst." if clicked else None,
        "file": None if clicked else kept,
        "recorded_at": "2026-11-24T08:00:00Z",
    }


def context(
    snapshot: Snapshot, signature: Signature | None = None, earlier: Signature | None = None
) -> dict[str, Any]:
    """The template context: the snapshot, the signature (or null) and the digest."""
    return (
        {"amendment": None, "own_paper": None}
        | snapshot
        | {
            "signature": signature,
            "earlier_signature": earlier,
            "digest": digest_of(snapshot),
        }
    )
