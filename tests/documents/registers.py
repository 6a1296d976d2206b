"""A record of processing as contracts tells it, in small; a test may change what it likes."""

from typing import Any
from uuid import UUID, uuid4

from tests.documents.stand import Stand

Json = dict[str, Any]
HOSTING, MAIL, CLOUD = (str(uuid4()) for _ in range(3))


def say(nl: str, en: str) -> Json:
    return {"nl": nl, "en": en}


def controller(name: str, client_id: str | None = None) -> Json:
    return {
        "agreement_id": str(uuid4()),
        "reference": f"VWO-{name}",
        "client_id": client_id or str(uuid4()),
        "name": name,
        "registration": None,
        "address": None,
        "country": "NL",
        "representative": None,
        "dpo": None,
        "contacts": [
            {
                "name": f"Tess {name}",
                "email": "tess@klant.example",
                "job_title": None,
                "duties": ["notice"],
            }
        ],
        "products": [HOSTING],
        "transfers": [CLOUD],
    }


def head() -> Json:
    return {
        "on": "2026-11-22",
        "processor": {
            "name": "Voorbeeldhost",
            "legal_name": "Voorbeeldhost B.V.",
            "registration": None,
            "address": None,
            "country": "NL",
            "email": "info@voorbeeldhost.example",
            "phone": None,
            "website": None,
            "privacy_contact": None,
            "representative": None,
            "dpo": None,
        },
        "products": [
            {
                "product_id": HOSTING,
                "product": say("webhosting", "web hosting"),
                "processings": [
                    {
                        "subject_matter": say("websites tonen", "showing websites"),
                        "nature": None,
                        "purpose": None,
                        "data_categories": [say("IP-adressen", "IP addresses")],
                        "data_subjects": [],
                        "retention": None,
                        "measures": [],
                    }
                ],
            },
            {"product_id": MAIL, "product": say("e-mail 2.0", "mail 2.0"), "processings": []},
        ],
        "transfers": [
            {
                "link_id": CLOUD,
                "product_id": HOSTING,
                "party": "Verre Wolk Inc.",
                "legal_entity": None,
                "countries": ["US"],
                "country_names": say("Verenigde Staten", "United States"),
                "zone": "third",
                "mechanism": "dpf",
                "safeguard": say("gegevensprivacykader", "data privacy framework"),
                "verified_on": "2026-10-01",
            }
        ],
        "missing": ["processor.address", "products.e-mail 2.0.processings"],
    }


class Record:
    """What one tenant's contracts answers; ``controllers`` come ``page`` at a time."""

    def __init__(self, stand: Stand, tenant_id: UUID, *controllers: Json) -> None:
        self.head, self.controllers = head(), list(controllers)
        self.page = 200
        self.asked: list[dict[str, str]] = []
        self.link = {
            "link_id": CLOUD,
            "product_id": HOSTING,
            "subprocessor": {
                "id": str(uuid4()),
                "name": "Verre Wolk",
                "legal_entity": "Verre Wolk Inc.",
                "address": None,
                "country": "US",
                "contact": None,
                "contact_person": None,
                "chain": [],
            },
            "purpose": say("opslag", "storage"),
            "data_categories": [say("IP-adressen", "IP addresses")],
            "data_subjects": [],
            "location": None,
            "zone": "third",
            "mechanism": "dpf",
            "mechanism_verified_on": "2026-10-01",
            "condition": None,
            "valid_from": "2025-01-01",
        }
        described = {"id": HOSTING, "description": say("ruimte voor sites", "space for sites")}
        for path, answer in {
            "/record-of-processing": self._answer,
            "/links": lambda _: {"items": [self.link], "next": None},
            "/products": lambda _: {"items": [described], "next": None},
            "/tenant": lambda _: {"name": "Voorbeeldhost", "legal_name": None, "eu_only": False},
        }.items():
            stand.asked[tenant_id, path] = answer

    def _answer(self, query: dict[str, str]) -> Json:
        self.asked.append(query)
        start = int(query.get("after", 0))
        end = start + min(self.page, int(query["limit"]))
        more = str(end) if end < len(self.controllers) else None
        return self.head | {"items": self.controllers[start:end], "next": more}
