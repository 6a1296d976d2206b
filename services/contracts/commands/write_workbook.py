"""The record of processing as a workbook for people: one sheet for each part of Art. 30(2)."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from services.contracts.domain.processing_record import Controller, RecordHead, Writer
from shared.text import Language

# A sheet ends at 1,048,576 rows.
ROWS = 1_000_000
WIDTH = 28
SHEETS: dict[Language, tuple[str, str, str, str]] = {
    "nl": ("Verwerker", "Verwerkingen", "Doorgiften", "Verantwoordelijken"),
    "en": ("Processor", "Processings", "Transfers", "Controllers"),
}
FACTS: dict[Language, dict[str, str]] = {
    "nl": {
        "name": "naam", "legal_name": "juridische naam", "registration": "registratie",
        "address": "adres", "country": "land", "email": "e-mail", "phone": "telefoon",
        "website": "website", "privacy_contact": "privacycontact",
        "representative": "vertegenwoordiger", "dpo": "functionaris gegevensbescherming",
        "on": "peildatum",
    },
    "en": {
        "name": "name", "legal_name": "legal name", "registration": "registration",
        "address": "address", "country": "country", "email": "e-mail", "phone": "phone",
        "website": "website", "privacy_contact": "privacy contact",
        "representative": "representative", "dpo": "data protection officer", "on": "as of",
    },
}  # fmt: skip
ACTIVITY: dict[Language, tuple[str, ...]] = {
    "nl": ("product", "onderwerp", "aard", "doel", "gegevens", "betrokkenen", "bewaren",
           "beveiliging"),
    "en": ("product", "subject-matter", "nature", "purpose", "data", "data subjects", "retention",
           "security"),
}  # fmt: skip
TRANSFER: dict[Language, tuple[str, ...]] = {
    "nl": ("product", "partij", "juridische entiteit", "landen", "waarborg", "nagegaan op"),
    "en": ("product", "party", "legal entity", "countries", "safeguard", "verified on"),
}


class Workbook:
    """Rows go to disk as they come; ``close`` puts the file together."""

    def __init__(self, path: Path, head: RecordHead, language: Language) -> None:
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._bold = self._book.add_format({"bold": True})
        self._writer, self._language = Writer(head, language), language
        self._names = SHEETS[language]
        self._sheet(self._names[0], self._facts(head))
        self._sheet(self._names[1], [ACTIVITY[language], *self._activities(head)])
        self._sheet(self._names[2], [TRANSFER[language], *self._transfers(head)])
        self._volumes = 0
        self._begin()

    def add(self, controllers: Sequence[Controller]) -> None:
        for one in controllers:
            for row in self._writer.rows(one):
                if self._row >= ROWS:
                    self._begin()
                self._write(row)

    def close(self) -> None:
        self._book.close()

    def _begin(self) -> None:
        """The next sheet of controllers, with its heading."""
        self._volumes += 1
        number = f" {self._volumes}" if self._volumes > 1 else ""
        self._sheet(self._names[3] + number, [self._writer.heading()])

    def _sheet(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        self._page = self._book.add_worksheet(name)
        self._page.set_column(0, 20, WIDTH)
        self._page.freeze_panes(1, 0)
        self._row = 0
        for row in rows:
            self._write(row, bold=self._row == 0)

    def _write(self, row: Sequence[object], *, bold: bool = False) -> None:
        style = self._bold if bold else None
        for column, value in enumerate(row):
            self._page.write_string(self._row, column, "" if value is None else str(value), style)
        self._row += 1

    def _facts(self, head: RecordHead) -> list[Sequence[object]]:
        names = FACTS[self._language]
        known = head.processor.model_dump() | {"on": head.on}
        return [(title, known[key]) for key, title in names.items()]

    def _activities(self, head: RecordHead) -> list[Sequence[object]]:
        say, several = self._writer.say, self._writer.list
        return [
            (
                say(one.product), say(x.subject_matter), say(x.nature), say(x.purpose),
                several(x.data_categories), several(x.data_subjects), say(x.retention),
                several(x.measures),
            )
            for one in head.products
            for x in one.processings
        ]  # fmt: skip

    def _transfers(self, head: RecordHead) -> list[Sequence[object]]:
        say = self._writer.say
        products = {one.product_id: one.product for one in head.products}
        return [
            (
                say(products.get(one.product_id)) if one.product_id else "", one.party,
                one.legal_entity, self._writer.where(one), say(one.safeguard), one.verified_on,
            )
            for one in head.transfers
        ]  # fmt: skip
