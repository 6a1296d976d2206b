"""What a person reads of seals, mandates and checks of documents."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "variant": {
        "offered": _("As frozen"),
        "signed": _("Signed"),
        "countersigned": _("Countersigned"),
    },
    "mandate_kind": {
        "agreement": _("New agreements on your own text"),
        "amendment": _("Amendments of agreements"),
        "own_paper": _("Agreements on the client’s own text"),
    },
    "mandate_state": {
        "valid": _("In force"),
        "over": _("Is over"),
        "withdrawn": _("Withdrawn"),
    },
    "record_kind": {
        "processing-record": _("Record of processing"),
        "data-pro-statement": _("Data Pro Statement"),
    },
    "issue_standing": {
        "in_force": _("In force"),
        "offered": _("Offered; not accepted yet"),
        "replaced": _("Replaced by a newer version"),
        "expired": _("Ran out"),
        "ended": _("Ended"),
        "unknown": _("Can’t be said now; look again later"),
    },
}
TONES = {"valid": ("valid",), "warning": ("replaced",)}
