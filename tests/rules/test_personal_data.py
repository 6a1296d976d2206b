"""Whatever holds words is in the plan of an erasure, or is said why it holds nobody's."""

from collections import Counter

import asyncpg

from services.contracts.domain.erasure_texts import WORDS
from tests.conftest import Database
from tests.rules.personal_data import FORGOTTEN, NOT_PERSONAL, OTHERS, PLAN

# Everything but numbers, moments, ranges, states of a fixed list and identifiers.
WORDED = """
    SELECT a.attrelid::regclass || '.' || a.attname AS name
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    JOIN pg_type y ON y.oid = a.atttypid
    WHERE c.relnamespace::regnamespace::text NOT LIKE 'pg\\_%'
        AND c.relnamespace <> 'information_schema'::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
        AND y.typcategory NOT IN ('N', 'B', 'D', 'T', 'E', 'R')
        AND y.typname NOT IN ('uuid', '_uuid')
"""


def _told() -> Counter[str]:
    return Counter(
        f"{table}.{column}"
        for part in (PLAN, FORGOTTEN, OTHERS, NOT_PERSONAL)
        for tables in part.values()
        for table, columns in tables.items()
        for column in columns.split()
    )


async def _worded(connection: asyncpg.Connection) -> set[str]:
    return {row["name"] for row in await connection.fetch(WORDED)}


async def test_every_column_with_words_is_in_the_plan_or_has_a_reason(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    worded = await _worded(owner)
    await owner.close()
    assert len(worded) > 300
    assert worded - set(_told()) == set(), "say in tests/rules/personal_data.py what erases it"
    assert set(_told()) - worded == set(), "there is no such column any more"


async def test_a_new_column_with_words_is_noticed(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    await owner.execute("CREATE TABLE contracts.diary (id uuid, at date, words jsonb, who bytea)")
    await owner.execute("ALTER TABLE portal.staff ADD COLUMN nicknames text[]")
    worded = await _worded(owner)
    await owner.close()
    assert worded - set(_told()) == {
        "contracts.diary.words", "contracts.diary.who", "portal.staff.nicknames",
    }  # fmt: skip


def test_each_column_is_told_of_once_and_every_category_erases_something() -> None:
    assert [name for name, times in _told().items() if times > 1] == []
    assert set(PLAN) == {*WORDS, "former_contacts"}
