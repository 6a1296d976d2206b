"""What a provider decides for itself: the way to every page of it."""

from typing import NamedTuple

from litestar import get
from litestar.response import Template

from services.portal.language import later
from services.portal.pages.access import Staff
from services.portal.pages.reply import page
from shared.identity import STAFF, Role


class Entry(NamedTuple):
    """A way to a page, for those whose role opens it; texts are sources in English."""

    path: str
    title: str
    sentence: str
    roles: tuple[Role, ...] = STAFF


ENTRIES: list[Entry] = [
    Entry(
        "/settings/provider",
        later("Your organisation"),
        later("Who you are, what you promise, and whether a second person reviews changes."),
    ),
    Entry(
        "/settings/staff",
        later("Staff"),
        later("Who works here with Schakel, and what they may do."),
        ("owner",),
    ),
    Entry(
        "/settings/integrations",
        later("Integrations"),
        later("Other systems that act for you through the API."),
        ("owner",),
    ),
    Entry(
        "/settings/templates",
        later("Templates"),
        later("Documents in your own words and house style, from your own Word files."),
    ),
    Entry(
        "/settings/subscriptions",
        later("Followers by mail"),
        later("How many follow your public list by mail."),
    ),
    Entry(
        "/settings/messages",
        later("Messages"),
        later("In which words and looks your clients are told."),
    ),
    Entry(
        "/settings/webhooks",
        later("Webhooks"),
        later("Other systems that hear at once what happens here."),
        ("owner",),
    ),
    Entry(
        "/settings/seal",
        later("Seal and mandate"),
        later("With what your documents are sealed, and when your seal countersigns for you."),
    ),
    Entry(
        "/settings/storage",
        later("Storage"),
        later("How much is kept, and whether it is all there."),
        ("owner", "auditor"),
    ),
    Entry(
        "/settings/audit",
        later("Audit trail"),
        later("Who changed what, and the proof that nobody altered that record."),
        ("owner", "auditor"),
    ),
]


@get("/settings")
async def settings_hub(staff: Staff) -> Template:
    entries = [entry for entry in ENTRIES if staff.role in entry.roles]
    return page("staff/settings.html", entries=entries)


HANDLERS = [settings_hub]
