"""What each name of the data model means, in Dutch, by its English sentence."""

DUTCH = {
    "The form of these data.": "De vorm van deze gegevens.",
    "The processor.": "De verwerker.",
    "Under which name the provider is known.": "Onder welke naam de leverancier bekend is.",
    "Its legal entity.": "De rechtspersoon.",
    "Its registration, such as the number in the trade register.":
        "De inschrijving, zoals het nummer in het handelsregister.",
    "Its address, in one line.": "Het adres, op één regel.",
    "Its country (ISO 3166-1).": "Het land (ISO 3166-1).",
    "Its e-mail address.": "Het e-mailadres.",
    "Its telephone number.": "Het telefoonnummer.",
    "Its website.": "De website.",
    "Where it is reached on privacy, requests and breaches.":
        "Waar de leverancier bereikbaar is over privacy, verzoeken en datalekken.",
    "The controller.": "De verwerkingsverantwoordelijke.",
    "Its registration.": "De inschrijving.",
    "The people of the controller.": "De mensen van de verwerkingsverantwoordelijke.",
    "Who it is.": "Wie het is.",
    "The e-mail address.": "Het e-mailadres.",
    "The position.": "De functie.",
    "What for: signatory, notice, privacy, breach.":
        "Waarvoor: signatory (tekent), notice (mededelingen), privacy, breach (datalekken).",
    "The agreement and this version of it.": "De overeenkomst en deze versie ervan.",
    "Its identifier.": "Het kenmerk in het systeem.",
    "Its number.": "Het nummer.",
    "In which language it is written.": "In welke taal het is geschreven.",
    "The number of this version.": "Het nummer van deze versie.",
    "The day on which this version was recorded.": "De dag waarop deze versie is vastgelegd.",
    "The products that it is about.": "De producten waar het over gaat.",
    "What was agreed on authorisation, notice and the end.":
        "Wat is afgesproken over toestemming, mededeling en het einde.",
    "Of sub-processors: general with a right to object, or specific.":
        "Voor subverwerkers: algemeen met recht van bezwaar, of specifiek.",
    "How many days ahead a change is told.":
        "Hoeveel dagen vooraf een wijziging wordt meegedeeld.",
    "Within how many days to answer.": "Binnen hoeveel dagen antwoord nodig is.",
    "What days these are.": "Wat voor dagen dat zijn.",
    "From when they count.": "Vanaf wanneer ze tellen.",
    "What an objection does to the change.": "Wat een bezwaar met de wijziging doet.",
    "What happens to the data at the end.": "Wat er aan het eind met de gegevens gebeurt.",
    "Whether an emergency replacement may be told afterwards.":
        "Of een vervanging in nood achteraf mag worden meegedeeld.",
    "What is done with personal data, by product.":
        "Wat er met persoonsgegevens gebeurt, per product.",
    "The product.": "Het product.",
    "What it is about.": "Waar het over gaat.",
    "How long it goes on.": "Hoelang het duurt.",
    "What is done with the data.": "Wat er met de gegevens gebeurt.",
    "What it is for.": "Waar het voor dient.",
    "Which personal data.": "Welke persoonsgegevens.",
    "Of whom.": "Van wie.",
    "Rights and duties of the controller.":
        "Rechten en plichten van de verwerkingsverantwoordelijke.",
    "How long the data are kept.": "Hoelang de gegevens worden bewaard.",
    "How the data are secured (Art. 32).": "Hoe de gegevens worden beveiligd (art. 32).",
    "Who else processes the data.": "Wie de gegevens nog meer verwerkt.",
    "The identifier of this engagement.": "Het kenmerk van deze inzet.",
    "For which product.": "Voor welk product.",
    "Under which name it is known.": "Onder welke naam het bedrijf bekend is.",
    "Its address.": "Het adres.",
    "Where it is reached on privacy.": "Waar het bedrijf bereikbaar is over privacy.",
    "Who answers there.": "Wie daar antwoordt.",
    "For which task it processes.": "Voor welke taak het verwerkt.",
    "Where it has the data.": "Waar het de gegevens heeft.",
    "In which zone that lies.": "In welke zone dat ligt.",
    "On what the transfer rests.": "Waar de doorgifte op berust.",
    "When that was last checked.": "Wanneer dat voor het laatst is nagegaan.",
    "When it is used at all.": "Onder welke voorwaarde het wordt ingezet.",
    "Since when, or from when, it is used.": "Sinds of vanaf wanneer het wordt ingezet.",
    "The processors above it, the nearest first.":
        "De verwerkers daarboven, de naaste het eerst.",
    "The announced change that led to this version.":
        "De aangekondigde wijziging die tot deze versie leidde.",
    "What changes.": "Wat er wijzigt.",
    "From when.": "Vanaf wanneer.",
    "The new terms that this version proposes.":
        "De nieuwe voorwaarden die deze versie voorstelt.",
    "From when they hold.": "Vanaf wanneer ze gelden.",
    "Why.": "Waarom.",
    "The controller's own text, which is the agreement; this is its annex then.":
        "De eigen tekst van de klant, die dan de overeenkomst is; dit is er de bijlage bij.",
    "The identifier of the kept file.": "Het kenmerk van het bewaarde bestand.",
    "The name of the kept file.": "De naam van het bewaarde bestand.",
    "SHA-256 in hex of its bytes.": "SHA-256 van het bestand, hexadecimaal.",
    "When it was signed.": "Wanneer het is getekend.",
    "SHA-256 in hex of the data that are printed here (canonical JSON).":
        "SHA-256, hexadecimaal, van de gegevens die hier staan (canonieke JSON).",
    "The signature under this version.": "De handtekening onder deze versie.",
    "The name of who signed, as it was typed or stands on the paper.":
        "De naam van wie tekende, zoals getypt of zoals die op het papier staat.",
    "The position of who signed.": "De functie van wie tekende.",
    "The day of the signature.": "De dag van de handtekening.",
    "The moment of the signature.": "Het tijdstip van de handtekening.",
    "SHA-256 in hex of the version that was signed.":
        "SHA-256, hexadecimaal, van de versie die is getekend.",
    "How it was signed.": "Hoe er is getekend.",
    "The IP address from which it was signed.": "Het IP-adres vanwaar is getekend.",
    "The e-mail address that was given at the checkout.":
        "Het e-mailadres dat bij de bestelling is opgegeven.",
    "The words beside the box that was ticked.": "De woorden bij het vakje dat is aangevinkt.",
    "The file that bears the signature.": "Het bestand met de handtekening.",
    "Its name.": "De naam ervan.",
    "When somebody recorded a signature given elsewhere.":
        "Wanneer iemand een elders gezette handtekening heeft vastgelegd.",
    "The signature under an earlier version, which this one renews without a new one.":
        "De handtekening onder een eerdere versie, die deze zonder nieuwe handtekening vervangt.",
    "Who writes.": "Wie schrijft.",
    "The controller to whom it is written.":
        "De verwerkingsverantwoordelijke aan wie wordt geschreven.",
    "The person to whom it is written.": "De persoon aan wie wordt geschreven.",
    "The letter itself.": "De brief zelf.",
    "What to quote in an answer.": "Wat in een antwoord te vermelden.",
    "The day on which it is written.": "De dag waarop de brief is geschreven.",
    "The lines of the address, for the window of an envelope.":
        "De regels van het adres, voor het venster van een envelop.",
    "The agreement that it is about.": "De overeenkomst waar het over gaat.",
    "The intended change.": "De voorgenomen wijziging.",
    "Why it can't wait for the notice period.": "Waarom het niet op de termijn kan wachten.",
    "What changes, one by one.": "Wat er wijzigt, stuk voor stuk.",
    "What kind of change it is.": "Wat voor wijziging het is.",
    "Who it is now; null for an addition.": "Wie het nu is; leeg bij een toevoeging.",
    "For which task.": "Voor welke taak.",
    "Who it will be; null for a removal.": "Wie het wordt; leeg bij een verwijdering.",
    "Until when and how to answer.": "Tot wanneer en hoe te antwoorden.",
    "General: silence is consent. Specific: silence is refusal.":
        "Algemeen: zwijgen is toestemmen. Specifiek: zwijgen is weigeren.",
    "The last day to answer, where it is known.":
        "De laatste dag om te antwoorden, als die bekend is.",
    "Within how many days.": "Binnen hoeveel dagen.",
    "Where in the portal to answer.": "Waar in het portaal te antwoorden.",
    "The personal data breach, as far as it is known (Art. 33(3) GDPR).":
        "Het datalek, voor zover bekend (art. 33 lid 3 AVG).",
    "Its number in the register of breaches.": "Het nummer in het register van datalekken.",
    "When the provider learnt of it.": "Wanneer de leverancier ervan hoorde.",
    "When it began.": "Wanneer het begon.",
    "When it was over.": "Wanneer het voorbij was.",
    "What happened.": "Wat er is gebeurd.",
    "Which products it touches.": "Welke producten het raakt.",
    "Of which categories of people.": "Van welke categorieën mensen.",
    "About how many people.": "Van ongeveer hoeveel mensen.",
    "About how many records.": "Om ongeveer hoeveel gegevens het gaat.",
    "What may follow from it.": "Wat ervan kan komen.",
    "What was done about it.": "Wat eraan is gedaan.",
    "What is still to be done, by whom.": "Wat er nog moet gebeuren, en door wie.",
    "Whether more is told later (Art. 33(4)).": "Of later meer volgt (art. 33 lid 4).",
    "When the controller was first told of it.":
        "Wanneer het de verwerkingsverantwoordelijke voor het eerst is gemeld.",
    "Who can tell more.": "Wie er meer over kan vertellen.",
    "The telephone number.": "Het telefoonnummer.",
    "The day of which it tells.": "De dag waarover het gaat.",
    "Its representative in the Union (Art. 27 GDPR).":
        "De vertegenwoordiger in de Unie (art. 27 AVG).",
    "Its data protection officer.": "De functionaris voor gegevensbescherming.",
    "Categories of processing, by product.": "Categorieën van verwerking, per product.",
    "What is done for it.": "Wat er voor dat product gebeurt.",
    "Transfers outside the EEA.": "Doorgiften buiten de EER.",
    "Who receives the data.": "Wie de gegevens ontvangt.",
    "In which countries, in words.": "In welke landen, in woorden.",
    "In which zone these lie.": "In welke zone die liggen.",
    "The same in words.": "Hetzelfde in woorden.",
    "For whom the provider processes.": "Voor wie de leverancier verwerkt.",
    "The number of its agreement.": "Het nummer van de overeenkomst.",
    "Its people.": "De mensen daar.",
    "Which of the products it takes.": "Welke van de producten die klant afneemt.",
    "Which of the transfers are its data, by party.":
        "Welke doorgiften over gegevens van die klant gaan, per ontvanger.",
    "What nobody has recorded yet.": "Wat nog niemand heeft vastgelegd.",
    "Which fact.": "Welk gegeven.",
    "Of which product or party; null for the provider itself.":
        "Van welk product of welke partij; leeg voor de leverancier zelf.",
    "Every product with what is done for it.": "Elk product met wat ervoor gebeurt.",
    "What it is.": "Wat het is.",
    "Who else processes for it.": "Wie er nog meer voor verwerkt.",
    "Whether the provider promises that data stay in the EU.":
        "Of de leverancier belooft dat gegevens in de EU blijven.",
    "What the provider adds in its own words; the record has no place for it.":
        "Wat de leverancier er in eigen woorden aan toevoegt; het register heeft daar geen plaats"
        " voor.",
    "What the products are meant for, and what not.":
        "Waar de producten voor bedoeld zijn, en waarvoor niet.",
    "How privacy was weighed in the design (Art. 25).":
        "Hoe privacy in het ontwerp is meegewogen (art. 25).",
    "How requests of data subjects are helped.":
        "Hoe bij verzoeken van betrokkenen wordt geholpen.",
    "What happens at a breach.": "Wat er bij een datalek gebeurt.",
    "What happens to data after the end.": "Wat er na afloop met gegevens gebeurt.",
    "Certificates and audits that hold.": "Certificaten en audits die geldig zijn.",
    "When the report was made.": "Wanneer het rapport is gemaakt.",
    "Who gave the notice.": "Wie de mededeling deed.",
    "What was told of.": "Waarover de mededeling ging.",
    "When it was published.": "Wanneer het is bekendgemaakt.",
    "When it was made.": "Wanneer die is gemaakt.",
    "SHA-256 in hex of the end of the chain.":
        "SHA-256, hexadecimaal, van het eind van de keten.",
    "How many rows the chain has.": "Hoeveel schakels de keten heeft.",
    "Of how many of these the personal part was erased.":
        "Van hoeveel daarvan het persoonlijke deel is gewist.",
    "Whether the chain is whole.": "Of de keten heel is.",
    "What is wrong with it, if anything.": "Wat eraan mankeert, als dat zo is.",
    "All recipients.": "Alle ontvangers.",
    "Who opened it in the portal.": "Wie het in het portaal opende.",
    "Whose mail server took it, seen or not.": "Wiens mailserver het aannam, gelezen of niet.",
    "Still to be sent.": "Wat nog moet worden verstuurd.",
    "Of whom nobody knows.": "Van wie niemand het weet.",
    "Who were not reached.": "Wie niet zijn bereikt.",
    "Whose notice was withdrawn before it left.":
        "Wiens mededeling is ingetrokken voor ze wegging.",
    "To how many a letter was posted instead, by the word of staff.":
        "Aan hoeveel in plaats daarvan een brief is gepost, op het woord van een medewerker.",
    "The controller; null once erased.": "De verwerkingsverantwoordelijke; leeg na wissing.",
    "Who it is; null once erased.": "Wie het is; leeg na wissing.",
    "The address; null once erased.": "Het adres; leeg na wissing.",
    "The number of the agreement.": "Het nummer van de overeenkomst.",
    "The last day to answer.": "De laatste dag om te antwoorden.",
    "What may be said of it.": "Wat ervan gezegd mag worden.",
    "How many times it was tried.": "Hoe vaak het is geprobeerd.",
    "When it was opened in the portal.": "Wanneer het in het portaal is geopend.",
    "The Message-ID of the mail.": "Het Message-ID van de mail.",
    "SHA-256 in hex of the message.": "SHA-256, hexadecimaal, van het bericht.",
    "What the mail server said.": "Wat de mailserver zei.",
    "Each notice of the change, with the chain of evidence over it.":
        "Elke mededeling over de wijziging, met de keten van bewijs erover.",
    "What kind of notice it is.": "Wat voor mededeling het is.",
    "When a mail server took the first.": "Wanneer een mailserver de eerste aannam.",
    "When a mail server took the last.": "Wanneer een mailserver de laatste aannam.",
    "General or specific authorisation.": "Algemene of specifieke toestemming.",
    "From when the term is counted.": "Vanaf wanneer de termijn telt.",
    "Where people stand, by the terms of their agreements.":
        "Hoe het met mensen staat, per soort afspraak in hun overeenkomst.",
    "Which days count.": "Welke dagen tellen.",
    "The days of notice.": "De dagen van aankondiging.",
    "The days to object.": "De dagen om bezwaar te maken.",
    "Where these agreements stand.": "Hoe het met deze overeenkomsten staat.",
    "How many people that are.": "Hoeveel mensen dat zijn.",
    "The earliest last day to object.": "De vroegste laatste dag voor bezwaar.",
    "The latest last day to object.": "De laatste laatste dag voor bezwaar.",
    "What clients objected, and what was decided.":
        "Welk bezwaar klanten maakten, en wat is besloten.",
    "When it was received.": "Wanneer het is ontvangen.",
    "Why the client objects.": "Waarom de klant bezwaar maakt.",
    "The last day to object, where it came later.":
        "De laatste dag voor bezwaar, als het later kwam.",
    "What was decided, in order.": "Wat is besloten, op volgorde.",
    "When that was decided.": "Wanneer dat is besloten.",
    "Which clients approved, the last time they did.":
        "Welke opdrachtgevers goedkeurden, de laatste keer dat zij dat deden.",
    "When that was received.": "Wanneer dat is ontvangen.",
    "Who recorded it.": "Wie het vastlegde.",
    "How many approvals are in the files alone.":
        "Hoeveel goedkeuringen alleen in de bestanden staan.",
    "From when, as it was announced.": "Vanaf wanneer, zoals het is aangekondigd.",
    "Later days that were told since.": "Latere dagen die sindsdien zijn meegedeeld.",
    "Since when it holds, for some agreements after the other.":
        "Sinds wanneer zij geldt, voor de ene overeenkomst na de andere.",
    "Since when.": "Sinds wanneer.",
    "For how many agreements.": "Voor hoeveel overeenkomsten.",
    "Whether somebody of staff let it hold; by itself otherwise.":
        "Of een medewerker haar liet ingaan; anders gebeurde het vanzelf.",
    "From when the term counts that has no last day yet.":
        "Vanaf wanneer de termijn telt die nog geen laatste dag heeft.",
    "How many objections are in the files alone.": "Hoeveel bezwaren alleen in de bestanden staan.",
    "Who let the change hold before its term.":
        "Wie de wijziging eerder dan de termijn liet gelden.",
    "Who decided it.": "Wie het besloot.",
    "Whether it was for all agreements.": "Of het voor alle overeenkomsten was.",
    "When it was withdrawn.": "Wanneer het is ingetrokken.",
    "Over all notices of the change.": "Over alle mededelingen van de wijziging samen.",
    "How many notices there are.": "Hoeveel mededelingen er zijn.",
    "How many rows their chains have.": "Hoeveel schakels hun ketens hebben.",
    "Whether every chain is whole.": "Of elke keten heel is.",
    "How many messages to a person that are.": "Hoeveel berichten aan een persoon dat zijn.",
    "How many of these are in the files alone.": "Hoeveel daarvan alleen in de bestanden staan.",
    "How many notices are in the files alone.":
        "Hoeveel mededelingen alleen in de bestanden staan.",
    "The words in which people were told, with nobody in them.":
        "De woorden waarin mensen zijn ingelicht, zonder iemand erin.",
    "How many were told in these words.": "Hoeveel mensen in deze woorden zijn ingelicht.",
    "The subject of the message.": "Het onderwerp van het bericht.",
    "The text, by paragraph.": "De tekst, per alinea.",
    "What each level of proof means.": "Wat elke graad van bewijs betekent.",
    "What that means.": "Wat dat betekent.",
    "How anybody can check the chain.": "Hoe iedereen de keten kan controleren.",
    "For whom the notices were; who was not reached for certain comes first.":
        "Voor wie de mededelingen waren; wie niet zeker is bereikt staat voorop.",
    "By which way it was sent.": "Langs welke weg het is verstuurd.",
    "When the recipient was frozen.": "Wanneer de ontvanger is vastgelegd.",
    "When a mail server took it.": "Wanneer een mailserver het aannam.",
    "When the recipient said to have taken note of it.":
        "Wanneer de ontvanger zei er kennis van te hebben genomen.",
    "On which day a letter was posted instead, by the word of staff.":
        "Op welke dag in plaats daarvan een brief is gepost, op het woord van een medewerker.",
    "Since when it is known not to have been, or is uncertain.":
        "Sinds wanneer vaststaat dat dat niet gebeurde, of het onzeker is.",
    "Whether this document leaves nothing to the files.":
        "Of dit document niets aan de bestanden overlaat.",
}  # fmt: skip
