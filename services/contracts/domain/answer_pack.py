"""What a provider hands to a client who answers a data subject (Art. 15(1)(c), 28(3)(e) AVG)."""

from datetime import date

from services.contracts.domain.form import Record
from services.contracts.domain.processors import ByCategory
from services.contracts.domain.register_entry import Entry
from services.contracts.domain.tenant import PublicTenant


class AnswerPack(Record):
    """``overview``: which parties have which categories of the client's data on ``on``;
    ``statement``: the provider's privacy statement in force that day, where one is recorded.
    """

    on: date
    request: Entry
    provider: PublicTenant
    statement: str | None
    overview: ByCategory
