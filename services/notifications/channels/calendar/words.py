"""What an entry of a calendar says, in Dutch and English."""

from services.notifications.domain.calendar import Due
from shared.text import Language, Text

_SUMMARY = {
    "objection": Text(nl="Laatste dag voor bezwaar", en="Last day to object"),
    "review": Text(nl="Verwerkersovereenkomst herzien", en="Review the processor agreement"),
    "ending": Text(nl="Verwerkersovereenkomst eindigt", en="Processor agreement ends"),
    "data": Text(
        nl="Laatste dag om gegevens terug te geven of te wissen",
        en="Last day to return or delete the data",
    ),
    "upstream": Text(nl="Overeenkomst met leverancier loopt af", en="Agreement with supplier ends"),
    "change_deadline": Text(
        nl="Laatste dag waarop een klant bezwaar kan maken",
        en="Last day on which a client can object",
    ),
    "change_effective": Text(nl="Beoogde ingangsdatum", en="Intended day of taking effect"),
}
_LAPSED = Text(nl="Vervallen", en="Lapsed")
_NAME = Text(nl="Termijnen bij {provider}", en="Deadlines at {provider}")


def name(provider: str, language: Language) -> str:
    return _line(_NAME.say(language).replace("{provider}", provider))


def summary(due: Due, language: Language) -> str:
    about = (due.party, due.title and due.title.say(language), due.reference, due.client)
    told = " · ".join(part for part in about if part)
    what = _SUMMARY[due.kind].say(language)
    return _line(f"{what}: {told}" if told else what)


def lapsed(language: Language) -> str:
    return _LAPSED.say(language)


def _line(text: str) -> str:
    """Control characters and line breaks become a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
