"""What a person reads of templates and of what was found in them."""

from services.portal.language import later as _

LABELS: dict[str, dict[str, str]] = {
    "template_state": {
        "draft": _("Draft"),
        "in_force": _("In force"),
        "replaced": _("Replaced"),
        "retired": _("Taken out of use"),
        "builtin": _("Built-in, kept because it printed something"),
    },
    "finding_level": {"error": _("Error"), "warning": _("Warning"), "hint": _("Hint")},
    "template_part": {
        "text": _("in the text"),
        "header": _("in a header"),
        "footer": _("in a footer"),
        "notes": _("in the notes"),
        "other": _("in the file"),
    },
    "field_type": {
        "text": _("text"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "date": _("day"),
        "moment": _("time"),
        "list": _("list"),
        "record": _("with parts"),
    },
    "field_presence": {
        "null": _("may be unknown, and prints nothing then"),
        "absent": _("older agreements lack it"),
    },
}
TONES: dict[str, tuple[str, ...]] = {"warning": ("warning",), "danger": ("error",)}
