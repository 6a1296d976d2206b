"""A notice gets its words and looks when its facts are known, and keeps them to the last."""

from collections.abc import Iterator
from itertools import product
from uuid import UUID

from services.notifications.channels.mail.context import Shape, context
from services.notifications.channels.mail.dressing import built_in
from services.notifications.channels.mail.mandatory import KINDS, lacking, musts
from services.notifications.channels.mail.wording import Template
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.wording import LANGUAGES, Dress, WordingDraft
from services.notifications.store import notices, wordings
from services.notifications.store.notices import Notice
from shared.database import Connection
from shared.logs import log
from shared.text import Language

_EITHER = (False, True)


async def state_facts(connection: Connection, notice: Notice, facts: NoticeFacts) -> None:
    """The first facts stay, and the words with them: everybody is told the same."""
    if await notices.state_facts(connection, notice.id, facts):
        await wear_wording(connection, notice.id, notice.kind, facts)


async def wear_wording(
    connection: Connection, notice_id: UUID, kind: Kind, facts: NoticeFacts
) -> None:
    """The provider's own words where they tell all that this very notice must; else the built-in
    ones."""
    own = await wordings.in_force(connection, kind)
    brand = next((one.id for one in await wordings.brands(connection, None, 1)), None)
    for language in LANGUAGES:
        use, version = (kind, language), own.get((kind, language))
        if version and _tells_all(kind, facts, language, version.draft):
            await wordings.wear(connection, notice_id, language, version.id, (None, brand))
            continue
        if version:
            log.warning("own wording set aside", notice_id=str(notice_id), language=language)
        plain = await wordings.keep(connection, use, "builtin", built_in(kind, language))
        instead_of = version.id if version else None
        await wordings.wear(connection, notice_id, language, plain, (instead_of, brand))


async def dress_in_force(connection: Connection, kind: Kind, facts: NoticeFacts) -> Dress:
    """As ``wear_wording`` would choose it now; nothing is kept."""
    own = await wordings.in_force(connection, kind)
    brands = await wordings.brands(connection, None, 1)
    return Dress(
        words={
            version.language: version.draft
            for version in own.values()
            if _tells_all(kind, facts, version.language, version.draft)
        },
        brand=brands[0] if brands else None,
    )


def _tells_all(kind: Kind, facts: NoticeFacts, language: Language, draft: WordingDraft) -> bool:
    """To whomever: what differs per agreement is tried in every combination."""
    if kind not in KINDS:
        return True
    template = Template(draft.source, forgiving=True)
    for form in _shapes(language):
        known = context(facts, form)
        if lacking(template.word(language, known), musts(kind, known)):
            return False
    return True


def _shapes(language: Language) -> Iterator[Shape]:
    for specific, has_deadline, clause, stands_in in product(*[_EITHER] * 4):
        if specific and clause:
            continue
        for counted in ("sent", "delivered"):
            yield Shape(language, specific, has_deadline, counted, clause, stands_in)
