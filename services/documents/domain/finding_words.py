"""The sentence of every finding, in both languages: a template's author reads it in its own."""

from typing import Literal

from shared.text import Text

MEANT = Text(en="Did you mean {suggestion}?", nl="Bedoelt u {suggestion}?")
TIMES = Text(en="This stands here {count} times.", nl="Dit staat er {count} keer.")

_TAGS = {
    "tag-open": (
        "The tag that begins with “{begins}” does not end in its paragraph. Close it with {closing} before the paragraph ends.",
        "Het label dat met “{begins}” begint, eindigt niet in zijn alinea. Sluit het met {closing} voor de alinea eindigt.",
    ),
    "tag-split": (
        "This tag begins inside {begins} and ends outside it, or the other way round. Type it anew, whole, in one place.",
        "Dit label begint binnen {begins} en eindigt erbuiten, of andersom. Typ het opnieuw, heel, op één plek.",
    ),
    "tag-deleted": (
        "This tag is in text that was deleted with tracked changes, but it would still be carried out. Accept or reject the change.",
        "Dit label staat in tekst die met bijhouden is verwijderd, maar zou toch worden uitgevoerd. Accepteer of weiger de wijziging.",
    ),
    "tag-unreadable": (
        "This tag can't be read: {why}.",
        "Dit label is niet te lezen: {why}.",
    ),
    "tag-quotes": (
        "The quotation marks in this tag are not straight. Type ' or \" and turn off automatic quotation marks while you do.",
        "De aanhalingstekens in dit label zijn niet recht. Typ ' of \" en zet automatische aanhalingstekens daarbij uit.",
    ),
    "tag-character": (
        "There is a character in this tag that can't be seen ({character}). Type the tag anew.",
        "In dit label staat een teken dat niet te zien is ({character}). Typ het label opnieuw.",
    ),
    "tag-unknown": (
        "A template does not know “{word}”; it knows if, elif, else, endif, for and endfor.",
        "Een sjabloon kent “{word}” niet; het kent if, elif, else, endif, for en endfor.",
    ),
    "tag-forbidden": (
        "A template may not use {what}: it prints values, with conditions, loops and filters.",
        "Een sjabloon mag geen {what} gebruiken: het drukt waarden af, met voorwaarden, herhalingen en filters.",
    ),
    "tag-outside-text": (
        "A tag with “{prefix}” prints where no text may stand. Write {{{{ … }}}} without it.",
        "Een label met “{prefix}” drukt af waar geen tekst mag staan. Schrijf {{{{ … }}}} zonder dat teken.",
    ),
    "tag-misplaced": (
        "A tag with “{prefix}” takes away {unit} around it, and {why}. Leave “{prefix}” out, or move the tag.",
        "Een label met “{prefix}” haalt {unit} eromheen weg, en {why}. Laat “{prefix}” weg, of verplaats het label.",
    ),
    "tag-dropped": (
        "This tag is lost: it stands in the same {unit} as “{other}”, which takes all of it away. Give each a {unit} of its own.",
        "Dit label gaat verloren: het staat in dezelfde {unit} als “{other}”, dat alles daarvan weghaalt. Geef elk een eigen {unit}.",
    ),
    "tag-not-filled": (
        "Tags are not filled in here ({where}), so it would be printed as it is. Move it to the text.",
        "Hier ({where}) worden labels niet ingevuld; het zou worden afgedrukt zoals het er staat. Zet het in de tekst.",
    ),
    "tag-elsewhere": (
        "A tag may stand in the text, or in the alternative text of a picture, but not in a field, a formula or a property.",
        "Een label mag in de tekst staan, of in de alternatieve tekst van een afbeelding, maar niet in een veld, een formule of een eigenschap.",
    ),
    "filter-unknown": (
        "There is no filter “{filter}”.",
        "Er is geen filter “{filter}”.",
    ),
    "filter-arguments": (
        "The filter “{filter}” takes something else between its parentheses, or nothing.",
        "Het filter “{filter}” krijgt tussen haakjes iets anders mee, of niets.",
    ),
    "block-open": (
        "This {word} has no {closing}. What it holds back or repeats must end somewhere.",
        "Bij deze {word} ontbreekt {closing}. Wat hij weglaat of herhaalt, moet ergens eindigen.",
    ),
    "block-end-extra": (
        "This {word} ends nothing: no {opening} is open here.",
        "Deze {word} sluit niets af: er staat hier geen {opening} open.",
    ),
    "block-branch": (
        "This {word} belongs to no if: {why}.",
        "Deze {word} hoort bij geen if: {why}.",
    ),
    "block-uneven": (
        "“{other}” and this {word} stand at different depths ({one} and {two}), so the document would break. Write both in the text, or both with {unit}.",
        "“{other}” en deze {word} staan op een andere diepte ({one} en {two}), waardoor het document zou breken. Zet beide in de tekst, of beide met {unit}.",
    ),
    "cell-may-be-empty": (
        "Every paragraph of this cell, header or box may disappear, and Word does not open a file with an empty one. Add a paragraph to it without a tag.",
        "Elke alinea van deze cel, koptekst of dit kader kan verdwijnen, en Word opent geen bestand met een lege. Zet er een alinea zonder label bij.",
    ),
    "tag-trims": (
        "A dash in a tag joins it with the text beside it, over the end of a paragraph, and here something would be lost. Leave the dash out.",
        "Een streepje in een label voegt het samen met de tekst ernaast, over het eind van een alinea heen, en hier zou iets verloren gaan. Laat het streepje weg.",
    ),
    "too-much-to-read": (
        "There is more here than anybody can have meant; what follows was not read.",
        "Hier staat meer dan iemand kan bedoelen; wat volgt, is niet gelezen.",
    ),
    "nested-too-deep": (
        "This is nested too deep to be read.",
        "Dit is te diep genest om te lezen.",
    ),
}  # fmt: skip

_VARIABLES = {
    "variable-unknown": (
        "There is no {variable} to print.",
        "Er is geen {variable} om af te drukken.",
    ),
    "variable-may-be-missing": (
        "{variable} is not always there, and then nothing can be made of the document. Write {remedy}.",
        "{variable} is er niet altijd, en dan kan het document niet worden gemaakt. Schrijf {remedy}.",
    ),
    "variable-may-be-empty": (
        "{variable} is not always known, and then nothing is printed here. Write {remedy}, or say what stands there instead.",
        "{variable} is niet altijd bekend, en dan staat hier niets. Schrijf {remedy}, of zeg wat er dan staat.",
    ),
    "list-printed": (
        "{variable} is a list and would be printed with brackets. Write {remedy}.",
        "{variable} is een lijst en zou met haken worden afgedrukt. Schrijf {remedy}.",
    ),
    "record-printed": (
        "{variable} has parts and would be printed with braces. Print one of these: {parts}.",
        "{variable} bestaat uit delen en zou met accolades worden afgedrukt. Druk er een van af: {parts}.",
    ),
    "boolean-printed": (
        "This prints True or False. Write {{% if … %}}yes{{% else %}}no{{% endif %}}.",
        "Dit drukt True of False af. Schrijf {{% if … %}}ja{{% else %}}nee{{% endif %}}.",
    ),
    "date-plain": (
        "{variable} prints as 2026-11-22.",
        "{variable} wordt afgedrukt als 2026-11-22.",
    ),
    "loop-over-value": (
        "{variable} is {type}, not a list, so it can't be repeated.",
        "{variable} is {type}, geen lijst, en kan dus niet worden herhaald.",
    ),
    "list-without-loop": (
        "{variable} asks a list for a part. Repeat it first: {remedy}.",
        "{variable} vraagt een deel van een lijst. Herhaal die eerst: {remedy}.",
    ),
    "value-without-parts": (
        "{variable} asks {type} for a part, and it has none.",
        "{variable} vraagt een deel van {type}, en die heeft er geen.",
    ),
    "filter-unfit": (
        "The filter “{filter}” can do nothing with {variable}: it is {type}.",
        "Het filter “{filter}” kan niets met {variable}: dat is {type}.",
    ),
    "comparison-unfit": (
        "{variable} is {type} and is compared with {other}, which it can never be.",
        "{variable} is {type} en wordt vergeleken met {other}, wat het nooit kan zijn.",
    ),
    "value-unknown": (
        "{variable} is never “{value}”; it is one of: {known}.",
        "{variable} is nooit “{value}”; het is een van: {known}.",
    ),
    "variables-unused": (
        "Of {group} the template does not use: {names}.",
        "Van {group} gebruikt het sjabloon niet: {names}.",
    ),
    "element-missing": (
        "Art. {article} GDPR: the template never prints {element}. Print {names}.",
        "Art. {article} AVG: het sjabloon drukt {element} nergens af. Druk {names} af.",
    ),
}  # fmt: skip

_LOOKS = {
    "tag-half": (
        "“{end}” ends a tag that does not begin in this paragraph, so it is printed as it is.",
        "“{end}” sluit een label dat niet in deze alinea begint; het wordt afgedrukt zoals het er staat.",
    ),
    "braces-single": (
        "“{written}” is printed as it is: a tag has two braces.",
        "“{written}” wordt afgedrukt zoals het er staat: een label heeft dubbele accolades.",
    ),
    "merge-field": (
        "The merge field {field} of Word is not filled in.",
        "Het samenvoegveld {field} van Word wordt niet ingevuld.",
    ),
    "text-dropped": (
        "“{text}” is lost: “{tag}” takes away {unit} around it.",
        "“{text}” gaat verloren: “{tag}” haalt {unit} eromheen weg.",
    ),
    "section-dropped": (
        "With this paragraph “{tag}” takes away a section break, and so paper, margins and headers.",
        "Met deze alinea haalt “{tag}” een sectie-einde weg, en dus papier, marges en kopteksten.",
    ),
    "block-crosses-cells": (
        "“{other}” and its {word} stand in different cells, so cells are left out or repeated. For whole rows write {{%tr … %}} in rows of their own.",
        "“{other}” en zijn {word} staan in verschillende cellen, zodat cellen wegvallen of herhaald worden. Schrijf voor hele rijen {{%tr … %}} in eigen rijen.",
    ),
    "tag-ampersand": (
        "An & inside a tag is printed as &amp;. Put that text outside the tag.",
        "Een & binnen een label wordt afgedrukt als &amp;. Zet die tekst buiten het label.",
    ),
    "font-missing": (
        "The font {font} is not there when the PDF is made, so pages may break elsewhere. {way}",
        "Het lettertype {font} is er niet bij het maken van de pdf, zodat pagina's anders kunnen lopen. {way}",
    ),
    "language-missing": (
        "The template does not say in which language it is written; screen readers need to know. In Word: Review, Language, set as default.",
        "Het sjabloon zegt niet in welke taal het is; voorleessoftware moet dat weten. In Word: Controleren, Taal, als standaard instellen.",
    ),
    "language-differs": (
        "The template says that its text is in {written}, but it is the template for {wanted}. In Word: Review, Language, set as default.",
        "Het sjabloon zegt dat zijn tekst in het {written} is, maar het is het sjabloon voor het {wanted}. In Word: Controleren, Taal, als standaard instellen.",
    ),
    "title-missing": (
        "The template has no title in its properties; readers of the PDF see a file name instead. In Word: File, Info, Title.",
        "Het sjabloon heeft geen titel in zijn eigenschappen; lezers van de pdf zien dan een bestandsnaam. In Word: Bestand, Info, Titel.",
    ),
    "table-header": (
        "The first row of this table does not repeat on the next page. In Word: Layout, Repeat Header Rows.",
        "De eerste rij van deze tabel wordt niet herhaald op de volgende pagina. In Word: Indeling, Veldnamenrijen herhalen.",
    ),
    "picture-text": (
        "This picture has no alternative text. In Word: right-click, View Alt Text; or mark it as decorative.",
        "Deze afbeelding heeft geen alternatieve tekst. In Word: rechtsklik, Alternatieve tekst; of markeer haar als decoratief.",
    ),
    "heading-skipped": (
        "This is a heading of level {level} under one of level {above}: a level is skipped.",
        "Dit is een kop van niveau {level} onder een van niveau {above}: er is een niveau overgeslagen.",
    ),
    "tracked-changes": (
        "There are {count} tracked changes left here, and clients would see them. Accept or reject them.",
        "Er staan nog {count} bijgehouden wijzigingen, en klanten zouden die zien. Accepteer of weiger ze.",
    ),
    "comments-left": (
        "There are {count} comments left here, and clients could read them. Delete them.",
        "Er staan nog {count} opmerkingen, en klanten zouden die kunnen lezen. Verwijder ze.",
    ),
    "text-hidden": (
        "“{text}” is hidden text: it isn't printed, but whoever gets the file can read it.",
        "“{text}” is verborgen tekst: die wordt niet afgedrukt, maar wie het bestand krijgt, kan haar lezen.",
    ),
    "findings-more": (
        "There is more to find than these; mend these first.",
        "Er is meer te vinden dan dit; herstel eerst dit.",
    ),
}  # fmt: skip

_RENDERING = {
    "trial-failed": (
        "With sample data ({conditions}) no document can be made: {why}",
        "Met voorbeeldgegevens ({conditions}) is geen document te maken: {why}",
    ),
}

_WARNINGS = {"variable-may-be-empty", "date-plain", *_LOOKS}
_HINTS = {"variables-unused"}


def _level(code: str) -> Literal["error", "warning", "hint"]:
    if code in _HINTS:
        return "hint"
    return "warning" if code in _WARNINGS else "error"


SENTENCES = {
    code: (_level(code), Text(en=en, nl=nl))
    for code, (en, nl) in (_TAGS | _VARIABLES | _LOOKS | _RENDERING).items()
}
