"""What a person reads of documents that are being made."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "rendering_problem": {
        "pdf-failed": _("LibreOffice makes no PDF of it"),
        "pdf-engine-missing": _("LibreOffice is not installed"),
        "storage-unavailable": _("Storage can’t be reached"),
        "storage-altered": _("Storage gave back something else"),
        "peer-unavailable": _("Another part can’t be reached"),
        "document-lost": _("Storage has lost the DOCX"),
        "template-variable-missing": _("The template asks for what is not there"),
        "template-mistake": _("The template has a mistake"),
        "template-forbidden": _("The template does what it may not"),
        "template-unreadable": _("The template can’t be read"),
        "snapshot-altered": _("The text does not match its digest"),
        "text-erased": _("The text was erased"),
        "internal": _("Something went wrong inside"),
    },
}
TONES: dict[str, tuple[str, ...]] = {}
