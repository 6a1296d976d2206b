"""The way to every register that a processor keeps beside its agreements."""

from litestar import get
from litestar.response import Template

from services.portal.domain.register_form import BOOKS
from services.portal.language import later as _
from services.portal.pages.access import Staff
from services.portal.pages.reply import page
from services.portal.pages.settings import Entry

ENTRIES: list[Entry] = [
    Entry(
        "/registers/incidents",
        _("Data breaches"),
        _("Report a breach, tell clients at once and in stages, and keep every one on record."),
    ),
    Entry(
        "/registers/suppliers",
        _("Agreements with suppliers"),
        _("What lays your clients’ terms on your sub-processors, and what notice they give you."),
    ),
    Entry(
        "/registers/statements",
        _("Privacy statement"),
        _("Versions of your own privacy statement, of which exactly one is in force."),
    ),
    Entry(
        "/registers/record-of-processing",
        _("Record of processing"),
        _("For whom you process what, where data go and how they are secured (Art. 30(2) GDPR)."),
    ),
    Entry(
        "/registers/data-pro-statement",
        _("Data Pro Statement"),
        _(
            "What your products do with personal data and how, for clients that choose (Art. 28(1)"
            " GDPR)."
        ),
    ),
    Entry(
        "/registers/transfers",
        _("Transfers outside the EEA"),
        _("What the nightly check found, whom it touches, and what to do about it."),
    ),
    Entry(
        "/registers/scans",
        _("Statement scan"),
        _(
            "Which parties your privacy statement names, compared with your record, and what in it"
            " can’t be right."
        ),
    ),
    Entry(
        "/registers/renderings",
        _("Documents being made"),
        _("How many wait, when they are there, and what holds one up."),
    ),
    *(Entry(f"/registers/{slug}", book.title, book.sentence) for slug, book in BOOKS.items()),
]


@get("/registers")
async def registers_hub(staff: Staff) -> Template:
    entries = [entry for entry in ENTRIES if staff.role in entry.roles]
    return page("staff/registers.html", entries=entries)


HANDLERS = [registers_hub]
