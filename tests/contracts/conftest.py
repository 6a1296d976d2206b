from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.contracts.house import House, open_house
from tests.contracts.running import Running, announce


@pytest.fixture
async def house(database: Any) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        yield opened


@pytest.fixture
async def running(house: House) -> Running:
    return await announce(house)
