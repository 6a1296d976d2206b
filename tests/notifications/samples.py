"""Facts and recipients as contracts would give them; every name is invented."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from services.notifications.domain.delivery import Delivery, addressed, notice_id
from services.notifications.domain.facts import (
    Amended,
    Breach,
    ChangeFacts,
    EndpointFacts,
    IncidentFacts,
    Kind,
    Line,
    NoticeFacts,
    ObjectionFacts,
    Party,
    Provider,
    PublicFacts,
    PublicLine,
    Recipient,
    SignInFacts,
    SubscriptionFacts,
    TerminationFacts,
    UpstreamFacts,
    VersionFacts,
    Words,
)
from shared.text import Text

SPACE = UUID("00000000-0000-4000-8000-000000000000")
TENANT = uuid5(SPACE, "tenant")
OTHER_TENANT = uuid5(SPACE, "other tenant")
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PROVIDER = Provider(name="Voorbeeldhost B.V.", email="privacy@voorbeeldhost.example")
SUBJECT = uuid5(SPACE, "subject")


def same(text: str) -> Text:
    return Text(nl=text, en=text)


def party(name: str, **more: Any) -> Party:
    known: dict[str, Any] = {
        "name": name,
        "legal_entity": f"{name} B.V.",
        "address": "Dorpsstraat 1, Voorbeelddam",
        "country": "NL",
        "purpose": Text(nl="facturen bewaren", en="keeping invoices"),
        "data_categories": (Text(nl="naam", en="name"), Text(nl="adres", en="address")),
        "location": Text(nl="Nederland", en="the Netherlands"),
        "mechanism": None,
    }
    return Party(**(known | more))


def change(subject: UUID = SUBJECT, **more: Any) -> ChangeFacts:
    known: dict[str, Any] = {
        "kind": "change_announced",
        "subject_id": subject,
        "provider": PROVIDER,
        "title": Text(nl="Ander boekhoudpakket", en="Another bookkeeping system"),
        "reason": Text(nl="Het oude pakket stopt.", en="The old system ends."),
        "effective_on": date(2026, 12, 31),
        "lines": (
            Line(
                action="replacement",
                product=Text(nl="webwinkel", en="web shop"),
                old=party("Oudboek"),
                new=party("Nieuwboek"),
            ),
        ),
    }
    return ChangeFacts(**(known | more))


def altered(subject: UUID = SUBJECT, **more: Any) -> ChangeFacts:
    known: dict[str, Any] = {
        "kind": "change_altered",
        "effective_on": date(2027, 2, 1),
        "alteration": 1,
        "earlier_days": (date(2026, 12, 31),),
        "altered_because": Text(nl="De leverancier is later.", en="The supplier is late."),
    }
    return change(subject, **(known | more))


def version(kind: Any = "agreement_ready", subject: UUID = SUBJECT, **more: Any) -> VersionFacts:
    known: dict[str, Any] = {
        "kind": kind,
        "subject_id": subject,
        "provider": PROVIDER,
        "products": (Text(nl="webwinkel", en="web shop"),),
        "digest": "ab" * 32,
        "change_title": None,
        "effective_on": None,
        "signed_at": MOMENT if kind in ("agreement_signed", "agreement_countersigned") else None,
    }
    return VersionFacts(**(known | more))


def objection(kind: Any = "objection_received", subject: UUID = SUBJECT) -> ObjectionFacts:
    decided = kind == "objection_decided"
    return ObjectionFacts(
        kind=kind,
        subject_id=subject,
        provider=PROVIDER,
        change_id=SUBJECT,
        change_title=Text(nl="Ander boekhoudpakket", en="Another bookkeeping system"),
        received_at=MOMENT,
        decision="client_held_back" if decided else None,
        reason="Wij kunnen het oude pakket voor u aanhouden." if decided else None,
    )


def termination(kind: Any = "agreement_ending", subject: UUID = SUBJECT) -> TerminationFacts:
    return TerminationFacts(
        kind=kind,
        subject_id=subject,
        provider=PROVIDER,
        by="client",
        reason="De klant stapt over.",
        given_on=date(2026, 11, 22),
        ends_on=date(2026, 12, 31),
        products=(Text(nl="webwinkel", en="web shop"),),
        end_choice="return",
        data_by=date(2027, 1, 30),
    )


def amended() -> Amended:
    return Amended(
        from_day=date(2027, 1, 1),
        begins=(Text(nl="mailbox", en="mailbox"),),
        ends=(),
        reason="U neemt ook mail af.",
    )


def breach(**more: Any) -> Breach:
    known: dict[str, Any] = {
        "title": "Postvak van buiten gelezen",
        "products": (Text(nl="webwinkel", en="web shop"),),
        "subprocessor": None,
        "server": "mail3",
        "found_at": MOMENT,
        "began_at": datetime(2026, 11, 20, 22, 15, tzinfo=UTC),
        "ended_at": MOMENT,
        "nature": Words(nl="Iemand las een postvak.", en="Somebody read a mailbox."),
        "subjects": Words(nl="kopers", en="buyers"),
        "subjects_number": 250,
        "records": Words(nl="namen en adressen", en="names and addresses"),
        "records_number": 300,
        "numbers_note": None,
        "contact_point": "FG, fg@voorbeeldhost.example, 050 123 45 67",
        "consequences": Words(nl="Gerichte nepmail.", en="Targeted phishing."),
        "measures": Words(nl="Wachtwoorden vervangen.", en="Passwords replaced."),
    }
    return Breach(**(known | more))


def incident(
    subject: UUID = SUBJECT, stage: Any = "first", number: int = 1, **more: Any
) -> IncidentFacts:
    return IncidentFacts(
        kind="incident_notified",
        subject_id=subject,
        provider=PROVIDER,
        incident_id=uuid5(SPACE, "incident"),
        stage=stage,
        number=number,
        told=breach(**more),
    )


def sign_in() -> SignInFacts:
    return SignInFacts(kind="sign_in", subject_id=SUBJECT, provider=PROVIDER, expires_at=MOMENT)


def recipient(number: int = 1, **more: Any) -> Recipient:
    known: dict[str, Any] = {
        "recipient_id": uuid5(SPACE, f"recipient {number}"),
        "client_id": uuid5(SPACE, f"client {number}"),
        "client": f"Bakkerij Voorbeeld {number}",
        "contact_id": uuid5(SPACE, f"contact {number}"),
        "name": f"J. de Proef {number}",
        "email": f"proef{number}@bakkerij.example",
        "language": "nl",
        "agreement_id": uuid5(SPACE, f"agreement {number}"),
        "agreement_reference": f"VWO-2026-{number:04}",
        "authorisation": "general",
        "deadline": date(2026, 12, 22),
        "earliest_deadline": None,
        "notice_days": 30,
        "objection_days": 14,
        "day_kind": "calendar",
        "counted_from": "published",
    }
    return Recipient(**(known | more))


def delivery(kind: Kind = "change_announced", **more: Any) -> Delivery:
    notice = notice_id(TENANT, kind, SUBJECT)
    new = addressed(notice, "mail", recipient(**more))
    known = (new.contact_id, new.recipient_id, new.client_id, new.terms, new.person)
    return Delivery(new.id, notice, *known, MOMENT)


def halted() -> EndpointFacts:
    return EndpointFacts(
        kind="webhook_halted",
        subject_id=SUBJECT,
        provider=Provider(name="Voorbeeldhost B.V.", email=None),
        endpoint="Boekhouding",
        failing_since=MOMENT,
        gone=False,
        page="https://portal.example/settings/webhooks/1",
    )


HOME = "https://portal.example/p/voorbeeldhost"


def public(subject: UUID = SUBJECT, **more: Any) -> PublicFacts:
    (line,) = change().lines
    told = PublicLine(capacity="subprocessor", **line.model_dump())
    known: dict[str, Any] = {
        "kind": "public_announced",
        "home": HOME,
        "lines": (told,),
        **change(subject).model_dump(include={"subject_id", "title", "reason", "effective_on"}),
    }
    return PublicFacts(provider=PROVIDER, **(known | more))


def subscription(*, standing: bool = False) -> SubscriptionFacts:
    return SubscriptionFacts(
        kind="subscription_asked",
        subject_id=SUBJECT,
        provider=Provider(name="Voorbeeldhost B.V.", email=None),
        home=HOME,
        standing=standing,
    )


def expiring(subject: UUID = SUBJECT) -> UpstreamFacts:
    return UpstreamFacts(
        kind="upstream_expiring",
        subject_id=subject,
        provider=Provider(name="Voorbeeldhost B.V.", email=None),
        subprocessor="Oudboek",
        title="Verwerkersvoorwaarden 2026",
        ends_on=date(2027, 1, 1),
        page="https://portal.example/registers/suppliers/1",
    )


EVERY_KIND: dict[Kind, NoticeFacts] = {
    "sign_in": sign_in(),
    "agreement_ready": version(),
    "amendment_ready": version("amendment_ready", amendment=amended()),
    "agreement_reminder": version("agreement_reminder"),
    "agreement_signed": version("agreement_signed"),
    "agreement_countersigned": version("agreement_countersigned"),
    "annex_renewed": version("annex_renewed"),
    "agreement_ending": termination(),
    "ending_withdrawn": termination("ending_withdrawn"),
    "change_announced": change(),
    "change_withdrawn": change(),
    "change_effective": change(kind="change_effective"),
    "change_altered": altered(),
    "objection_received": objection(),
    "objection_decided": objection("objection_decided"),
    "incident_notified": incident(),
    "webhook_halted": halted(),
    "upstream_expiring": expiring(),
    "subscription_asked": subscription(),
    "public_announced": public(),
    "public_altered": public(earlier_days=(date(2027, 2, 1),)),
    "public_withdrawn": public(),
    "message_test": change(),
}
