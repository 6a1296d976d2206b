"""What is said where something in doubt can't be settled as asked."""

from services.portal.language import later as _

MESSAGES: dict[str, str] = {
    "log-line-unreadable": _(
        "This line begins as JSON, but is no object with a time that names its zone."
    ),
    "delivery-not-in-doubt": _("This was settled already."),
    "link-gone": _(
        "A link to sign in is kept once only and can’t be sent again; whoever needs it asks for a"
        " new one."
    ),
}
AT: dict[tuple[str, str], str] = {
    ("zone", "value_error"): _("There is no such time zone; write it as Europe/Amsterdam."),
    ("lines", "too_long"): _("The log has too many lines; hand in a part of it."),
}
