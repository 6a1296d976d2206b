"""What a measure leaves: a line for people, a file for machines."""

import json
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

OUT = Path("build/bench")


@dataclass(frozen=True)
class Result:
    """``ratio``: how many times better than ``against``, whose own value is ``against_value``."""

    name: str
    value: float
    unit: str
    against: str
    against_value: float
    ratio: float
    versions: dict[str, str]


@dataclass(frozen=True)
class Growth:
    """Medians in milliseconds at each size; ``ratio``: the largest size against the smallest."""

    name: str
    sizes: Sequence[int]
    milliseconds: Sequence[float]

    @property
    def ratio(self) -> float:
        return round(self.milliseconds[-1] / self.milliseconds[0], 2)


@dataclass(frozen=True)
class Stages:
    """Seconds of each stage of one long piece of work, in their order."""

    name: str
    seconds: Mapping[str, float]

    @property
    def total(self) -> float:
        return round(sum(self.seconds.values()), 1)


def compared(
    name: str, unit: str, against: str, rounds: Sequence[tuple[float, float]], parts: Sequence[str]
) -> Result:
    """The medians of interleaved rounds of (ours, theirs), bigger being better in both."""
    return Result(
        name=name,
        value=round(statistics.median(ours for ours, _ in rounds), 1),
        unit=unit,
        against=against,
        against_value=round(statistics.median(theirs for _, theirs in rounds), 1),
        ratio=round(statistics.median(ours / theirs for ours, theirs in rounds), 2),
        versions={"python": platform.python_version(), **{part: version(part) for part in parts}},
    )


def publish(
    service: str,
    results: Sequence[Result],
    grown: Sequence[Growth] = (),
    staged: Sequence[Stages] = (),
) -> None:
    """Print a table and write ``build/bench/<service>.json``."""
    OUT.mkdir(parents=True, exist_ok=True)
    content = [asdict(row) for row in results]
    content += [asdict(row) | {"ratio": row.ratio} for row in grown]
    content += [asdict(row) | {"total": row.total} for row in staged]
    (OUT / f"{service}.json").write_text(json.dumps(content, indent=2) + "\n")
    for row in results:
        print(
            f"{row.name:<24}{row.value:>10} {row.unit:<14}"
            f"{row.ratio:>8} times {row.against} ({row.against_value})"
        )
    for line in grown:
        times = ", ".join(
            f"{value:.1f} ms at {size:,}"
            for size, value in zip(line.sizes, line.milliseconds, strict=True)
        )
        print(f"{line.name:<24}{line.ratio:>10} times: {times}")
    for work in staged:
        each = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in work.seconds.items())
        print(f"{work.name:<24}{work.total:>10} s: {each}")
