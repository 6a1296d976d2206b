"""A client that was generated from the API document alone does the main job."""

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.local.processes import free_port
from tests.contracts.house import House, order, stock
from tests.portal.stub import serving

NAME = "generated_contracts_client"


def _generate(document: Any, folder: Path) -> None:
    (folder / "openapi.json").write_text(json.dumps(document))
    command = [str(Path(sys.executable).parent / "openapi-python-client"), "generate"]
    options = ["--path", "openapi.json", "--output-path", NAME, "--meta", "none"]
    done = subprocess.run(  # our own document, into a folder of this test
        [*command, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # What it leaves out are files, which are no JSON; every schema it understands.
    assert "Could not find reference" not in done.stdout + done.stderr


def _onboard(url: str, token: str) -> tuple[Any, Any, Any]:
    client_kind = importlib.import_module(f"{NAME}.client").AuthenticatedClient
    models = importlib.import_module(f"{NAME}.models")
    onboard = importlib.import_module(f"{NAME}.api.onboardings.onboard_client")
    read = importlib.import_module(f"{NAME}.api.clients.read_client")
    client = client_kind(base_url=url, token=token)
    body = models.OnboardingDraft.from_dict(order("Bakkerij"))
    made = onboard.sync(client=client, body=body)
    found = read.sync(made.client_id, client=client)
    wrong = models.OnboardingDraft.from_dict(order("Slagerij", "nothing-we-sell"))
    return made, found, onboard.sync(client=client, body=wrong)


async def test_it_takes_on_a_client_and_reads_it_back(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(house)
    await asyncio.to_thread(_generate, house.app.openapi_schema.to_schema(), tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    port = free_port()
    async with serving(house.app, port):
        made, found, refused = await asyncio.to_thread(
            _onboard, f"http://127.0.0.1:{port}", house.owner.token
        )
    assert found.id == made.client_id
    assert found.name == "Bakkerij"
    assert type(refused).__name__ == "Problem"
    assert refused.type_.startswith("urn:schakel:problem:")
