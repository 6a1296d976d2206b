"""Invented notices, with everything in them and with as little as there can be: for previews, and
to prove that a wording leaves nothing out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any, Literal, get_args
from uuid import UUID

from services.notifications.channels.mail.invented import Invented
from services.notifications.domain.delivery import NewDelivery, Person, Terms
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
    ObjectionKind,
    PublicFacts,
    PublicLine,
    SignInFacts,
    SubscriptionFacts,
    TerminationFacts,
    TerminationKind,
    UpstreamFacts,
    VersionFacts,
    VersionKind,
)
from shared.text import Language

# To a bare address, and to the provider's own people.
NAMELESS: tuple[Kind, ...] = (
    "sign_in", "subscription_asked", "public_announced", "public_altered", "public_withdrawn",
)  # fmt: skip
TO_STAFF: tuple[Kind, ...] = ("upstream_expiring", "webhook_halted")
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
_ACTIONS: tuple[Literal["replacement", "addition", "removal", "alteration"], ...] = (
    "replacement", "addition", "removal", "alteration",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    facts: NoticeFacts
    delivery: NewDelivery
    link: str


def examples(kind: Kind, language: Language, luck: Random | None = None) -> Iterator[Example]:
    """First with everything, last with as little as there can be, between them all else."""
    known = Invented(luck)
    for facts, terms in _cases(kind, known):
        person = Person(
            name=known.word("S. de Proef"),
            email="proef@bakkerij.example",
            client=known.word("Bakkerij Voorbeeld"),
        )
        if kind in NAMELESS:
            person = Person(name="", email=person.email, client=None)
        elif kind in TO_STAFF:
            person = Person(name=person.name, email=person.email, client=None)
        new = NewDelivery(
            id=NOBODY,
            contact_id=NOBODY,
            recipient_id=NOBODY,
            client_id=NOBODY,
            terms=Terms(language=language, reference=known.word("VWO-2026-0001"), **terms),
            person=person,
        )
        token = known.word("voorbeeld").replace(" ", "-")
        yield Example(facts, new, f"https://portaal.voorbeeldhost.example/in/{token}")


def _cases(kind: Kind, known: Invented) -> Iterator[tuple[NoticeFacts, dict[str, Any]]]:
    if kind == "change_announced":
        yield from _changes(known)
        return
    if kind == "change_altered":
        yield from _alterations(known)
        return
    for full in (True, False):
        for facts in _told(kind, known, full=full):
            yield facts, {"stands_in": full}


def _told(kind: Kind, known: Invented, *, full: bool) -> Iterator[NoticeFacts]:
    if kind == "change_withdrawn":
        yield _change(known, _ACTIONS[:1], full=full, urgent=False)
    elif kind == "change_effective":
        for actions in (_ACTIONS, *((one,) for one in _ACTIONS)):
            yield _change(known, actions, full=full, urgent=False, kind=kind)
    elif kind in get_args(VersionKind):
        yield _version(known, kind, full=full)
    elif kind in get_args(TerminationKind):
        yield from _terminations(known, kind, full=full)
    elif kind in get_args(ObjectionKind):
        yield from _objections(known, kind, full=full)
    elif kind == "incident_notified":
        yield from _incidents(known, full=full)
    else:
        yield from _told_besides(kind, known, full=full)


def _told_besides(kind: Kind, known: Invented, *, full: bool) -> Iterator[NoticeFacts]:
    """Not under an agreement."""
    if kind.startswith("public_"):
        yield from _public(known, kind, full=full)
    elif kind == "subscription_asked":
        yield _subscription(known, standing=not full)
    elif kind == "upstream_expiring":
        yield _upstream(known)
    elif kind == "webhook_halted":
        yield _halted(known, gone=full)
    else:
        yield _sign_in(known)


def _changes(known: Invented) -> Iterator[tuple[NoticeFacts, dict[str, Any]]]:
    """Every kind of line, one and several, under every kind of agreement."""
    lines = [_ACTIONS, *((one,) for one in _ACTIONS)]
    for actions, full, specific in product(lines, (True, False), (False, True)):
        for counted, urgent in product(("published", "sent", "delivered"), (True, False)):
            day = known.day(date(2026, 12, 22))
            yield (
                _change(known, actions, full=full, urgent=urgent),
                {
                    "authorisation": "specific" if specific else "general",
                    "deadline": day if counted == "published" else None,
                    "earliest_deadline": None if counted == "published" else day,
                    "counted_from": counted,
                    "emergency_clause": urgent,
                },
            )


def _alterations(known: Invented) -> Iterator[tuple[NoticeFacts, dict[str, Any]]]:
    """Put off once and twice, under every kind of agreement, with a last day and without."""
    lines = [_ACTIONS, *((one,) for one in _ACTIONS)]
    either = (True, False)
    for actions, full, specific, dated in product(lines, either, either, either):
        told = _change(known, actions, full=full, urgent=False, kind="change_altered")
        days = [known.day(date(2026, 12, 15 + number)) for number in range(2 if full else 1)]
        because = known.text("De leverancier is later klaar.", "The supplier is ready later.")
        more = {"alteration": len(days), "earlier_days": tuple(days), "altered_because": because}
        day = known.day(date(2026, 12, 22))
        yield (
            told.model_copy(update=more),
            {
                "authorisation": "specific" if specific else "general",
                "deadline": day if dated else None,
                "earliest_deadline": None if dated else day,
                "counted_from": "delivered",
            },
        )


def _change(
    known: Invented,
    actions: tuple[Any, ...],
    *,
    full: bool,
    urgent: bool,
    kind: Any = "change_announced",
) -> ChangeFacts:
    return ChangeFacts(
        kind=kind,
        subject_id=NOBODY,
        provider=known.provider(),
        title=known.text("Ander boekhoudpakket", "Another bookkeeping system"),
        reason=known.text("Het oude pakket stopt.", "The old system ends.") if full else None,
        effective_on=known.day(date(2027, 1, 15)),
        emergency=known.text("De leverancier stopt.", "The supplier stops.") if urgent else None,
        lines=tuple(
            Line(
                action=action,
                product=known.text("webwinkel", "web shop"),
                old=None if action == "addition" else known.party("Oudboek", full=full),
                new=None if action == "removal" else known.party("Nieuwboek", full=full),
            )
            for action in actions
        ),
    )


def _version(known: Invented, kind: Any, *, full: bool) -> VersionFacts:
    amended = Amended(
        from_day=known.day(date(2027, 1, 1)),
        begins=(known.text("mailbox", "mailbox"),) if full else (),
        ends=(known.text("fax", "fax"),) if full else (),
        reason=known.word("U neemt ook mail af.") if full else None,
    )
    signed = kind in ("agreement_signed", "agreement_countersigned")
    amends = signed or kind == "agreement_reminder"
    return VersionFacts(
        kind=kind,
        subject_id=NOBODY,
        provider=known.provider(),
        products=(known.text("webwinkel", "web shop"),),
        digest=f"{known.number(0):064x}",
        change_title=known.text("Ander boekhoudpakket", "Another system") if full else None,
        effective_on=known.day(date(2027, 1, 15)) if full else None,
        signed_at=known.moment(_MORNING) if signed else None,
        amendment=amended if kind == "amendment_ready" or (amends and full) else None,
    )


def _terminations(known: Invented, kind: Any, *, full: bool) -> Iterator[TerminationFacts]:
    for by, choice in product(("provider", "client"), ("return", "delete")):
        yield TerminationFacts(
            kind=kind,
            subject_id=NOBODY,
            provider=known.provider(),
            by=by,
            reason=known.word("Overstap naar een ander pakket."),
            given_on=known.day(date(2026, 11, 22)),
            ends_on=known.day(date(2026, 12, 31)),
            products=(known.text("webwinkel", "web shop"),) if full else (),
            end_choice=choice,
            data_by=known.day(date(2027, 1, 30)),
        )


def _objections(known: Invented, kind: Any, *, full: bool) -> Iterator[ObjectionFacts]:
    decided = kind == "objection_decided"
    for in_effect in (full, not full):
        yield ObjectionFacts(
            kind=kind,
            subject_id=NOBODY,
            provider=known.provider(),
            change_id=NOBODY,
            change_title=known.text("Ander boekhoudpakket", "Another bookkeeping system"),
            received_at=known.moment(_MORNING),
            late_after=known.day(date(2026, 12, 22)) if full else None,
            in_effect=in_effect,
            decision="client_held_back" if decided else None,
            reason=known.word("Wij houden het oude pakket voor u aan.") if decided else None,
        )


def _incidents(known: Invented, *, full: bool) -> Iterator[IncidentFacts]:
    stages: tuple[tuple[Any, int], ...] = (("first", 1), ("update", 2), ("closing", 3))
    for stage, number in (*stages, ("closing", 1)):
        yield IncidentFacts(
            kind="incident_notified",
            subject_id=NOBODY,
            provider=known.provider(),
            incident_id=NOBODY,
            stage=stage,
            number=number,
            told=_breach(known, full=full),
        )


def _breach(known: Invented, *, full: bool) -> Breach:
    told: dict[str, Any] = {
        "title_en": known.word("Mailbox read from outside"),
        "nature": known.words("Iemand las een postvak.", "Somebody read a mailbox."),
        "subjects": known.words("kopers", "buyers"),
        "subjects_number": known.number(250),
        "records": known.words("namen en adressen", "names and addresses"),
        "records_number": known.number(300),
        "numbers_note": known.words("Geteld in de logboeken.", "Counted in the logs."),
        "contact_point": known.word("FG, fg@voorbeeldhost.example, 050 123 45 67"),
        "consequences": known.words("Gerichte nepmail.", "Targeted phishing."),
        "measures": known.words("Wachtwoorden vervangen.", "Passwords replaced."),
        "subprocessor": known.word("Mailhuis B.V."),
        "server": known.word("mail3"),
        "began_at": known.moment(_MORNING - timedelta(days=2)),
        "ended_at": known.moment(_MORNING),
    }
    return Breach(
        title=known.word("Postvak van buiten gelezen"),
        products=(known.text("webwinkel", "web shop"),),
        found_at=known.moment(_MORNING),
        **{name: value if full else None for name, value in told.items()},
    )


def _public(known: Invented, kind: Kind, *, full: bool) -> Iterator[PublicFacts]:
    earlier = (2 if full else 1) if kind == "public_altered" else 0
    for actions in (_ACTIONS, *((one,) for one in _ACTIONS)):
        told = _change(known, actions, full=full, urgent=False)
        yield PublicFacts(
            kind="public_announced",
            subject_id=NOBODY,
            provider=told.provider,
            home=known.page(),
            title=told.title,
            reason=told.reason,
            effective_on=told.effective_on,
            earlier_days=tuple(known.day(date(2026, 12, 15 + one)) for one in range(earlier)),
            lines=tuple(_public_line(line, full=full) for line in told.lines),
        )


def _public_line(line: Line, *, full: bool) -> PublicLine:
    """Of a product, or of the own administration with a place that nobody knows."""
    if full:
        return PublicLine(capacity="subprocessor", **dict(line))
    new = line.new and line.new.model_copy(update={"location": None})
    known = dict(line) | {"product": None, "new": new}
    return PublicLine(capacity="own_administration", **known)


def _subscription(known: Invented, *, standing: bool) -> SubscriptionFacts:
    return SubscriptionFacts(
        kind="subscription_asked",
        subject_id=NOBODY,
        provider=known.provider(),
        home=known.page(),
        standing=standing,
    )


def _upstream(known: Invented) -> UpstreamFacts:
    return UpstreamFacts(
        kind="upstream_expiring",
        subject_id=NOBODY,
        provider=known.provider(),
        subprocessor=known.word("Oudboek"),
        title=known.word("Verwerkersvoorwaarden 2026"),
        ends_on=known.day(date(2027, 1, 1)),
        page=known.page(),
    )


def _halted(known: Invented, *, gone: bool) -> EndpointFacts:
    return EndpointFacts(
        kind="webhook_halted",
        subject_id=NOBODY,
        provider=known.provider(),
        endpoint=known.word("Boekhouding"),
        failing_since=known.moment(_MORNING),
        gone=gone,
        page=known.page(),
    )


def _sign_in(known: Invented) -> SignInFacts:
    return SignInFacts(
        kind="sign_in",
        subject_id=NOBODY,
        provider=known.provider(),
        expires_at=known.moment(_MORNING),
    )


_MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
