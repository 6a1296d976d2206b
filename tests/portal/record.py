"""What the stubs say: an invented client of an invented provider, told as the services tell it."""

from typing import Any
from uuid import UUID

CLIENT = UUID("019a0000-0000-7000-8000-000000000001")
CONTACT = UUID("019a0000-0000-7000-8000-000000000002")
AGREEMENT = UUID("019a0000-0000-7000-8000-000000000003")
VERSION = UUID("019a0000-0000-7000-8000-000000000004")
CHANGE = UUID("019a0000-0000-7000-8000-000000000005")
OBJECTION = UUID("019a0000-0000-7000-8000-000000000006")
PRODUCT = UUID("019a0000-0000-7000-8000-000000000007")
OLD_LINK = UUID("019a0000-0000-7000-8000-000000000008")
PARTY = UUID("019a0000-0000-7000-8000-000000000009")
NEW_PARTY = UUID("019a0000-0000-7000-8000-00000000000a")
NOTICE = UUID("019a0000-0000-7000-8000-00000000000b")
DOCUMENT = UUID("019a0000-0000-7000-8000-00000000000c")
RESELLER = UUID("019a0000-0000-7000-8000-000000000031")
PERSON = UUID("019a0000-0000-7000-8000-000000000032")
DELIVERY = "019a0000-0000-7000-8000-000000000013"
DIGEST = "3f5a9c01" * 8


def text(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


SHOP = text("webwinkel met facturatie", "web shop with invoicing")
HOSTING = text("webhosting en e-mail", "web hosting and e-mail")
TERMS = {
    "language": "nl", "authorisation": "general", "notice_days": 30, "objection_days": 30,
    "day_kind": "calendar", "counted_from": "sent", "on_objection": "block",
    "end_choice": "delete", "emergency_clause": False,
}  # fmt: skip
ANNA = {
    "id": str(CONTACT), "client_id": str(CLIENT), "name": "Anna de Vries",
    "email": "anna@bakkerij.example", "language": "nl", "job_title": "directeur",
    "duties": ["signatory", "notice"],
}  # fmt: skip
BRAM = {
    "id": "019a0000-0000-7000-8000-000000000022", "client_id": str(CLIENT), "name": "Bram Smit",
    "email": "bram@bakkerij.example", "language": "en", "job_title": None, "duties": ["privacy"],
}  # fmt: skip


RESELLER_LINE = {
    "id": str(RESELLER), "name": "De Haven Internet B.V.", "brand": "Webbureau De Haven",
    "contact": "Mila, 050 123 45 67",
}  # fmt: skip
MILA = {
    "id": str(PERSON), "reseller_id": str(RESELLER), "name": "Mila Haven",
    "email": "mila@dehaven.example", "language": "en", "departed_at": None,
}  # fmt: skip


def party(name: str, number: UUID, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number), "name": name, "legal_entity": f"{name} B.V.", "registration": None,
        "address": "Kade 1, Groningen", "country": "NL", "contact": None, "website": None,
        "parent_id": None, "chain": [], **more,
    }  # fmt: skip


def link(name: str, number: UUID, **more: Any) -> dict[str, Any]:
    return {
        "link_id": str(number), "product_id": str(PRODUCT), "product": SHOP,
        "subprocessor": party(name, PARTY), "capacity": "subprocessor",
        "purpose": text("facturen van de klant bewaren", "keep the client's invoices"),
        "data_categories": [text("NAW-gegevens", "names and addresses"),
                            text("factuurregels", "invoice lines")],
        "data_subjects": [text("klanten van de webwinkel", "customers of the shop")],
        "location": text("Nederland", "the Netherlands"), "zone": "EU",
        "mechanism": "none_required", "mechanism_verified_on": None, "condition": None,
        "reason": None, "valid_from": "2026-01-01", "valid_until": None, "state": "in_force",
        **more,
    }  # fmt: skip


MONEYBIRD = link("MoneyBird", OLD_LINK)
EXACT = link(
    "Exact Online",
    UUID("019a0000-0000-7000-8000-00000000000d"),
    subprocessor=party("Exact Online", NEW_PARTY),
    location=None,
    mechanism=None,
    zone=None,
    valid_from="2026-12-22",
    state="announced",
)
SMTP = link(
    "SMTP.com",
    UUID("019a0000-0000-7000-8000-00000000000e"),
    product=HOSTING,
    purpose=text("uitgaande e-mail afleveren", "deliver outgoing e-mail"),
    data_categories=[text("e-mailadressen", "e-mail addresses")],
    location=text("Verenigde Staten", "United States"),
    zone="third",
    mechanism="scc_2021_914",
    valid_from=None,
)
MOLLIE = link(
    "Mollie (betalingen)",
    UUID("019a0000-0000-7000-8000-00000000000f"),
    capacity="controller",
    reason=text(
        "Mollie verwerkt betalingen onder eigen vergunning en bepaalt daarvoor zelf het doel.",
        "Mollie handles payments under its own licence and decides what for.",
    ),
)
GMAIL = link(
    "Gmail",
    UUID("019a0000-0000-7000-8000-000000000010"),
    capacity="own_administration",
    product=None,
    product_id=None,
    purpose=text("eigen e-mail", "own e-mail"),
)

AGREEMENT_RECORD = {
    "id": str(AGREEMENT), "client_id": str(CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
    "reference": "VWO-2026-0001", "state": "offered", "ended_on": None, "terms": TERMS,
    "products": [{"id": str(PRODUCT), "key": "webwinkel", "name": SHOP}],
    "versions": [{"id": str(VERSION), "number": 1, "digest": DIGEST,
                  "frozen_at": "2026-11-22T09:00:00Z", "cause": "onboarding", "change_id": None}],
    "signature": None, "drift": False,
}  # fmt: skip
SIGNATURE = {
    "id": "019a0000-0000-7000-8000-000000000011", "version_id": str(VERSION),
    "contact_id": str(CONTACT), "typed_name": "Anna de Vries", "job_title": "directeur",
    "signed_on": "2026-11-22", "signed_at": "2026-11-22T10:00:00Z", "digest": DIGEST,
    "method": "email_link", "address": "127.0.0.1",
}  # fmt: skip
CLIENT_RECORD = {
    "id": str(CLIENT), "external_id": "K-1001", "name": "Bakkerij Het Voorbeeld B.V.",
    "registration": "00000001", "address": "Dorpsstraat 1, Utrecht", "country": "NL",
    "language": "nl", "onboarded_at": "2026-11-22T09:00:00Z", "ended_on": None,
    "contacts": [ANNA, BRAM],
    "agreement": {"id": str(AGREEMENT), "reference": "VWO-2026-0001", "state": "offered",
                  "terms": TERMS, "products": [SHOP]},
}  # fmt: skip
CLIENT_LINE = {
    "id": str(CLIENT), "name": "Bakkerij Het Voorbeeld B.V.", "external_id": "K-1001",
    "agreement": {"id": str(AGREEMENT), "state": "offered"}, "products": [SHOP], "drift": False,
}  # fmt: skip
SNAPSHOT: dict[str, Any] = {
    "schema": 1,
    "provider": {"name": "De Kale ICT", "legal_name": "De Kale ICT", "registration": None,
                 "address": None, "country": "NL", "email": "info@kale.example", "phone": None,
                 "website": None, "privacy_contact": "privacy@kale.example"},
    "client": {"name": "Bakkerij Het Voorbeeld B.V.", "registration": "00000001",
               "address": "Dorpsstraat 1, Utrecht", "country": "NL"},
    "contacts": [{"name": "Anna de Vries", "email": "anna@bakkerij.example",
                  "job_title": "directeur", "duties": ["signatory", "notice"]}],
    "agreement": {"id": str(AGREEMENT), "reference": "VWO-2026-0001", "language": "nl",
                  "version": 1, "frozen_on": "2026-11-22",
                  "products": ["webwinkel met facturatie"]},
    "terms": {key: value for key, value in TERMS.items() if key != "language"},
    "processings": [{"product": "webwinkel met facturatie",
                     "subject_matter": "het draaien van een webwinkel", "nature": "opslag",
                     "purpose": "bestellingen en facturen afhandelen",
                     "data_categories": ["NAW-gegevens"], "data_subjects": ["klanten"],
                     "retention": None, "measures": ["versleutelde verbindingen"]}],
    "subprocessors": [{"link_id": str(OLD_LINK), "product": "webwinkel met facturatie",
                       "name": "MoneyBird", "legal_entity": "MoneyBird B.V.", "address": None,
                       "country": "NL", "contact": None,
                       "purpose": "facturen van de klant bewaren",
                       "data_categories": ["NAW-gegevens"], "data_subjects": ["klanten"],
                       "location": "Nederland", "zone": "EU", "mechanism": "none_required",
                       "mechanism_verified_on": None, "condition": None,
                       "valid_from": "2026-01-01", "chain": []}],
    "change": None,
}  # fmt: skip
CHANGE_RECORD = {
    "id": str(CHANGE), "title": text("Andere facturatiedienst", "Another invoicing service"),
    "reason": text("MoneyBird stopt met deze dienst.", "MoneyBird ends this service."),
    "effective_on": "2026-12-22", "at_once": False, "state": "published",
    "created_at": "2026-11-22T09:00:00Z", "published_at": "2026-11-22T10:00:00Z",
    "withdrawn_at": None,
    "lines": [{"action": "replacement", "old": MONEYBIRD, "new": EXACT}],
    "counts": {"agreements": 3, "concerned": 3, "recipients": 4, "effective": 0, "held": 3},
    "concern": {"agreement_id": str(AGREEMENT), "authorisation": "general",
                "deadline": "2026-12-22", "standing": "notice_running", "until": "2026-12-22",
                "approved": False, "objection_id": None},
}  # fmt: skip
RECIPIENT = {
    "recipient_id": "019a0000-0000-7000-8000-000000000012", "contact_id": str(CONTACT),
    "name": "Anna de Vries", "email": "anna@bakkerij.example", "language": "nl",
    "cause": "publication", "outcome": "accepted", "client_id": str(CLIENT),
    "client": "Bakkerij Het Voorbeeld B.V.", "agreement_id": str(AGREEMENT),
    "agreement_reference": "VWO-2026-0001", "authorisation": "general", "day_kind": "calendar",
    "clock_started_at": "2026-11-22T10:00:00Z", "deadline": "2026-12-22",
    "standing": "notice_running", "until": "2026-12-22",
}  # fmt: skip
OBJECTION_RECORD = {
    "id": str(OBJECTION), "change_id": str(CHANGE), "change_title": CHANGE_RECORD["title"],
    "agreement_id": str(AGREEMENT), "client_id": str(CLIENT),
    "client": "Bakkerij Het Voorbeeld B.V.", "grounds": "De locatie is niet bekend.",
    "contact_id": str(CONTACT), "received_at": "2026-11-23T10:00:00Z", "on_objection": "block",
    "decisions": [],
}  # fmt: skip
HELD = {
    "client_id": str(CLIENT), "client": "Bakkerij Het Voorbeeld B.V.",
    "agreement_id": str(AGREEMENT), "reason": "unreached", "until": None,
}  # fmt: skip
GATE: dict[str, Any] = {
    "reasons": [{"reason": "unreached", "free_on": None, "agreements": 1},
                {"reason": "term", "free_on": "2026-12-23", "agreements": 2}],
    "waves": [{"number": 1, "agreements": 4, "activated_by": None,
               "activated_at": "2026-12-20T10:00:00Z"}],
    "overrides": [{"agreement_id": None, "person": "Sanne de Boer, directeur",
                   "reason": "Failliet.", "overridden_at": "2026-12-19T10:00:00Z"}],
}  # fmt: skip
DRAWN_UP: dict[str, Any] = {"notice": {"kind": "change_announced"}, "items": [{}], "next": None}
PREVIEW = {
    "language": "nl", "client": "Bakkerij Het Voorbeeld B.V.", "authorisation": "general",
    "emergency_clause": False, "subject": "Voorgenomen wijziging van subverwerkers",
    "text": "Geachte Anna de Vries,\n\nWij berichten u over een voorgenomen wijziging.",
}  # fmt: skip
IMPACT = {
    "agreements": 3, "recipients": 4, "without_recipient": 1, "specific": 1, "emergency": 0,
    "slack_days": -8, "latest_deadline": "2026-12-22",
    "everybody_from": "2026-12-23", "after_effective_date": 1, "findings": [],
    "warnings": [text("Locatie nog niet bekend.", "Location not known yet.")],
}  # fmt: skip
PAPER = {
    "id": str(DOCUMENT), "version_id": str(VERSION), "variant": "offered", "kind": "pdf",
    "digest": DIGEST, "size": 84213, "stored_at": "2026-11-22T09:00:05Z",
    "file_name": "VWO-2026-0001.pdf",
}  # fmt: skip
TENANT = {
    "slug": "de-kale-ict", "name": "De Kale ICT", "legal_name": None, "registration": None,
    "address": None, "country": "NL", "email": "info@kale.example", "phone": None,
    "website": None, "privacy_contact": None, "eu_only": False,
}  # fmt: skip
MESSAGE = {
    "id": str(NOTICE), "notice_id": str(NOTICE), "kind": "change_announced",
    "subject_id": str(CHANGE), "contact_id": str(CONTACT), "name": "Anna de Boer",
    "about": {"nl": "Ander boekhoudpakket", "en": "Another bookkeeping system"},
    "reference": "VO-2026-0001", "at": "2026-11-20T09:00:00Z", "state": "accepted",
    "proof": "accepted_by_mail_server", "seen_at": None, "acknowledged_at": None,
}  # fmt: skip
MESSAGE_TEXT = {
    "subject": "Voorgenomen wijziging van subverwerkers",
    "parts": [
        {"kind": "paragraph", "text": "Geachte Anna de Boer,", "rows": []},
        {"kind": "heading", "text": "Ander boekhoudpakket", "rows": []},
        {"kind": "rows", "text": "", "rows": [["Nieuwe partij", "<b>Nieuwboek</b>"]]},
        {"kind": "action", "text": "Wijziging bekijken of bezwaar maken", "rows": []},
        {"kind": "small", "text": "Geen nieuwsbrief.", "rows": []},
    ],
    "path": f"/changes/{CHANGE}/object",
}  # fmt: skip
PROGRESS: dict[str, Any] = {
    "notice_id": str(NOTICE), "gathering": False, "problem": None, "total": 4000, "remaining": 1500,
    "counts": {"accepted": 2490, "failed": 10, "queued": 1500}, "per_second": 250.4, "put_off": 2,
    "next_attempt_at": "2026-11-22T10:05:00Z", "ready_at": "2026-11-22T10:01:00Z",
    "causes": [
        {"state": "failed", "kind": "refused", "code": 550, "reason": None, "deliveries": 7},
        {"state": "failed", "kind": "refused", "code": None, "reason": "address-invalid",
         "deliveries": 3},
    ],
}  # fmt: skip
CHECKED: dict[str, Any] = {
    "notice_id": str(NOTICE), "kind": "change_announced", "sound": True, "rows": 12, "erased": 0,
    "account": {"recipients": 4000, "delivered": 3990, "unreached": 10, "in_doubt": 0,
                "waiting": 0, "stopped": 0},
    "list": {"recipients": 4000, "untold": 0, "unlisted": 0}, "findings": [], "faults": [],
}  # fmt: skip
