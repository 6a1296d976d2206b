"""What a person reads who was refused something about an incident, by the code of the refusal."""

from services.portal.language import later as _

MESSAGES: dict[str, str] = {
    "began-later": _("It can’t have begun after it was found."),
    "client-told": _("This client was told of it already; that can’t be undone."),
    "client-without-agreement": _("This client has no agreement; nothing of it is processed."),
    "clients-told": _("Clients were told of it already; that can’t be undone."),
    "clients-unreached": _(
        "Clients were not reached. Have a letter made, correct an address or add a contact, or fill"
        " in why it may be closed all the same."
    ),
    "ended-earlier": _("It can’t have ended before it began."),
    "facts-lacking": _(
        "The last message tells all that the law asks. Fill in what is still unknown, or say why a"
        " number can’t be known."
    ),
    "hit-missing": _("Choose the products that it hit, or the sub-processor."),
    "moment-ahead": _("This moment has not come yet."),
    "moment-out-of-reach": _("This moment lies too far back."),
    "nobody-to-tell": _(
        "No client is touched, or none has a contact. Take a client in, or record why nobody is"
        " told."
    ),
    "nothing-new": _("Clients were told just this. Add what is known since."),
    "nothing-released": _("Nothing was released yet; there is nothing to review."),
    "own-release": _("You released this one; ask somebody else to read it."),
    "stage-reviewed": _("You reviewed this message before."),
    "stage-unknown": _("This incident has no such message."),
    "timezone_aware": _("Fill in a day and a time."),
    "words-missing": _("Say it in Dutch or in English."),
}
