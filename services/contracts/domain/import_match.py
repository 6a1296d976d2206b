"""What a file says of a client against what stands: the same, other, or new."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.domain.contact import Contact
from services.contracts.domain.form import Record
from services.contracts.domain.import_rows import CLIENT_FIELDS, Findings, Party, Person

DIFFERS = "What stands says otherwise. Correct the file, or choose to update what is there already."
TERMS_DIFFER = "The agreement says otherwise. Terms change by an amendment that the client accepts."
OTHER_DAYS = "A product is taken from a later day on; amend the agreement instead."
ENDING = "The agreement ends on {}; withdraw that end first, or leave its new products out."
ENDED = "The agreement with this client has ended; leave its rows out."


class Standing(Record):
    """A client that is there, with its agreement; ``coming_products`` begin on a later day, and
    ``ends_on`` is the day from which it will be, or is, over."""

    id: UUID
    external_id: str
    facts: dict[str, Any]
    reseller_id: UUID | None
    agreement_id: UUID | None
    state: str | None
    terms: dict[str, Any] | None
    products: tuple[UUID, ...]
    coming_products: tuple[UUID, ...]
    ends_on: date | None
    contacts: tuple[Contact, ...]


@dataclass(slots=True)
class Change:
    """What the file changes about one client that is there."""

    standing: Standing
    facts: dict[str, Any]
    reseller_id: UUID | None
    products: tuple[UUID, ...]
    added: list[Person] = field(default_factory=list)
    corrected: list[tuple[UUID, dict[str, Any]]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        moved = self.reseller_id not in (None, self.standing.reseller_id)
        return not (self.facts or self.products or self.added or self.corrected or moved)


def compare(
    party: Party, standing: Standing, products: tuple[UUID, ...], reseller_id: UUID | None
) -> Change:
    """An empty cell asks for nothing; people and products that the file leaves out stay."""
    facts = {
        name: party.facts[name]
        for name in CLIENT_FIELDS
        if party.facts[name] is not None and party.facts[name] != standing.facts[name]
    }
    change = Change(
        standing, facts, reseller_id, tuple(one for one in products if one not in standing.products)
    )
    known = {contact.email.lower(): contact for contact in standing.contacts}
    for person in party.people:
        contact = known.get(person.email.lower())
        if contact is None:
            change.added.append(person)
        elif corrections := _corrections(person, contact):
            change.corrected.append((contact.id, corrections))
    return change


def _corrections(person: Person, contact: Contact) -> dict[str, Any]:
    other: dict[str, Any] = {}
    for name in ("name", "language", "job_title"):
        said = getattr(person, name)
        if said is not None and said != getattr(contact, name):
            other[name] = said
    if set(person.duties) != set(contact.duties):
        other["duties"] = list(person.duties)
    return other


def object_to(party: Party, change: Change, findings: Findings, *, update: bool) -> None:
    """Findings where what stands may not become what the file says."""
    standing = change.standing
    if standing.state == "ended":
        findings.add(party.row, "external_id", "agreement-ended", ENDED)
        return
    for name, said in party.terms.items():
        if standing.terms and said is not None and said != standing.terms[name]:
            about = "agreement_language" if name == "language" else name
            findings.add(party.row, about, "terms-differ", TERMS_DIFFER)
    if update and change.products and standing.ends_on:
        text = ENDING.format(standing.ends_on)
        findings.add(party.row, "products", "agreement-ending", text)
    elif update and set(change.products) & set(standing.coming_products):
        findings.add(party.row, "products", "taken-on-other-days", OTHER_DAYS)
    if not update:
        _differs(party, change, findings)


def _differs(party: Party, change: Change, findings: Findings) -> None:
    standing = change.standing
    for name in change.facts:
        findings.add(party.row, name, "differs", DIFFERS)
    if change.reseller_id not in (None, standing.reseller_id):
        findings.add(party.row, "reseller", "differs", DIFFERS)
    if change.products:
        findings.add(party.row, "products", "differs", DIFFERS)
    rows = {person.email.lower(): person.row for person in party.people}
    for person in change.added:
        findings.add(person.row, "email", "differs", DIFFERS)
    emails = {contact.id: contact.email.lower() for contact in standing.contacts}
    for contact_id, corrections in change.corrected:
        for name in corrections:
            about = {"name": "contact_name", "language": "contact_language"}.get(name, name)
            findings.add(rows[emails[contact_id]], about, "differs", DIFFERS)
