"""What goes and what stays of each category, in words for people: first what goes."""

from services.contracts.domain.erasure import Category
from shared.text import Text

WORDS: dict[Category, tuple[Text, Text]] = {
    "contacts": (
        Text(
            nl="Naam, adres en functie van wie nooit tekende, antwoordde of bericht kreeg.",
            en="Name, address and job title of people who never signed, answered or were told.",
        ),
        Text(
            nl="Dat er een contactpersoon was, met een nummer dat niemand noemt.",
            en="That there was a contact, under a number that names nobody.",
        ),
    ),
    "audit_details": (
        Text(
            nl="Netwerkadressen, en wat er is ingestuurd, in het logboek.",
            en="Network addresses, and what was sent in, in the audit trail.",
        ),
        Text(
            nl="Wat er gebeurde en wanneer, als keten die te controleren blijft.",
            en="What was done and when, as a chain that can still be checked.",
        ),
    ),
    "answers": (
        Text(
            nl="Antwoorden van de API die onder een Idempotency-Key klaarstaan om te herhalen.",
            en="Answers of the API that are kept under an Idempotency-Key, to be repeated.",
        ),
        Text(
            nl="Dat de sleutel is gebruikt, tot zeven dagen na de aanroep; niets gebeurt tweemaal.",
            en="That the key was used, until seven days after the call: nothing is done twice.",
        ),
    ),
    "sign_in": (
        Text(
            nl="Sessies met naam en adres; links om in te loggen werken niet meer.",
            en="Sessions with name and address; links to sign in with stop working.",
        ),
        Text(
            nl="Dat een link bestond en is gebruikt, zonder naam of adres.",
            en="That a link existed and was used, without name or address.",
        ),
    ),
    "webhook_answers": (
        Text(
            nl="Wat andere systemen antwoordden toen zij over deze klant hoorden.",
            en="What other systems answered when they were told of this client.",
        ),
        Text(
            nl="Dat er een bericht ging, met nummers alleen, en of het aankwam.",
            en="That a message went out, of identifiers alone, and whether it arrived.",
        ),
    ),
    "contacts_in_evidence": (
        Text(
            nl="Naam, adres en functie van wie tekende, antwoordde of bericht kreeg.",
            en="Name, address and job title of people who signed, answered or were told.",
        ),
        Text(
            nl="Dat iemand bericht kreeg en wanneer, zonder te zeggen wie.",
            en="That somebody was told and when, without saying who.",
        ),
    ),
    "objections": (
        Text(
            nl="De gronden van bezwaren en de redenen van de beslissingen daarop.",
            en="The grounds of objections and the reasons of the decisions on them.",
        ),
        Text(
            nl="Dat er bezwaar was, wanneer, en wat er is beslist.",
            en="That there was an objection, when, and what was decided.",
        ),
    ),
    "approvals": (
        Text(nl="Opmerkingen bij toestemmingen.", en="Notes with approvals."),
        Text(nl="Dat er toestemming was, en wanneer.", en="That there was an approval, and when."),
    ),
    "reasons": (
        Text(
            nl="Redenen en opmerkingen bij wijziging, verlenging, uitstel, doorzetten, opzegging,"
            " bewaarbesluit en het meenemen bij een datalek.",
            en="Reasons and notes with amendments, renewals, deferrals, overrides, terminations,"
            " legal holds and choices in an incident.",
        ),
        Text(nl="Dat het gebeurde, en wanneer.", en="That it happened, and when."),
    ),
    "signatures": (
        Text(
            nl="Getypte naam, functie, adres, netwerkadres en browser van ondertekeningen.",
            en="Typed name, job title, address, network address and browser of signatures.",
        ),
        Text(
            nl="Dat er is getekend, wanneer, hoe, en het kenmerk (SHA-256) van de tekst.",
            en="That it was signed, when, how, and the digest (SHA-256) of the text.",
        ),
    ),
    "registers": (
        Text(
            nl="Wie en wat er in de registers over deze klant staat: namen en vrije teksten.",
            en="Who and what the registers say of this client: names and free texts.",
        ),
        Text(
            nl="Soort, dagen en afloop van elke inschrijving.",
            en="Kind, days and outcome of each entry.",
        ),
    ),
    "client_details": (
        Text(
            nl="Naam, adres, registratie en nummer van de klant zelf; een eenmanszaak is een mens.",
            en="Name, address, registration and number of the client itself; a sole trader is a"
            " person.",
        ),
        Text(
            nl="Het nummer van de overeenkomst, het land, en wanneer zij liep.",
            en="The reference of the agreement, the country, and when it ran.",
        ),
    ),
    "frozen_texts": (
        Text(
            nl="De vastgelegde teksten van de overeenkomst, met de namen die erin staan.",
            en="The frozen texts of the agreement, with the names in them.",
        ),
        Text(
            nl="Het kenmerk (SHA-256) van elke tekst: uitgegeven, en gewist op die dag.",
            en="The digest (SHA-256) of each text: issued, and erased on that day.",
        ),
    ),
    "documents": (
        Text(nl="De DOCX en PDF van elke versie.", en="The DOCX and PDF of each version."),
        Text(
            nl="Het kenmerk (SHA-256), de grootte en de dag van elk bestand.",
            en="The digest (SHA-256), size and day of each file.",
        ),
    ),
    "files": (
        Text(
            nl="Ingeleverde bestanden: getekende exemplaren, eigen papier, stukken bij registers.",
            en="Files handed in: signed copies, own papers, papers with registers.",
        ),
        Text(
            nl="Het kenmerk (SHA-256), de grootte en de dag van elk bestand.",
            en="The digest (SHA-256), size and day of each file.",
        ),
    ),
    "notices": (
        Text(
            nl="Naam en adres van wie bericht kreeg, en wat de mailserver antwoordde.",
            en="Name and address of who was told, and what the mail server answered.",
        ),
        Text(
            nl="Dat er bericht ging en hoe het aankwam, als keten die te controleren blijft.",
            en="That a notice went out and how it arrived, as a chain that can still be checked.",
        ),
    ),
}
