"""The faults, by name: each alone, where a mutant shows, and all at once."""

from tests.faults.play import Plan

_CUTS = {"cut-before-dot": 0.03, "cut-inside": 0.02, "cut-after-dot": 0.03}
_REFUSALS = {"later": 0.04, "later-after-dot": 0.03, "no": 0.02, "no-354": 0.03, "closing": 0.01}

SCENES = {
    "kills": Plan(people=300, workers=1, hands=("kill", "kill")),
    "refusals": Plan(people=200, per_second=0, rates=_REFUSALS),
    "cuts": Plan(people=200, per_second=0, rates=_CUTS),
    "sleep": Plan(200, workers=1, per_second=60, hands=("sleep",), everybody_speaks=True),
    "late waking": Plan(200, workers=1, per_second=60, hands=("sleep while settled",)),
    "stops": Plan(people=600, per_second=200, hands=("stop", "stop")),
    "events": Plan(people=200, per_second=0, events=True),
    "clocks": Plan(people=300, hands=("kill",), clocks=(1, -1), ahead=2),
    "disk": Plan(people=600, hands=("fill",), everybody_speaks=True),
}


def everything(people: int, hands: tuple[str, ...], clocks: tuple[int, ...] = ()) -> Plan:
    return Plan(
        people=people,
        per_second=250,
        rates=_CUTS | _REFUSALS,
        hands=hands,
        events=True,
        ahead=2,
        clocks=clocks,
    )
