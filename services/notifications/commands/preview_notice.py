"""What a notice would say, before anybody is told; nothing is kept and nothing is sent."""

from pydantic import BaseModel

from services.notifications.channels.mail.preview import preview
from services.notifications.commands.wear_wording import dress_in_force
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.domain.facts import RecipientPage
from services.notifications.domain.notice import require_complete, require_terms
from shared.database import Connection
from shared.identity import Actor
from shared.text import Language


class Preview(BaseModel):
    """One message as one recipient would read it; the link is made only when it leaves."""

    language: Language
    client: str
    authorisation: str
    emergency_clause: bool
    subject: str
    text: str


async def preview_notice(
    connection: Connection, actor: Actor, page: RecipientPage
) -> list[Preview]:
    """In the words in force. ``FactMissing`` names the fact without which it would not go out."""
    require_complete(page.notice)
    notice = notice_id(actor.tenant, page.notice.kind, page.notice.subject_id)
    dress = await dress_in_force(connection, page.notice.kind, page.notice)
    found = []
    for recipient in page.items:
        delivery = addressed(notice, "mail", recipient)
        require_terms(page.notice, delivery.terms)
        words = preview(page.notice, delivery, dress)
        found.append(
            Preview(
                language=recipient.language,
                client=recipient.client,
                authorisation=recipient.authorisation,
                emergency_clause=recipient.emergency_clause,
                subject=words.subject,
                text=words.text,
            )
        )
    return found
