"""Where one machine keeps the data."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local.postgres import reachable

ROOT = Path(__file__).resolve().parents[2]


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
