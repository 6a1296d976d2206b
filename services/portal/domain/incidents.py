"""Incidents as staff and clients see them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from services.portal.domain.seen import Seen, WordList, Words

FACTS = (
    *("nature", "subjects", "subjects_number", "records", "records_number", "numbers_note"),
    *("consequences", "measures", "contact_point"),
)
_HOUR, _DAYS = 3600, 72
_FRESH = timedelta(hours=1)


class Told(Seen):
    title: str = ""
    title_en: str | None = None
    products: WordList = ()
    subprocessor: str | None = None
    server: str | None = None
    found_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    nature: Words = None
    subjects: Words = None
    subjects_number: int | None = None
    records: Words = None
    records_number: int | None = None
    numbers_note: Words = None
    contact_point: str | None = None
    consequences: Words = None
    measures: Words = None

    @property
    def heading(self) -> Words:
        return {"nl": self.title, "en": self.title_en or self.title}

    def fact(self, name: str) -> Words | int:
        found: Words | int = getattr(self, name)
        return found


class IncidentReview(Seen):
    note: str | None = None
    reviewed_by: UUID
    reviewed_at: datetime


class Shortfall(Seen):
    """Why it was closed while clients stood as not reached."""

    clients: int
    reason: str
    decided_by: UUID | None = None
    decided_at: datetime


class Standing(Seen):
    """How a message fared with a client."""

    standing: str
    told_at: datetime | None = None
    unreached_at: datetime | None = None
    posted_on: date | None = None
    delivered_at: datetime | None = None


class Stage(Seen):
    id: UUID
    number: int
    kind: str
    told: Told
    unknown: tuple[str, ...] = ()
    clients: int = 0
    people: int = 0
    released_by: UUID | None = None
    released_at: datetime
    reviews: tuple[IncidentReview, ...] = ()
    shortfall: Shortfall | None = None
    fared: Standing | None = None


class Counts(Seen):
    """Of so many clients, each in one of the others."""

    clients: int = 0
    told: int = 0
    by_letter: int = 0
    unreached: int = 0
    in_doubt: int = 0
    pending: int = 0


class StageOutcomes(Counts):
    stage_id: UUID
    number: int
    kind: str
    released_at: datetime


class Outcomes(Counts):
    """Counts each client once, by its last message of which something final is heard."""

    stages: tuple[StageOutcomes, ...] = ()

    @property
    def under_way(self) -> int:
        """At how many clients some message is, whatever was heard of those before it."""
        return max((stage.pending for stage in self.stages), default=0)

    def pace(self, now: datetime) -> int:
        """After how many seconds to look again; none where nothing is under way any more."""
        if not self.under_way:
            return 0
        fresh = now - self.stages[-1].released_at < _FRESH
        return 3 if fresh else 60


class ToldClient(Standing):
    client_id: UUID
    client: str = ""
    people: int = 0


class ToldClients(Seen):
    items: tuple[ToldClient, ...] = ()
    next: UUID | None = None


class Incident(Told):
    id: UUID
    state: str = "reported"
    product_ids: tuple[UUID, ...] = ()
    subprocessor_id: UUID | None = None
    reported_by: UUID | None = None
    reported_at: datetime
    told_at: datetime | None = None
    minutes_to_tell: int | None = None
    waived_because: str | None = None
    waived_at: datetime | None = None
    stages: tuple[Stage, ...] = ()
    outcomes: Outcomes = Outcomes()

    @property
    def unreviewed(self) -> bool:
        return any(not stage.reviews for stage in self.stages)

    def hours(self, now: datetime) -> int:
        """Whole hours from found to told, or until now."""
        return max(0, int(((self.told_at or now) - self.found_at).total_seconds() // _HOUR))

    def late(self, now: datetime) -> bool:
        """Longer than a controller itself has to tell the authority."""
        return self.hours(now) >= _DAYS


class IncidentList(Seen):
    items: tuple[Incident, ...] = ()
    next: str | None = None


class Reach(Seen):
    days_from: date
    days_until: date
    begin_known: bool = False
    clients: int = 0
    people: int = 0
    standing_in: int = 0
    unreachable: int = 0
    new: int = 0
    left_out: int = 0


class Affected(Seen):
    client_id: UUID
    client: str = ""
    agreement_reference: str = ""
    cause: str | None = None
    choice: str | None = None
    reason: str | None = None
    people: int = 0
    told_as: str | None = None
    frozen_at: datetime | None = None


class AffectedList(Seen):
    items: tuple[Affected, ...] = ()
    next: str | None = None


class ClientIncident(Seen):
    id: UUID
    stages: tuple[Stage, ...] = ()


class ClientIncidents(Seen):
    items: tuple[ClientIncident, ...] = ()
    next: str | None = None
