"""The record of processing, read in batches however many controllers there are."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from services.contracts.commands.write_workbook import Workbook
from services.contracts.domain.adequacy import widest
from services.contracts.domain.processing_record import (
    Controller,
    RecordHead,
    RecordPage,
    ThirdCountryTransfer,
    Writer,
    country_names,
    missing_in,
    refuse_day_to_come,
    safeguard_of,
)
from services.contracts.domain.transfer import INSIDE, Law, zone_on
from services.contracts.domain.transfer_finding import CheckedLink
from services.contracts.store import clock, processing_records, transfers
from shared.database import Connection
from shared.tables import BOM, csv_lines
from shared.text import Language

BATCH = 500
CHUNK = 1 << 16


async def head_on(connection: Connection, on: date) -> RecordHead:
    """``Invalid`` day-to-come for a day that has not come."""
    refuse_day_to_come(on, await clock.today(connection))
    processor = await processing_records.processor(connection, on)
    products = tuple(await processing_records.products(connection, on))
    found = await _transfers(connection, on)
    return RecordHead(
        on=on,
        processor=processor,
        products=products,
        transfers=found,
        missing=missing_in(processor, products, found),
    )


async def page_on(connection: Connection, on: date, after: UUID | None, limit: int) -> RecordPage:
    head = await head_on(connection, on)
    found = await _controllers(connection, head, after, limit + 1)
    more = len(found) > limit
    return RecordPage(
        **dict(head),
        items=tuple(found[:limit]),
        next=str(found[limit - 1].agreement_id) if more else None,
    )


async def _controllers(
    connection: Connection, head: RecordHead, after: UUID | None, limit: int
) -> list[Controller]:
    links = [one.link_id for one in head.transfers]
    return await processing_records.controllers(connection, head.on, links, after, limit)


async def _transfers(connection: Connection, on: date) -> tuple[ThirdCountryTransfer, ...]:
    law, found, after = await transfers.law(connection, on), list[CheckedLink](), None
    while batch := await transfers.on_day(connection, on, after, BATCH):
        found += [link for link in batch if link.capacity == "subprocessor"]
        after = batch[-1].link_id
    told = (_transfer(link, law) for link in found)
    return tuple(one for one in told if one)


def _transfer(link: CheckedLink, law: Law) -> ThirdCountryTransfer | None:
    zone = widest(link.zone, zone_on(link.transfer, law))
    if zone in INSIDE:
        return None
    return ThirdCountryTransfer(
        link_id=link.link_id,
        product_id=link.product_id,
        party=link.subprocessor,
        legal_entity=link.legal_entity,
        countries=link.countries,
        country_names=country_names(link.countries),
        zone=zone,
        mechanism=link.mechanism,
        safeguard=safeguard_of(link.mechanism),
        verified_on=link.mechanism_verified_on,
    )


async def _batches(connection: Connection, head: RecordHead) -> AsyncIterator[list[Controller]]:
    after = None
    while batch := await _controllers(connection, head, after, BATCH):
        yield batch
        after = batch[-1].agreement_id


async def csv_of(
    connection: Connection, head: RecordHead, language: Language
) -> AsyncIterator[bytes]:
    """One line for each product of each controller."""
    writer = Writer(head, language)
    yield BOM + csv_lines([writer.heading()])
    async for batch in _batches(connection, head):
        yield csv_lines(row for one in batch for row in writer.rows(one))


async def xlsx_of(
    connection: Connection, head: RecordHead, language: Language
) -> AsyncIterator[bytes]:
    """A workbook, made in a file: no row of it stays in memory."""
    with TemporaryDirectory(prefix="schakel-record-") as folder:
        path = Path(folder) / "record.xlsx"
        book = Workbook(path, head, language)
        async for batch in _batches(connection, head):
            await asyncio.to_thread(book.add, batch)
        await asyncio.to_thread(book.close)
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
