"""An installation that is full of agreements is brought to where a product may be taken again."""

import json
import shutil
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared import migrate
from tests.conftest import Database

STEP = "0070_agreement_products.sql"
TENANT = "00000000-0000-4000-8000-000000000001"
CLIENT = "00000000-0000-4000-8000-000000000002"
AGREEMENT = "00000000-0000-4000-8000-000000000003"
PRODUCTS = ["00000000-0000-4000-8000-000000000004", "00000000-0000-4000-8000-000000000005"]
FILLED = f"""
    SELECT set_config('app.tenant', '{TENANT}', false);
    INSERT INTO contracts.tenant (tenant_id, slug, name, eu_only)
    VALUES ('{TENANT}', 'x', 'X', false);
    INSERT INTO contracts.client (id, name, country, language)
    VALUES ('{CLIENT}', 'K', 'NL', 'nl');
    INSERT INTO contracts.product (id, key, name)
    VALUES ('{PRODUCTS[0]}', 'a', '{{}}'), ('{PRODUCTS[1]}', 'b', '{{}}');
    INSERT INTO contracts.agreement (
        id, client_id, reference, language, authorisation, notice_days, objection_days, day_kind,
        counted_from, on_objection, end_choice, emergency_clause)
    VALUES ('{AGREEMENT}', '{CLIENT}', 'R', 'nl', 'general', 1, 1, 'calendar',
        'sent', 'block', 'delete', false);
    INSERT INTO contracts.agreement_version (
        agreement_id, number, cause, canonical, digest, link_ids)
    VALUES ('{AGREEMENT}', 1, 'onboarding', 'x', sha256('x'), '{{}}');
    INSERT INTO contracts.agreement_product (agreement_id, product_id, valid)
    VALUES ('{AGREEMENT}', '{PRODUCTS[0]}', '[2026-01-01,2026-03-01)'),
        ('{AGREEMENT}', '{PRODUCTS[1]}', 'empty');
    INSERT INTO contracts.termination (
        agreement_id, by, reason, given_on, notice_days, ends_on, end_choice, cut)
    VALUES ('{AGREEMENT}', 'client', 'x', '2026-01-01', 0, '2026-03-01', 'delete',
        jsonb_build_array(
        jsonb_build_object('product_id', '{PRODUCTS[1]}', 'valid_from', '2026-05-01'),
        jsonb_build_object('product_id', '{PRODUCTS[0]}', 'valid_from', '2026-01-01')));
"""
AGAIN = """
    INSERT INTO contracts.agreement_product (agreement_id, product_id, valid) VALUES ($1, $2, $3)
"""


async def test_a_filled_installation_keeps_its_products_and_its_ends(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    await owner.execute("DROP SCHEMA contracts CASCADE")
    before = tmp_path / "before"
    shutil.copytree(migrate.FOLDERS["contracts"], before)
    for path in before.glob("*.sql"):
        if path.name >= STEP:
            path.unlink()
    monkeypatch.setitem(migrate.FOLDERS, "contracts", before)
    await migrate.migrate(owner)
    admin: Any = await asyncpg.connect(database.url("postgres"))
    await admin.execute(FILLED)
    monkeypatch.undo()
    assert f"contracts/{STEP}" in await migrate.migrate(owner)
    rows = await admin.fetch(
        "SELECT id, product_id, valid FROM contracts.agreement_product ORDER BY 2"
    )
    assert [row["valid"].isempty for row in rows] == [False, True]
    cut = json.loads(await admin.fetchval("SELECT cut FROM contracts.termination"))
    assert [one["id"] for one in cut] == [str(rows[1]["id"]), str(rows[0]["id"])]
    assert [one["valid_from"] for one in cut] == ["2026-05-01", "2026-01-01"]
    later = asyncpg.Range(rows[0]["valid"].upper, None)
    await admin.execute(AGAIN, AGREEMENT, PRODUCTS[0], later)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await admin.execute(AGAIN, AGREEMENT, PRODUCTS[0], later)
    await admin.close()
    await owner.close()
