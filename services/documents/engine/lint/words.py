"""How a finding names kinds of values and forms of expressions, in both languages."""

from services.documents.domain.field import Element
from shared.text import Text

KINDS: dict[str, Text] = {
    "text": Text(en="a text", nl="een tekst"),
    "number": Text(en="a number", nl="een getal"),
    "boolean": Text(en="a yes or no", nl="een ja of nee"),
    "date": Text(en="a day", nl="een dag"),
    "moment": Text(en="a moment", nl="een tijdstip"),
    "list": Text(en="a list", nl="een lijst"),
    "record": Text(en="something with parts", nl="iets dat uit delen bestaat"),
    "none": Text(en="nothing", nl="niets"),
    "anything": Text(en="something else", nl="iets anders"),
}
FORBIDDEN: dict[str, Text] = {
    "Call": Text(en="calls with parentheses", nl="aanroepen met haakjes"),
    "Concat": Text(en="joining with ~", nl="samenvoegen met ~"),
    "Getitem": Text(en="square brackets", nl="rechte haken"),
    "CondExpr": Text(
        en="an if without an else inside a value", nl="een if zonder else binnen een waarde"
    ),
    "Tuple": Text(en="several names or values at once", nl="meer namen of waarden tegelijk"),
    "List": Text(en="lists of its own", nl="eigen lijsten"),
    "Dict": Text(en="braces inside a tag", nl="accolades binnen een label"),
    "For": Text(en="a loop in itself", nl="een herhaling in zichzelf"),
    **dict.fromkeys(
        ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"),
        Text(en="arithmetic", nl="rekenwerk"),
    ),
}
ELEMENTS: dict[Element, Text] = {
    "authorisation": Text(
        en="which authorisation holds for sub-processors",
        nl="welke toestemming voor subverwerkers geldt",
    ),
    "notice": Text(
        en="how many days ahead a change is told", nl="hoeveel dagen vooraf een wijziging komt"
    ),
    "objection": Text(en="the time to object", nl="de tijd om bezwaar te maken"),
    "subject-matter": Text(
        en="the subject-matter of the processing", nl="het onderwerp van de verwerking"
    ),
    "duration": Text(en="the duration of the processing", nl="de duur van de verwerking"),
    "nature": Text(en="the nature of the processing", nl="de aard van de verwerking"),
    "purpose": Text(en="the purpose of the processing", nl="het doel van de verwerking"),
    "data-categories": Text(en="the type of personal data", nl="het soort persoonsgegevens"),
    "data-subjects": Text(
        en="the categories of data subjects", nl="de categorieën van betrokkenen"
    ),
    "controller-rights": Text(
        en="the obligations and rights of the controller",
        nl="de rechten en verplichtingen van de verwerkingsverantwoordelijke",
    ),
    "security": Text(en="the security measures", nl="de beveiligingsmaatregelen"),
    "sub-processors": Text(en="the sub-processors", nl="de subverwerkers"),
    "end-of-data": Text(
        en="whether data are returned or deleted at the end",
        nl="of gegevens aan het eind worden teruggegeven of verwijderd",
    ),
}
