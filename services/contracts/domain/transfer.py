"""Whether data may go where a link says that they go (AVG chapter V), on a given day.

A refusal keeps a link out; a warning is shown and lets it in. What nobody knows yet (null) is
neither: it is shown as to be confirmed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from services.contracts.domain import finding_texts as say
from services.contracts.domain.adequacy import (
    EEA,
    OF,
    ZONES,
    Scope,
    Zone,
    in_force,
    lapsed,
    last_day,
    widest,
    zone_of,
)
from services.contracts.domain.finding_texts import Finding, Mechanism
from services.contracts.domain.form import Record

Capacity = Literal["subprocessor", "own_administration", "controller"]

# C-311/18 (Schrems II); the decision (EU) 2016/1250 has had no effect since.
PRIVACY_SHIELD_ENDED = date(2020, 7, 16)
INSIDE: tuple[Zone, ...] = ("EU", "EEA")
SAFEGUARDS: tuple[Mechanism, ...] = ("scc", "bcr", "derogation")
# A certification under the DPF is renewed every year, so an older look says little.
VERIFICATION_HOLDS = timedelta(days=366)
# So long before a decision ends there is still time to announce a change to every client.
WARN_BEFORE_END = timedelta(days=183)


class Law(Record):
    """What a transfer is measured by: a day, the provider's promise, and the decisions that it
    recorded as ended (territory → the first day without).
    """

    on: date
    eu_only: bool = False
    endings: Mapping[str, date] = {}


class Transfer(Record):
    """What the check looks at in one link.

    ``established`` is the country of the party itself, which says something where nobody has
    recorded the ``countries`` in which the data are.
    """

    capacity: Capacity
    zone: Zone | None = None
    mechanism: Mechanism | None = None
    mechanism_verified_on: date | None = None
    countries: tuple[str, ...] = ()
    established: str | None = None


def basis_finding(basis: Mechanism | None, on: date) -> Finding | None:
    """What is wrong with the mechanism that a provider promises in general."""
    if basis != "privacy_shield" or on < PRIVACY_SHIELD_ENDED:
        return None
    return say.privacy_shield("transfer_basis")


def findings(transfer: Transfer, law: Law) -> tuple[Finding, ...]:
    """All that is wrong with one link, the worst first."""
    found = (
        _privacy_shield(transfer, law),
        _unverified(transfer),
        _lapsed(transfer, law),
        _without_mechanism(transfer, law),
        _outside_the_promise(transfer, law),
        _zone_differs(transfer, law),
        _unknown(transfer, law),
        _party_elsewhere(transfer, law),
        _verified_long_ago(transfer, law),
        _ending(transfer, law),
        _limited(transfer, law),
    )
    return tuple(sorted((one for one in found if one), key=lambda one: not one.refused))


def zone_on(transfer: Transfer, law: Law) -> Zone | None:
    """The zone of the countries in which the data are; null where none is recorded."""
    return widest(*(zone_of(one, law.on, law.endings) for one in transfer.countries))


def resting_on(transfer: Transfer, scopes: tuple[Scope, ...]) -> tuple[str, ...]:
    """The territories whose adequacy decision carries this transfer, whether or not it holds."""
    if transfer.mechanism == "dpf":
        return ("US",) if "dpf" in scopes else ()
    if transfer.mechanism not in (None, "none_required", "adequacy"):
        return ()
    places = transfer.countries
    if not places and transfer.zone == "adequate" and transfer.established:
        places = (transfer.established,)
    return tuple(one for one in places if one in OF and OF[one].scope in scopes)


def _privacy_shield(transfer: Transfer, law: Law) -> Finding | None:
    if transfer.mechanism != "privacy_shield" or law.on < PRIVACY_SHIELD_ENDED:
        return None
    return say.privacy_shield("mechanism")


def _unverified(transfer: Transfer) -> Finding | None:
    if transfer.mechanism != "dpf" or transfer.mechanism_verified_on is not None:
        return None
    return say.dpf_unverified()


def _lapsed(transfer: Transfer, law: Law) -> Finding | None:
    gone = [
        one
        for one in resting_on(transfer, ("whole", "commercial", "dpf"))
        if lapsed(one, law.on, law.endings)
    ]
    return say.adequacy_lapsed(gone) if gone else None


def _without_mechanism(transfer: Transfer, law: Law) -> Finding | None:
    if transfer.mechanism in (*SAFEGUARDS, "privacy_shield"):
        return None
    if transfer.countries:
        bare = [one for one in transfer.countries if not _covered(one, transfer, law)]
        return say.without_mechanism(bare) if bare else None
    if transfer.zone != "third" or transfer.mechanism == "dpf":
        return None
    return say.without_mechanism([])


def _covered(country: str, transfer: Transfer, law: Law) -> bool:
    """Inside, or under a decision. A decision that has lapsed is a finding of its own."""
    if country in EEA or lapsed(country, law.on, law.endings):
        return True
    decision = in_force(country, law.on, law.endings)
    return decision is not None and (decision.scope != "dpf" or transfer.mechanism == "dpf")


def _outside_the_promise(transfer: Transfer, law: Law) -> Finding | None:
    zone = widest(transfer.zone, zone_on(transfer, law))
    if not law.eu_only or transfer.capacity != "subprocessor" or zone in (None, "EU"):
        return None
    return say.outside_the_promise()


def _zone_differs(transfer: Transfer, law: Law) -> Finding | None:
    """A zone narrower than the countries is a wrong record; a wider one is merely odd."""
    real, said = zone_on(transfer, law), transfer.zone
    if real is None or said is None or real == said or _lapsed(transfer, law):
        return None
    if {real, said} == {"adequate", "third"} and "US" in transfer.countries:
        return None
    return say.zone_differs(real, transfer.countries, refused=ZONES.index(said) < ZONES.index(real))


def _unknown(transfer: Transfer, law: Law) -> Finding | None:
    zone = transfer.zone or zone_on(transfer, law)
    if zone in (*INSIDE, "third") or transfer.mechanism is not None:
        return None
    return say.to_be_confirmed("zone" if zone is None else "mechanism")


def _party_elsewhere(transfer: Transfer, law: Law) -> Finding | None:
    if transfer.countries or transfer.zone not in INSIDE or not transfer.established:
        return None
    seat = zone_of(transfer.established, law.on, law.endings)
    if seat in INSIDE:
        return None
    return say.party_elsewhere(transfer.established)


def _verified_long_ago(transfer: Transfer, law: Law) -> Finding | None:
    verified = transfer.mechanism_verified_on
    if transfer.mechanism != "dpf" or not verified or law.on - verified <= VERIFICATION_HOLDS:
        return None
    return say.dpf_verified_long_ago(verified)


def _ending(transfer: Transfer, law: Law) -> Finding | None:
    for one in resting_on(transfer, ("whole", "commercial", "dpf")):
        last = last_day(OF[one], law.endings)
        if last and last - WARN_BEFORE_END <= law.on <= last:
            return say.adequacy_ending(one, last)
    return None


def _limited(transfer: Transfer, law: Law) -> Finding | None:
    limited = [
        one for one in resting_on(transfer, ("commercial",)) if in_force(one, law.on, law.endings)
    ]
    return say.adequacy_limited(limited) if limited else None
