"""What a person reads of why somebody was not reached."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "unreached_cause": {
        "refused": _("Refused by the mail server"),
        "given_up": _("Put off until it was given up"),
        "withheld": _("The person had left"),
        "cut": _("The link broke after the last byte"),
        "interrupted": _("Whoever sent it stopped without a word"),
    },
    "unreached_reason": {
        "address-invalid": _("no address that mail can go to"),
        "person-erased": _("the person was erased"),
    },
}
TONES: dict[str, tuple[str, ...]] = {}
