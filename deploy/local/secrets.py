"""The secrets of one installation: made once, kept in one file that only its owner may read."""

import base64
import json
import os
import secrets
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.identity import new_key
from shared.migrate import SERVICES

FILE = "secrets.json"


class NothingStarted(Exception):
    """No installation ever ran over this data folder; the message says how to begin."""


class Secrets(BaseModel):
    """Passwords by database role, keys by service, and what single parts need."""

    model_config = ConfigDict(frozen=True)

    passwords: dict[str, str]
    signing_keys: dict[str, str]
    public_keys: dict[str, str]
    s3_access_key: str
    s3_secret_key: str
    setup_token: str
    seal_key: str


def _fresh() -> Secrets:
    pairs = {service: new_key() for service in SERVICES}
    return Secrets(
        passwords={
            role: secrets.token_hex(24) for role in ("postgres", "schakel_owner", *SERVICES)
        },
        signing_keys={service: private for service, (private, _) in pairs.items()},
        public_keys={service: public for service, (_, public) in pairs.items()},
        s3_access_key=secrets.token_hex(10),
        s3_secret_key=secrets.token_hex(24),
        setup_token=secrets.token_hex(16),
        seal_key=base64.b64encode(secrets.token_bytes(32)).decode(),
    )


def keep(folder: Path) -> Secrets:
    """The secrets of a data folder; the first call makes them, a later one what came since."""
    path = folder / FILE
    known = json.loads(path.read_text()) if path.exists() else {}
    if not known.keys() >= Secrets.model_fields.keys():
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(_fresh().model_dump() | known, file, indent=1)
        draft.rename(path)
    return _read(path)


def setup_token(folder: Path) -> str:
    """That of the installation that runs over a data folder; ``NothingStarted`` if none does."""
    try:
        return _read(folder / FILE).setup_token
    except FileNotFoundError as error:
        message = f"Nothing was ever started in {folder}. Start it first: make run"
        raise NothingStarted(message) from error


def _read(path: Path) -> Secrets:
    return Secrets.model_validate_json(path.read_text())
