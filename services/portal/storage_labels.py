"""What a person reads of whole files and of storage."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "dossier_state": {
        "waiting": _("Waiting"),
        "making": _("Being made"),
        "failing": _("Not there yet"),
        "ready": _("Ready"),
        "gone": _("Removed"),
    },
    "object_lock": {
        "governance": _("under a lock that only an administrator of the storage can lift"),
        "compliance": _("under a lock that nobody can lift"),
    },
    "encryption": {
        "none": _("none asked for"),
        "s3": _("with keys of the storage"),
        "kms": _("with a key of your own"),
    },
}
TONES: dict[str, tuple[str, ...]] = {"valid": ("ready",), "warning": ("failing",)}
