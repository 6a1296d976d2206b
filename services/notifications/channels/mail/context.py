"""From facts to what a template may name: common values as text, personal ones as slots."""

from typing import Any, NamedTuple

from services.notifications.channels.mail.breach import of_breach
from services.notifications.channels.mail.wording import Slot
from services.notifications.domain.delivery import Delivery, NewDelivery, Terms
from services.notifications.domain.facts import (
    Amended,
    ChangeFacts,
    EndpointFacts,
    IncidentFacts,
    Line,
    NoticeFacts,
    ObjectionFacts,
    Party,
    PublicFacts,
    PublicLine,
    SignInFacts,
    SubscriptionFacts,
    TerminationFacts,
    UpstreamFacts,
    VersionFacts,
)
from services.notifications.domain.phrases import (
    UNKNOWN,
    country,
    day,
    decided,
    known,
    listed,
    moment,
)
from shared.text import Language, Text

_ACTIONS = {
    "addition": Text(nl="Nieuwe subverwerker", en="New sub-processor"),
    "replacement": Text(nl="Vervanging van een subverwerker", en="Replacement of a sub-processor"),
    "removal": Text(nl="Een subverwerker vervalt", en="A sub-processor is removed"),
    "alteration": Text(
        nl="Gewijzigde inschakeling van een subverwerker",
        en="Altered engagement of a sub-processor",
    ),
}
# Of a party that is no sub-processor.
_OTHERWISE = {
    "addition": Text(nl="Nieuwe partij", en="New party"),
    "replacement": Text(nl="Vervanging van een partij", en="Replacement of a party"),
    "removal": Text(nl="Een partij vervalt", en="A party is removed"),
    "alteration": Text(
        nl="Gewijzigde inschakeling van een partij", en="Altered engagement of a party"
    ),
}
_OWN = Text(nl="eigen administratie", en="own administration")
# The last day that a message names holds if it goes out today; the term itself may start later.
_LATER = {
    "sent": Text(
        nl="wordt dit bericht later verzonden, dan telt de termijn vanaf die dag",
        en="if this message is sent later, the term is counted from that day",
    ),
    "delivered": Text(
        nl="wordt dit bericht later afgeleverd, dan telt de termijn vanaf die dag",
        en="if this message is delivered later, the term is counted from that day",
    ),
}
_CONFIRM = Text(nl="Aanmelding bevestigen", en="Confirm the subscription")
_LEAVE = Text(nl="Afmelden", en="Unsubscribe")
_SLOTS = ("name", "client", "reference", "deadline", "earliest", "link")


class Shape(NamedTuple):
    """What of the recipient's terms changes the text itself, and not only a value in it."""

    language: Language
    specific: bool
    has_deadline: bool
    counted: str
    clause: bool
    stands_in: bool


def shape(terms: Terms) -> Shape:
    return Shape(
        terms.language,
        terms.authorisation == "specific",
        terms.deadline is not None,
        "delivered" if terms.counted_from == "delivered" else "sent",
        terms.emergency_clause and terms.authorisation == "general",
        terms.stands_in,
    )


def context(facts: NoticeFacts, form: Shape) -> dict[str, Any]:
    common: dict[str, Any] = {name: Slot(name) for name in _SLOTS}
    common |= {
        "provider": facts.provider.name,
        "specific": form.specific,
        "has_deadline": form.has_deadline,
        "later": _LATER[form.counted].say(form.language),
        "stands_in": form.stands_in,
    }
    return common | _own(facts, form)


def _altered(facts: ChangeFacts, language: Language) -> dict[str, Any]:
    if facts.kind != "change_altered":
        return {}
    return {
        "earlier_days": ", ".join(day(one, language) for one in facts.earlier_days),
        "altered_because": known(facts.altered_because, language),
    }


def _own(facts: NoticeFacts, form: Shape) -> dict[str, Any]:
    language = form.language
    if isinstance(facts, ChangeFacts):
        urgent = facts.emergency if form.clause else None
        return _altered(facts, language) | {
            "emergency": urgent and urgent.say(language),
            "title": facts.title.say(language),
            "reason": facts.reason and facts.reason.say(language),
            "effective_on": _day(facts.effective_on, language),
            "lines": [_line(line, language) for line in facts.lines],
        }
    if isinstance(facts, VersionFacts):
        return {
            "products": listed(facts.products, language),
            "digest": facts.digest,
            "change_title": facts.change_title and facts.change_title.say(language),
            "effective_on": facts.effective_on and day(facts.effective_on, language),
            "signed_at": facts.signed_at and moment(facts.signed_at, language),
            "amendment": facts.amendment and _amended(facts.amendment, language),
        }
    if isinstance(facts, TerminationFacts):
        return _of_termination(facts, language)
    if isinstance(facts, IncidentFacts):
        return of_breach(facts, language)
    if isinstance(facts, ObjectionFacts):
        return {
            "change_title": facts.change_title.say(language),
            "received_at": moment(facts.received_at, language),
            "late_after": facts.late_after and day(facts.late_after, language),
            "in_effect": facts.in_effect,
            "decision": facts.decision and decided(facts.decision, facts.in_effect).say(language),
            "reason": facts.reason,
        }
    if isinstance(facts, UpstreamFacts):
        return {
            "subprocessor": facts.subprocessor,
            "title": facts.title,
            "ends_on": day(facts.ends_on, language),
            "page": facts.page,
        }
    if isinstance(facts, EndpointFacts):
        return {
            "endpoint": facts.endpoint,
            "gone": facts.gone,
            "failing_since": moment(facts.failing_since, language),
            "page": facts.page,
        }
    if isinstance(facts, PublicFacts):
        return _of_public(facts, language)
    if isinstance(facts, SubscriptionFacts):
        label = _LEAVE if facts.standing else _CONFIRM
        return {"standing": facts.standing, "link_label": label.say(language), "page": facts.home}
    return _of_sign_in(facts, language)


def _of_sign_in(facts: SignInFacts, language: Language) -> dict[str, Any]:
    return {"expires_at": moment(facts.expires_at, language)}


def _of_public(facts: PublicFacts, language: Language) -> dict[str, Any]:
    return {
        "page": facts.home,
        "title": facts.title.say(language),
        "reason": facts.reason and facts.reason.say(language),
        "effective_on": _day(facts.effective_on, language),
        "earlier_days": ", ".join(day(one, language) for one in facts.earlier_days),
        "lines": [_public_line(line, language) for line in facts.lines],
    }


def _public_line(line: PublicLine, language: Language) -> dict[str, Any]:
    actions = _ACTIONS if line.capacity == "subprocessor" else _OTHERWISE
    return {
        "action": actions[line.action].say(language),
        "product": (line.product or _OWN).say(language),
        "old": line.old and _party(line.old, language),
        "new": line.new and _party(line.new, language),
    }


def _of_termination(facts: TerminationFacts, language: Language) -> dict[str, Any]:
    return {
        "by_client": facts.by == "client",
        "reason": facts.reason,
        "given_on": day(facts.given_on, language),
        "ends_on": day(facts.ends_on, language),
        "products": facts.products and listed(facts.products, language),
        "returned": facts.end_choice == "return",
        "data_by": day(facts.data_by, language),
    }


def _amended(amendment: Amended, language: Language) -> dict[str, Any]:
    return {
        "from_day": day(amendment.from_day, language),
        "begins": amendment.begins and listed(amendment.begins, language),
        "ends": amendment.ends and listed(amendment.ends, language),
        "reason": amendment.reason,
    }


def _day(value: Any, language: Language) -> str:
    return day(value, language) if value else UNKNOWN.say(language)


def _line(line: Line, language: Language) -> dict[str, Any]:
    return {
        "action": _ACTIONS[line.action].say(language),
        "product": line.product.say(language),
        "old": line.old and _party(line.old, language),
        "new": line.new and _party(line.new, language),
    }


def _party(party: Party, language: Language) -> dict[str, Any]:
    entity = party.legal_entity if party.legal_entity != party.name else None
    named = f"{party.name} ({entity})" if entity else party.name
    land = party.country and country(party.country, language)
    place = [part for part in (party.address, land) if part]
    return {
        "party": ", ".join([named, *place]),
        "purpose": known(party.purpose, language),
        "data_categories": listed(party.data_categories, language),
        "location": party.location and party.location.say(language),
        "mechanism": party.mechanism and party.mechanism.say(language),
    }


def values(delivery: Delivery | NewDelivery, link: str | None) -> dict[str, str]:
    """What fills the slots of one message."""
    terms, person = delivery.terms, delivery.person
    language = terms.language
    return {
        "name": person.name,
        "client": person.client or "",
        "reference": terms.reference or "",
        "deadline": day(terms.deadline, language) if terms.deadline else "",
        "earliest": day(terms.earliest_deadline, language) if terms.earliest_deadline else "",
        "link": link or "",
    }
