"""Where one machine keeps the data."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local.postgres import reachable

ROOT = Path(__file__).resolve().parents[2]
MODES = {"1": True, "yes": True, "0": False, "no": False}


class WrongMode(Exception):
    """A data folder can't be started in this mode; the message tells the administrator why."""


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """``SCHAKEL_DATA``, or ``data/`` beside the code.

    As root, PostgreSQL runs as somebody who may have no way into a private home folder; then the
    data go to ``/var/lib/schakel/``, a folder per checkout.
    """
    chosen = Path(environment.get("SCHAKEL_DATA") or ROOT / "data").absolute()
    if reachable(chosen / "postgres"):
        return chosen
    name = hashlib.sha256(str(chosen).encode()).hexdigest()[:12]
    return Path("/var/lib/schakel") / name


def demo_mode(folder: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this folder is for the demonstration, with its movable clock, or for real use.

    The first start decides (``SCHAKEL_DEMO``: ``yes``, which it is by default, or ``no``), and the
    folder remembers: legal time that was moved never becomes real. ``WrongMode`` otherwise.
    """
    kept, said = folder / "mode", environment.get("SCHAKEL_DEMO")
    if said and said not in MODES:
        raise WrongMode(f"SCHAKEL_DEMO is {said!r}; give one of: {', '.join(MODES)}")
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text("demo" if MODES[said or "yes"] else "real")
    demo = kept.read_text() == "demo"
    if said and MODES[said] != demo:
        raise WrongMode(
            f"{folder} holds {'the demonstration' if demo else 'real data'} and stays so."
            " Choose another folder: SCHAKEL_DATA=<folder> make run"
        )
    return demo
