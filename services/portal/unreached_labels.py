"""What a person reads of who was not reached: what was tried, and what comes next."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "try_state": {
        "queued": _("Put off by the mail server"),
        "sending": _("On its way"),
        "accepted": _("Accepted by the mail server"),
        "failed": _("Not deliverable"),
        "in_doubt": _("In doubt"),
        "stopped": _("Stopped"),
    },
    "next_step": {
        "being_told": _("Somebody else there is being written to."),
        "check_log": _("Hand in the mail server’s log, or settle it by hand."),
        "ask_letter": _("Nobody is left to write to: correct an address, or send a letter."),
        "correct_address": _("Nobody is left to write to: correct an address."),
        "letter_made": _("A letter is being made."),
        "post_letter": _("Print the letter and post it."),
        "posted": _("A letter was posted."),
    },
}
TONES: dict[str, tuple[str, ...]] = {}
