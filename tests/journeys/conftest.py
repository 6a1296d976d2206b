"""One whole installation for the journeys of a test process: every part real."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.demo.site import Site
from deploy.local.instance import Instance, running


@pytest.fixture(scope="session")
async def instance(parts_folder: Path) -> AsyncIterator[Instance]:
    async with running(parts_folder / "instance") as found:
        yield found


@pytest.fixture(scope="session")
def site(instance: Instance) -> Site:
    return Site.at(instance.ports, instance.secrets.setup_token)
