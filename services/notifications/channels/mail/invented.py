"""Values of a notice that never was."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from services.notifications.domain.facts import Party, Provider, Words
from shared.text import Text


class Invented:
    """With ``luck`` no two of them are alike and nobody can know them beforehand."""

    def __init__(self, luck: Random | None = None) -> None:
        self._luck = luck

    def word(self, plain: str) -> str:
        return plain if self._luck is None else f"{plain} {self._luck.getrandbits(40):010x}"

    def text(self, nl: str, en: str) -> Text:
        return Text(nl=self.word(nl), en=self.word(en))

    def words(self, nl: str, en: str) -> Words:
        return Words(nl=self.word(nl), en=self.word(en))

    def number(self, plain: int) -> int:
        return plain if self._luck is None else self._luck.randrange(10**8, 10**9)

    def day(self, plain: date) -> date:
        if self._luck is None:
            return plain
        return date(2100, 1, 1) + timedelta(days=self._luck.randrange(300_000))

    def moment(self, plain: datetime) -> datetime:
        return datetime.combine(self.day(plain.date()), plain.time(), UTC)

    def provider(self) -> Provider:
        return Provider(name=self.word("Voorbeeldhost B.V."), email="privacy@voorbeeldhost.example")

    def page(self) -> str:
        return f"https://portaal.voorbeeldhost.example/{self.word('lijst').replace(' ', '-')}"

    def party(self, name: str, *, full: bool) -> Party:
        return Party(
            name=self.word(name),
            legal_entity=self.word(f"{name} Holding") if full else None,
            address=self.word("Dorpsstraat 1, Voorbeelddam") if full else None,
            country="NL" if full else None,
            purpose=self.text("facturen bewaren", "keeping invoices"),
            data_categories=(self.text("naam en adres", "name and address"),),
            location=self.text("Nederland", "the Netherlands"),
            mechanism=self.text("adequaatheidsbesluit", "adequacy decision") if full else None,
        )
