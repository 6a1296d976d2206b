from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.contracts.house import House, open_house


@pytest.fixture
async def house(database: Any) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        yield opened
