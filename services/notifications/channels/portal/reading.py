"""A notice to read in the portal: the words of its mail, in blocks that a page can show."""

from collections.abc import Callable
from typing import Literal

from services.notifications.channels.mail.context import shape, values
from services.notifications.channels.mail.dressing import dressed
from services.notifications.channels.mail.wording import Action, Block, Line, Prose, one_line
from services.notifications.domain.delivery import Frozen, NewDelivery
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.wording import PLAIN, Dress


class Part(Frozen):
    """One block: ``text`` of a heading, a paragraph, small print or the label of an action, or the
    ``rows`` of a table, each a name and a value."""

    kind: Literal["heading", "paragraph", "small", "rows", "action"]
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()


class Reading(Frozen):
    subject: str
    parts: tuple[Part, ...]


def read(kind: Kind, facts: NoticeFacts, delivery: NewDelivery, dress: Dress = PLAIN) -> Reading:
    """As this recipient was told it; where its mail bears a link, the page has one of its own."""
    form = shape(delivery.terms)
    wording = dressed(kind, facts, form, dress)
    ready = {name: one_line(value) for name, value in values(delivery, None).items()}

    def fill(line: Line) -> str:
        said = ""
        for piece in line:
            part = piece if isinstance(piece, str) else ready[piece.name]
            # A name may end in a dot itself, as in B.V., at the end of a sentence.
            said += part[1:] if said.endswith(".") and part.startswith(".") else part
        return said

    return Reading(
        subject=fill(wording.subject), parts=tuple(_part(block, fill) for block in wording.blocks)
    )


def _part(block: Block, fill: Callable[[Line], str]) -> Part:
    if isinstance(block, Prose):
        return Part(kind=block.kind, text=fill(block.line))
    if isinstance(block, Action):
        return Part(kind="action", text=fill(block.label))
    return Part(kind="rows", rows=tuple((fill(name), fill(value)) for name, value in block.rows))
