"""What is wrong in a statement and what to write instead, in both languages."""

from services.contracts.domain.scan import WarningCode
from shared.text import Text

TEXTS: dict[WarningCode, tuple[Text, Text]] = {
    "privacy-shield": (
        Text(
            nl="Beroept zich op Privacy Shield, dat sinds 16 juli 2020 ongeldig is (HvJ EU C-311/18).",
            en="Relies on Privacy Shield, which has been invalid since 16 July 2020 (CJEU C-311/18).",
        ),
        Text(
            nl="Noem het instrument dat nu geldt: het EU-VS-gegevensprivacykader of de standaardcontractbepalingen.",
            en="Name what holds now: the EU-US Data Privacy Framework or the standard contractual clauses.",
        ),
    ),
    "cbp": (
        Text(
            nl="Noemt het College bescherming persoonsgegevens, dat sinds 2016 Autoriteit Persoonsgegevens heet.",
            en="Names the College bescherming persoonsgegevens, called Autoriteit Persoonsgegevens since 2016.",
        ),
        Text(
            nl="Schrijf Autoriteit Persoonsgegevens; een meldingsnummer bestaat niet meer.",
            en="Write Autoriteit Persoonsgegevens; numbers of notification exist no more.",
        ),
    ),
    "outside-promise": (
        Text(
            nl="Belooft dat gegevens binnen een gebied blijven, en noemt partijen daarbuiten.",
            en="Promises that data stay within an area, and names parties outside it.",
        ),
        Text(
            nl="Vervang deze partijen of beperk de belofte; leg vast waarop de doorgifte berust.",
            en="Replace these parties or narrow the promise; record what the transfer rests on.",
        ),
    ),
    "promise-unconfirmed": (
        Text(
            nl="Belooft dat gegevens binnen een gebied blijven; van deze partijen is niet bekend waar zij verwerken.",
            en="Promises that data stay within an area; where these parties process is not known.",
        ),
        Text(
            nl="Vraag het na en leg de locatie vast voordat u deze belofte herhaalt.",
            en="Ask them, and record the location before you repeat this promise.",
        ),
    ),
    "version-missing": (
        Text(nl="Zegt niet van welke dag deze versie is.", en="Does not say of which day this version is."),
        Text(
            nl="Zet er de dag bij waarop deze versie ingaat.",
            en="Add the day on which this version takes effect.",
        ),
    ),
    "id-copy-unmasked": (
        Text(
            nl="Vraagt om een kopie van een identiteitsbewijs zonder te zeggen wat daarop afgeschermd moet zijn.",
            en="Asks for a copy of an identity document without saying what has to be masked on it.",
        ),
        Text(
            nl="Vraag geen kopie, of laat foto, burgerservicenummer, documentnummer en MRZ afschermen.",
            en="Ask for no copy, or have photo, citizen service number, document number and MRZ masked.",
        ),
    ),
    "term-conflict": (
        Text(
            nl="Noemt verschillende termijnen voor het antwoord op een verzoek, of een andere dan u heeft ingesteld.",
            en="Gives different terms for answering a request, or another than your setting.",
        ),
        Text(
            nl="Kies één termijn; wettelijk is het uiterlijk één maand (art. 12 lid 3 AVG).",
            en="Choose one term; the law says one month at most (Art. 12(3) GDPR).",
        ),
    ),
}  # fmt: skip
