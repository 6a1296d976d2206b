"""Settings come from the environment or from files, and a wrong one is named at start."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.settings import Settings

GOOD = {
    "SCHAKEL_DATABASE_URL": "postgresql://somebody:secret@127.0.0.1/schakel",
    "SCHAKEL_PORT": "18081",
    "SCHAKEL_SIGNING_KEY": "a2V5",
    "SCHAKEL_PUBLIC_KEYS": json.dumps({"portal": "a2V5"}),
}


def test_a_setting_is_read_from_the_environment() -> None:
    settings = Settings.load(GOOD)
    assert settings.port == 18081
    assert settings.public_keys == {"portal": "a2V5"}
    assert not settings.demo


def test_a_setting_is_read_from_a_file_when_one_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("from-a-file\n")
    settings = Settings.load(GOOD | {"SCHAKEL_SIGNING_KEY_FILE": str(secret)})
    assert settings.signing_key.get_secret_value() == "from-a-file"


def test_a_missing_or_wrong_setting_is_named(tmp_path: Path) -> None:
    wrong = {key: value for key, value in GOOD.items() if key != "SCHAKEL_DATABASE_URL"}
    with pytest.raises(ValidationError) as caught:
        Settings.load(wrong | {"SCHAKEL_PORT": "many"})
    assert {error["loc"][0] for error in caught.value.errors()} == {"database_url", "port"}


def test_a_secret_does_not_show_in_what_is_printed() -> None:
    assert "secret" not in repr(Settings.load(GOOD))
