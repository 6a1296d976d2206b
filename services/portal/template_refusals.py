"""What a person reads whose template was refused, by the code of the refusal."""

from services.portal.language import later as _

_AGAIN = _(
    "Your word processor wrote something odd in it. Open it there and save it anew as .docx."
)

MESSAGES: dict[str, str] = {
    "template-has-errors": _("This version has errors. Mend them first; they are listed below."),
    "template-fails": _("This version does not print the sample data, so it can’t be published."),
    "template-not-in-force": _("This version is not in force (any more)."),
    "template-too-long": _("These texts are too long to compare here. Compare them in Word."),
    "template-too-large": _("The file is larger than 10 MB. Make its pictures smaller."),
    "template-no-docx": _("This is no Word document. Save it as .docx."),
    "template-old-or-locked": _(
        "This is an old Word document (.doc), or locked with a password. Save it as .docx."
    ),
    "template-encrypted": _("The file is locked with a password. Take that off first."),
    "template-dotx": _("This is a Word template (.dotx). Save it as document (.docx)."),
    "template-strict": _(
        "This is a “Strict Open XML Document”. Save it as “Word Document (.docx)”."
    ),
    "template-too-many-parts": _("There are too many pictures or other parts in this file."),
    "template-expands": _("The file unpacks to far more than a template needs. Make it shorter."),
    "template-macros": _("The file carries macros, add-ins or controls. Save it without them."),
    "template-embedding": _(
        "The file brings in another document. Put in its text, or a picture of it."
    ),
    "template-part-unknown": _(
        "The file holds something that a template has no need of. Remove it and save it again."
    ),
    "template-external": _(
        "The file points to something outside itself, such as a linked picture. Put it in itself."
    ),
    "template-link-refused": _(
        "A hyperlink leads elsewhere than to a web page or an e-mail address."
    ),
    "template-field": _("There is a field in it that fetches something. Replace it by its text."),
    "template-bound-control": _(
        "A content control is bound to hidden data. Remove the control and keep its text."
    ),
    "template-picture": _("A picture can’t be used. Put it in anew as PNG or JPEG."),
    "template-too-complex": _("The template is too large or too deeply nested. Make it simpler."),
    "template-output-too-large": _("With these data it prints more than anybody can read."),
    "template-tag-broken": _("A tag is opened and not closed in the same paragraph."),
    "template-tag-misplaced": _("A tag stands where nothing can be filled in."),
    "template-tag-form": _("A tag is written in a form that templates may not use."),
    "template-crossing": _(
        "What a condition or loop takes in begins in one place and ends in another, such as a cell."
    ),
    "template-forbidden": _("A tag does what no template may do."),
    "template-mistake": _("A tag has a mistake in it."),
    "template-variable-missing": _("It asks for something that the data do not have."),
    "template-lost": _("The file of this version can’t be read now. Upload it again."),
    **dict.fromkeys(
        [
            "template-damaged",
            "template-unreadable",
            "template-archive-odd",
            "template-archive-lies",
            "template-names-odd",
            "template-names-double",
            "template-xml-encoding",
            "template-doctype",
            "template-xml-mistake",
            "template-relation-odd",
            "template-prefix",
        ],
        _AGAIN,
    ),
}
