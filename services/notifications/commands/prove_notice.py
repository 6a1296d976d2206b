"""Whether a chain is whole, and whether everybody whom its notice is for is in the account."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import get_args
from uuid import UUID

from services.notifications.domain.account import Account, account
from services.notifications.domain.delivery import Frozen
from services.notifications.domain.evidence import Check, Disclosure, Head, Link
from services.notifications.domain.fault import Count, Fault, fault, sentences
from services.notifications.store import evidence, notices
from services.notifications.store.ledger import Ledger
from shared.database import Connection


class Proven(Frozen):
    """``account`` is what the rows of the chain themselves say; ``findings`` are the faults of the
    chain and of the account together, ``faults`` the same as English sentences, ``erased`` the rows
    whose personal part is gone, which is none."""

    notice_id: UUID
    sound: bool
    rows: int
    erased: int
    account: Account
    findings: tuple[Fault, ...]
    faults: tuple[str, ...]


class Proof:
    """Goes through the rows of one chain, in order; to be closed."""

    def __init__(self, notice_id: UUID) -> None:
        self._notice_id = notice_id
        self._check, self._ledger = Check(notice_id), Ledger()

    def add(self, link: Link, disclosure: Disclosure | None) -> None:
        self._check.add(link, disclosure)
        self._ledger.enter(link)

    def conclude(self, head: Head, stated: Mapping[str, int]) -> Proven:
        """``head`` is where the chain says that it ends; ``stated``: how many deliveries are in
        each state by the record that stands beside the chain."""
        checked = self._check.conclude(head)
        states = self._ledger.states()
        told = account(sum(states.values()), states)
        beside = account(sum(stated.values()), stated)
        findings = (*checked.findings, *self._unlike(told, beside))
        return Proven(
            notice_id=self._notice_id,
            sound=not findings,
            rows=checked.rows,
            erased=checked.erased,
            account=told,
            findings=findings,
            faults=sentences(findings),
        )

    def close(self) -> None:
        self._ledger.close()

    def _unlike(self, told: Account, beside: Account) -> Iterator[Fault]:
        if strays := self._ledger.strays():
            yield fault("delivery-not-frozen", strays)
        for one in (told, beside):
            if not one.balanced:
                yield fault("account-unbalanced", one.recipients)
        for name in get_args(Count):
            number, other = getattr(told, name), getattr(beside, name)
            if number != other:
                yield fault("count-differs", number, other, name)


async def prove_notice(connection: Connection, notice_id: UUID) -> Proven:
    """``connection`` sees one moment. Raise ``Missing`` when this tenant has no such notice."""
    await notices.get(connection, notice_id)
    with closing(Proof(notice_id)) as proof:
        async for link, disclosure in evidence.chain(connection, notice_id):
            proof.add(link, disclosure)
        stated = (await notices.counts(connection, [notice_id])).get(notice_id, {})
        return proof.conclude(await evidence.head(connection, notice_id), stated)
